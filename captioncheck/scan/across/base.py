"""The seam of the pass over an archive: what a finder is given, and what it finds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from captioncheck.config import Settings
from captioncheck.datatypes import Evidence, Level
from captioncheck.scan import tracefile
from captioncheck.scan.archive import Engine
from captioncheck.scan.files import Written
from captioncheck.scan.journal import Past
from captioncheck.traces import Trace


@dataclass(frozen=True)
class Row:
    """An article of the archive: its place among all rows (from 0), the row as it is written, and its trace.

    A row that is no article, or that left no trace, has an empty one.
    """

    number: int
    raw: bytes
    trace: Trace

    @cached_property
    def entry(self) -> Mapping[str, Any]:
        """Return what the row says; read when first asked for, as few rows are."""
        entry: Mapping[str, Any] = json.loads(self.raw)
        return entry


@dataclass(frozen=True, slots=True)
class Found:
    """A finding on a caption: the row's number, the caption's index in it, and how loud it is by itself.

    Under a mismatch it is one more rule, as loud as that at most; on any other caption it is a finding of the article
    at the caption's place, and the verdict stays.
    """

    row: int
    caption: int
    evidence: Evidence
    level: Level = Level.WARNING


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan that is complete: its files, and what finders may use. `memory` and `compared` outlive the pass.

    `tell` is called now and then with what is being done and how much of it is; it ends the pass where the user has
    pressed Ctrl-C.
    """

    files: Written
    past: Past
    settings: Settings
    engine: Engine
    memory: Path
    compared: Path
    tell: Callable[[str, int], None]

    def rows(self) -> Iterator[Row]:
        """Yield all rows with their traces, in order; one at a time is in memory."""
        for number, (raw, trace) in enumerate(self.raw()):
            yield Row(number, raw, Trace.from_bytes(trace))

    def raw(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield all rows and traces as they are written."""
        with self.files.rows.open("rb") as stream:
            yield from zip(stream, tracefile.traces_of(self.files.traces, self.past.traces), strict=True)

    def traces(self) -> Iterator[Trace]:
        """Yield the traces alone, in the order of the rows."""
        return map(Trace.from_bytes, tracefile.traces_of(self.files.traces, self.past.traces))


class Finder(Protocol):
    """Finds what only a whole archive can tell; `code` is its rule's."""

    code: str

    def missing(self) -> str:
        """Return why it cannot be used here, and how to mend that, or ""."""
        ...

    def concerns(self, caption: Mapping[str, Any]) -> bool:
        """Return whether the rule could have fired on a caption of a row: if it is missing, that one is unchecked."""
        ...

    def find(self, scanned: Scanned) -> Iterable[Found]:
        """Find, with memory that does not grow with the archive beyond a few bytes an article."""
        ...
