"""The seam of every reporter: results go in one at a time, so that an archive of any size runs in flat memory."""

from __future__ import annotations

from typing import Protocol

from captioncheck.datatypes import Picture, Result, Tally

_SHORT, _KIND = 100, 60  # characters of a data: reference that is shown whole; in which its kind is looked for


class Reporter(Protocol):
    """Writes results to the text stream that it was built with: `Reporter(stream, settings)`.

    `begin` is called once, then `add` for each result in order, then `end` with the counts; `end` is also called when a
    user interrupts the run, so that what was checked so far is a whole document.
    """

    def begin(self) -> None:
        """Write what stands before the first result."""
        ...

    def add(self, result: Result) -> None:
        """Write one result."""
        ...

    def end(self, tally: Tally) -> None:
        """Write what stands after the last result."""
        ...


def short_reference(picture: Picture) -> str:
    """Return how a source refers to a picture; one that holds its own data is cut to its kind and size."""
    reference = picture.reference
    if reference[:5].lower() != "data:" or len(reference) <= _SHORT:
        return reference
    return f"{reference[:_KIND].partition(',')[0]},… ({len(reference):,} characters)"
