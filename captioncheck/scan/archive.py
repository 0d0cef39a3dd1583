"""One way through an archive: inputs to an engine, what comes of them to rows and journal, in the order of inputs."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from captioncheck.config import Settings
from captioncheck.datatypes import Result, Skipped, Status
from captioncheck.report import record
from captioncheck.report.jsonl import line
from captioncheck.scan import tracefile
from captioncheck.scan.errors import ScanError
from captioncheck.scan.files import Written
from captioncheck.scan.inputs import Input
from captioncheck.scan.journal import Entry, Past, ended, read
from captioncheck.scan.sums import Sums
from captioncheck.scan.writer import Writer
from captioncheck.work import Job, Outcome


class Engine(Protocol):
    """What does the jobs."""

    def outcomes(self, settings: Settings, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do jobs and yield what comes of them, in order."""
        ...


@dataclass(slots=True)
class Archive:
    """Writes rows of inputs until there are no more.

    `finish` is what becomes of a result before it is written; `tell` is called after every row with its result (None
    for one that was kept); no Ctrl-C comes between within `whole`. `base` are the earlier rows and traces that kept
    rows are in; `traced` says that every article leaves a trace.
    """

    engine: Engine
    settings: Settings
    writer: Writer
    sums: Sums
    finish: Callable[[Result], Result]
    tell: Callable[[Input, Result | None], None]
    whole: Callable[[], AbstractContextManager[None]]
    base: tuple[BinaryIO, BinaryIO] | None = None
    traced: bool = False
    _begun: deque[Input] = field(default_factory=deque)
    _rows: int = 0
    _clean: bool = True
    _missed: int = 0
    _why: str = ""

    def carry_out(self, inputs: Iterable[Input]) -> None:
        """Do all inputs; whatever ends this early, what was written until then is committed."""
        try:
            jobs = self._jobs(inputs)
            outcomes = self.engine.outcomes(self.settings, jobs)
            with closing(outcomes):  # type: ignore[type-var]
                for outcome in outcomes:
                    self._keep()
                    self._take(outcome)
            self._keep()
        finally:
            with self.whole():
                self.writer.commit()
        if self._begun:
            raise ScanError(f"{self._begun[0].path}: came to no end, and neither did what follows; please report this")
        if self._missed:
            from captioncheck.secondlook import report_missed

            report_missed(self._missed, self._why)

    def _jobs(self, inputs: Iterable[Input]) -> Iterator[Job]:
        for one in inputs:
            self._begun.append(one)
            if one.kept is None:
                yield Job(one.what, skip=one.skip, fresh=True, trace=self.traced)

    def _take(self, outcome: Outcome) -> None:
        self._missed, self._why = self._missed + outcome.missed, outcome.why or self._why
        head = self._begun[0]
        if self._rows == 0:
            self._rows, self._clean = head.skip, head.whole
        result = None if outcome.result is None else self.finish(outcome.result)
        last = result is None or isinstance(head.what, Skipped)
        with self.whole():
            if result is not None:
                row = record.article(result, explain=self.settings.explain)
                self.writer.add(line(row).encode("utf-8", "backslashreplace"), outcome.trace or b"")
                self.sums.add(row)
                self._rows += 1
                self._clean &= not _passing(result)
            self._note(head, self._rows, ended=last, whole=self._clean)
            if last:
                self._begun.popleft()
                self._rows = 0
        if result is not None:
            self.tell(head, result)

    def _keep(self) -> None:
        """Copy the rows of inputs that are kept, where it is their turn."""
        while self._begun and (span := self._begun[0].kept) is not None:
            head = self._begun[0]
            assert self.base is not None
            rows, traces = self.base
            with self.whole():
                rows.seek(span.start)
                traces.seek(span.traces)
                for _ in range(span.entry.rows):
                    raw = rows.readline()
                    self.writer.add(raw, tracefile.next_of(traces))
                    self.sums.add(json.loads(raw))
                self._note(head, span.entry.rows, ended=True, whole=True)
                self._begun.popleft()
            self.tell(head, None)

    def _note(self, one: Input, rows: int, *, ended: bool, whole: bool) -> None:
        writer = self.writer
        ends = writer.offset, writer.check, ended, whole, writer.traces, writer.traces_check
        writer.note(Entry(one.path, one.mark, rows, *ends))


def _passing(result: Result) -> bool:
    """Return whether a result may be another one the next time: an error of the whole input, not of a part of it."""
    if not isinstance(result, Skipped) or result.status is not Status.ERROR:
        return False
    return result.location.record is None and result.location.line == 1


def close(writer: Writer, sums: Sums, files: Written) -> None:
    """End a scan: see that inputs and rows add up, and say in the journal that it is complete. Raises ScanError."""
    past = read(files.journal)
    written = sum(entry.rows for entry in ended(files.journal, past))
    tally = sums.tally
    parts = tally.ok + tally.errors + tally.skipped
    if not written == tally.articles == parts or not files.rows.stat().st_size == past.offset == writer.offset:
        raise ScanError(
            f"the rows do not add up: {written} in the journal, {tally.articles} counted, {parts} ok, errors and "
            "skipped; please report this"
        )
    writer.commit({"complete": written})


def recount(files: Written, past: Past, sums: Sums | None) -> None:
    """Read the rows that a journal knows and count them. Raises ScanError where they are not what it knows."""
    _recount(files.rows, past.offset, past.check, sums, complete=past.complete)
    _recount(files.traces, past.traces, past.traces_check, None, complete=past.complete)


def _recount(path: Path, size: int, known: int, sums: Sums | None, *, complete: bool) -> None:
    import zlib

    check, rest = 0, size
    try:
        with path.open("rb") as stream:
            while rest > 0:
                raw = stream.readline(rest) if sums is not None else stream.read(min(rest, 2**20))
                if not raw:
                    break
                check, rest = zlib.crc32(raw, check), rest - len(raw)
                if sums is not None:
                    sums.add(json.loads(raw))
            more = complete and bool(stream.read(1))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _strange(path) from error
    if rest or more or check != known:
        raise _strange(path)


def _strange(rows: Path) -> ScanError:
    return ScanError(f"{rows}: is not what its journal says was written; --restart begins anew")
