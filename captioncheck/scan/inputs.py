"""The inputs of a scan as they are now, held against what a journal says of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from captioncheck.datatypes import Skipped
from captioncheck.extract.base import Source
from captioncheck.scan import journal
from captioncheck.scan.errors import ScanError
from captioncheck.scan.journal import Entry, Past


@dataclass(frozen=True, slots=True)
class Span:
    """Rows of an input in an earlier output, and their traces: `entry` says where they end."""

    start: int
    traces: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Input:
    """An input, and what it was when it was found: `mark` tells whether it is still that.

    Of its rows `skip` are written already (`whole` where none is an error that may pass), or all of them are `kept`.
    """

    what: Source | Skipped
    path: str
    mark: str
    size: int = 0
    skip: int = 0
    whole: bool = True
    kept: Span | None = None


def marked(found: Iterable[Source | Skipped], own: Iterable[Path]) -> Iterator[Input]:
    """Yield the inputs with their marks, without the scan's `own` files."""
    ours = {os.fspath(path) for path in own}
    names = {os.path.basename(path) for path in ours}  # noqa: PTH119
    for what in found:
        path = what.path if isinstance(what, Source) else what.location.path
        if os.path.basename(path) in names and os.path.realpath(path) in ours:  # noqa: PTH119
            continue
        if isinstance(what, Skipped):
            yield Input(what, path, f"{what.status}: {what.reason}")
            continue
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError:
            yield Input(what, path, "gone")
        else:
            yield Input(what, path, f"{status.st_size} {status.st_mtime_ns}", status.st_size)


def left(inputs: Iterator[Input], path: Path, past: Past) -> Iterator[Input]:
    """Return the inputs that are left to do. Raises ScanError where those that are written are not what they were."""
    for entry in journal.ended(path, past):
        _same(next(inputs, None), entry)
    last = past.last
    if last is None or last.ended:
        return inputs
    found = _same(next(inputs, None), last)
    return chain([replace(found, skip=last.rows, whole=last.whole)], inputs)


def _same(found: Input | None, entry: Entry) -> Input:
    if found is not None and (found.path, found.mark) == (entry.path, entry.mark):
        return found
    if found is None:
        what = f"{entry.path} is gone"
    elif found.path == entry.path:
        what = f"{entry.path} has changed"
    else:
        what = f"{found.path} stands where {entry.path} did"
    raise ScanError(f"the inputs are not what they were: {what}; --update keeps what is unchanged, --restart nothing")


def spans(path: Path, past: Past) -> dict[str, Span]:
    """Return where the rows of each input stand that came to its end without an error, by its path."""
    known, start, traces = {}, 0, 0
    for entry in journal.ended(path, past):
        if entry.whole:
            known[entry.path] = Span(start, traces, entry)
        start, traces = entry.offset, entry.traces
    return known


@dataclass(slots=True)
class Changes:
    """How many inputs an update has kept, judged anew, found new and dropped."""

    kept: int = 0
    changed: int = 0
    new: int = 0
    dropped: int = 0


def updated(inputs: Iterable[Input], path: Path, past: Past, changes: Changes) -> Iterator[Input]:
    """Yield the inputs, those that are what they were with the rows that they have."""
    known = spans(path, past)
    before = {entry.path for entry in journal.ended(path, past)}
    for one in inputs:
        span = known.get(one.path)
        kept = span if span is not None and span.entry.mark == one.mark and isinstance(one.what, Source) else None
        if kept is not None:
            changes.kept += 1
        elif one.path in before:
            changes.changed += 1
        else:
            changes.new += 1
        before.discard(one.path)
        yield replace(one, kept=kept)
    changes.dropped = len(before)
