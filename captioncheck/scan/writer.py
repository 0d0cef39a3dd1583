"""Rows, traces and their journal, written in step: what the journal says is on disk before the journal says it."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal

from captioncheck.scan import tracefile
from captioncheck.scan.errors import ScanError
from captioncheck.scan.files import Written
from captioncheck.scan.journal import Entry, Past, line

ROWS = 200
SECONDS = 2.0
"""Rows, and seconds, after which what was written is made to last; so much is lost at most when a scan is killed."""


class Writer:
    """Writes rows and traces and says so in the journal; with a `past` it goes on where that ends.

    A batch is flushed and fsynced, first the rows and the traces and then the journal. Raises ScanError where something
    cannot be written.
    """

    def __init__(self, files: Written, header: Mapping[str, Any], past: Past | None = None) -> None:
        self._path = files.rows
        self._ended: list[Entry] = []
        self._partial: Entry | None = None
        self._rows = 0
        self._since = time.monotonic()
        self.offset = 0 if past is None else past.offset
        self.check = 0 if past is None else past.check
        self.traces = 0 if past is None else past.traces
        self.traces_check = 0 if past is None else past.traces_check
        mode: Literal["wb", "r+b"] = "wb" if past is None else "r+b"
        try:
            with ExitStack() as opened:
                self._output: BinaryIO = opened.enter_context(files.rows.open(mode))
                self._traces: BinaryIO = opened.enter_context(files.traces.open(mode))
                self._journal: BinaryIO = opened.enter_context(files.journal.open(mode))
                self._begin(header, past)
                opened.pop_all()
        except OSError as error:
            raise _cannot(error) from error

    def _begin(self, header: Mapping[str, Any], past: Past | None) -> None:
        if past is None:
            self._journal.write(line(header))
            self._journal.flush()
            os.fsync(self._journal.fileno())
            _last(self._path.parent)
            return
        for stream, size in ((self._output, past.offset), (self._traces, past.traces), (self._journal, past.size)):
            stream.seek(size)
            stream.truncate()

    def add(self, data: bytes, trace: bytes = b"") -> None:
        """Write a row and its trace."""
        record = tracefile.record(trace)
        try:
            self._output.write(data)
            self._traces.write(record)
        except OSError as error:
            raise self._failed(error) from error
        self.offset += len(data)
        self.check = zlib.crc32(data, self.check)
        self.traces += len(record)
        self.traces_check = zlib.crc32(record, self.traces_check)
        self._rows += 1

    def note(self, entry: Entry) -> None:
        """Note how far an input is written; the batch is closed where it is large or old enough."""
        self._partial = None if entry.ended else entry
        if entry.ended:
            self._ended.append(entry)
        if self._rows >= ROWS or len(self._ended) >= 10 * ROWS or time.monotonic() - self._since >= SECONDS:
            self.commit()

    def commit(self, end: Mapping[str, Any] | None = None) -> None:
        """Make all that was written last; `end` closes the journal of a scan that is complete."""
        entries: list[Entry | Mapping[str, Any]] = [*self._ended]
        entries += [self._partial] if self._partial is not None else []
        entries += [end] if end is not None else []
        try:
            if entries:
                noted = b"".join(map(line, entries))
                for stream, data in ((self._output, b""), (self._traces, b""), (self._journal, noted)):
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
        except OSError as error:
            raise self._failed(error) from error
        self._ended, self._partial, self._rows, self._since = [], None, 0, time.monotonic()

    def close(self) -> None:
        """Let go of the files; what was not committed does not count."""
        for stream in (self._output, self._traces, self._journal):
            with suppress(OSError):
                stream.close()

    def _failed(self, error: OSError) -> ScanError:
        return _cannot(error, str(self._path), "; once there is room, --resume goes on where it stopped")


def _cannot(error: OSError, path: str = "", hint: str = "") -> ScanError:
    where = error.filename or path
    return ScanError(f"cannot write to {where}: {error.strerror or error}{hint}")


def _last(folder: Path) -> None:
    """Make the names in a folder last, where the system can."""
    with suppress(OSError, AttributeError):
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
