"""The journal beside an output: which inputs are written, and how far into the output they reach.

It only ever grows, a line at a time: a CRC-32 of the line, then JSON. The first line is the header (a dict: settings
and inputs), each other an `Entry` (a list), and a finished scan ends with a dict. A line that is
torn by a power cut or kill -9 fails its CRC; what stands before it holds.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from captioncheck.scan.errors import ScanError

FORM = 2
_LONGEST = 2**20


@dataclass(frozen=True, slots=True)
class Entry:
    """An input of which rows are written.

    `mark` is what the input was then, `rows` how many of its rows are written, `offset` and `check` where the output
    ends behind them and the CRC-32 of it up to there; `ended` says that all its rows are written, `whole` that none of
    them is an error that may pass. `traces` and `traces_check` are `offset` and `check` of the file of traces.
    """

    path: str
    mark: str
    rows: int
    offset: int
    check: int
    ended: bool
    whole: bool
    traces: int = 0
    traces_check: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A journal as it was left: `size` bytes of it hold, up to the entry `last`.

    `damaged` says that more was lost than a line that was being written; `end` is the last line of a complete scan.
    """

    header: Mapping[str, Any]
    size: int
    last: Entry | None
    end: Mapping[str, Any] | None
    damaged: bool

    @property
    def complete(self) -> bool:
        """Return whether all inputs are written."""
        return self.end is not None

    @property
    def passed(self) -> Sequence[str]:
        """Return which passes over the whole archive are done."""
        return () if self.end is None else tuple(self.end.get("passed", ()))

    @property
    def offset(self) -> int:
        """Return where the output that the journal knows ends."""
        return 0 if self.last is None else self.last.offset

    @property
    def check(self) -> int:
        """Return the CRC-32 of the output up to there."""
        return 0 if self.last is None else self.last.check

    @property
    def traces(self) -> int:
        """Return where the traces that the journal knows end."""
        return 0 if self.last is None else self.last.traces

    @property
    def traces_check(self) -> int:
        """Return the CRC-32 of the traces up to there."""
        return 0 if self.last is None else self.last.traces_check


def line(value: Entry | Mapping[str, Any]) -> bytes:
    """Return a line of the journal."""
    plain = astuple(value) if isinstance(value, Entry) else value
    text = json.dumps(plain, separators=(",", ":")).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def read(path: Path) -> Past:
    """Read a journal as far as it holds. Raises ScanError where it is none, or cannot be read."""
    try:
        with path.open("rb") as stream:
            return _read(stream, path)
    except OSError as error:
        raise ScanError(f"{path}: cannot read the journal: {error.strerror or error}; --restart begins anew") from error


def _read(stream: BinaryIO, path: Path) -> Past:
    header = _value(stream.readline(_LONGEST))
    if not isinstance(header, dict) or header.get("journal") != FORM:
        raise ScanError(f"{path}: is no journal of a scan, or its first line is damaged; --restart begins anew")
    size, last, end = stream.tell(), None, None
    while raw := stream.readline(_LONGEST):
        value = _value(raw)
        if isinstance(value, list):
            last = Entry(*value)
        elif value is None:
            return Past(header, size, last, end, damaged=bool(stream.read(1)))
        end = value if isinstance(value, dict) else None
        size += len(raw)
    return Past(header, size, last, end, damaged=False)


def ended(path: Path, past: Past) -> Iterator[Entry]:
    """Yield the entries of the inputs that came to their end, in order."""
    with path.open("rb") as stream:
        stream.readline(_LONGEST)
        while stream.tell() < past.size:
            value = _value(stream.readline(_LONGEST))
            if isinstance(value, list) and (entry := Entry(*value)).ended:
                yield entry


def _value(raw: bytes) -> Any:
    """Return what a line holds, None where it is damaged."""
    if not raw.endswith(b"\n") or raw[8:9] != b" ":
        return None
    try:
        if int(raw[:8], 16) != zlib.crc32(raw[9:-1]):
            return None
        return json.loads(raw[9:-1])
    except ValueError:
        return None
