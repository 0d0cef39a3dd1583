"""Rows and their journal, written in step: what the journal says is on disk before the journal says it."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal

from captioncheck.scan.errors import ScanError
from captioncheck.scan.journal import Entry, Past, line

ROWS = 200
SECONDS = 2.0
"""Rows, and seconds, after which what was written is made to last; so much is lost at most when a scan is killed."""


class Writer:
    """Writes rows to `rows` and says so in `journal`; with a `past` it goes on where that ends.

    A batch is flushed and fsynced, first the rows and then the journal. Raises ScanError where something cannot be
    written.
    """

    def __init__(self, rows: Path, journal: Path, header: Mapping[str, Any], past: Past | None = None) -> None:
        self._paths = rows, journal
        self._ended: list[Entry] = []
        self._partial: Entry | None = None
        self._rows = 0
        self._since = time.monotonic()
        self.offset = 0 if past is None else past.offset
        self.check = 0 if past is None else past.check
        mode: Literal["wb", "r+b"] = "wb" if past is None else "r+b"
        try:
            self._output: BinaryIO = rows.open(mode)
            try:
                self._journal: BinaryIO = journal.open(mode)
            except BaseException:
                self._output.close()
                raise
            if past is None:
                self._journal.write(line(header))
                self._journal.flush()
                os.fsync(self._journal.fileno())
                _last(journal.parent)
            else:
                for stream, size in ((self._output, past.offset), (self._journal, past.size)):
                    stream.seek(size)
                    stream.truncate()
        except OSError as error:
            raise _cannot(error) from error

    def add(self, data: bytes) -> None:
        """Write a row."""
        try:
            self._output.write(data)
        except OSError as error:
            raise self._failed(error) from error
        self.offset += len(data)
        self.check = zlib.crc32(data, self.check)
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
                for stream, data in ((self._output, b""), (self._journal, b"".join(map(line, entries)))):
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
        except OSError as error:
            raise self._failed(error) from error
        self._ended, self._partial, self._rows, self._since = [], None, 0, time.monotonic()

    def close(self) -> None:
        """Let go of both files; what was not committed does not count."""
        for stream in (self._output, self._journal):
            with suppress(OSError):
                stream.close()

    def _failed(self, error: OSError) -> ScanError:
        return _cannot(error, str(self._paths[0]), "; once there is room, --resume goes on where it stopped")


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
