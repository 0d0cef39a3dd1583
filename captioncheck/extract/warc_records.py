"""The records of a WARC file, one after another; what is damaged is passed over, and told.

The framing is read here, and not by a library, because what a crawl lost must not be lost in silence: after a record
that breaks off, reading goes on at the next one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

_MAX_LINE = 64 * 2**10
_MAX_HEADERS = 500
_CHUNK = 2**18
_VERSION = re.compile(rb"WARC/[01]\.\d+\r?\n\Z")
_NEXT = re.compile(rb"WARC/[01]\.\d+\r?\nWARC-")  # also in mid-line: what broke off has no end of line
_DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512, "md5": hashlib.md5}
MAX_BLOCK = 32 * 2**20
"""Bytes of a record's block that are read; a longer one is no article."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its headers by lower-case names, and its block; `damage` says what is wrong with it."""

    headers: dict[str, str]
    block: bytes
    damage: str = ""

    @property
    def type(self) -> str:
        """Return what kind of record this is, lower-case."""
        return self.headers.get("warc-type", "").casefold()


class RecordStream:
    """A stream of WARC records. `wanted` says by a record's headers whether its block is to be read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = cast("Any", stream)
        self._back = b""
        self.lost = 0
        """Bytes that belonged to no record."""

    def __iter__(self) -> Iterator[Record]:
        """Yield every record; raises ReaderError where the stream itself breaks off."""
        while line := self._line():
            if not line.strip():
                continue
            version = _VERSION.search(line)
            self.lost += version.start() if version else len(line)
            if version is None:
                continue
            headers, whole = self._headers()
            if not whole:
                yield Record(headers, b"", "breaks off among its headers")
                continue
            length = headers.get("content-length", "")
            if not length.isdigit():
                yield Record(headers, b"", "its Content-Length is missing or no number")
            elif int(length) > MAX_BLOCK:
                short = self._pass_over(int(length))
                yield Record(
                    headers, b"", f"breaks off {short:,} bytes early" if short else "is too long for an article"
                )
            else:
                yield self._read_block(headers, int(length))

    def _read_block(self, headers: dict[str, str], length: int) -> Record:
        block = self._read(length)
        if len(block) < length:
            self._resume_inside(headers, block)
            return Record(headers, block, f"breaks off: {len(block):,} of its {length:,} bytes are there")
        after = self._read(4)
        if after.strip() and not after.startswith(b"WARC"):
            cut = self._resume_inside(headers, block + after)
            if cut < length:
                return Record(headers, block[:cut], f"breaks off: about {cut:,} of its {length:,} bytes are there")
        elif after.strip():
            self._back = after + self._back
        return Record(headers, block, _digest_damage(headers, block))

    def _resume_inside(self, headers: dict[str, str], data: bytes) -> int:
        """Put back what of `data` is the next record, and return how much of it comes before that."""
        found = _NEXT.search(data)
        if found is None:
            return len(data)
        self._back = data[found.start() :] + self._back
        return len(data[: found.start()].rstrip(b"\r\n"))

    def _headers(self) -> tuple[dict[str, str], bool]:
        """Return a record's headers, and whether they are whole."""
        headers: dict[str, str] = {}
        name = ""
        for _ in range(_MAX_HEADERS):
            raw = self._line()
            if (next_one := _VERSION.search(raw)) or not raw:
                self._back = (raw[next_one.start() :] if next_one else b"") + self._back
                return headers, False
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if not line:
                return headers, True
            if line[0] in " \t" and name:
                headers[name] += f" {line.strip()}"
                continue
            name, _, value = line.partition(":")
            name = name.strip().casefold()
            headers.setdefault(name, value.strip())
        return headers, False

    def _pass_over(self, length: int) -> int:
        """Read on without keeping anything; return how many bytes were not there."""
        while length and (data := self._read(min(length, _CHUNK))):
            length -= len(data)
        return length

    def _line(self) -> bytes:
        if not self._back:
            return bytes(self._stream.readline(_MAX_LINE))
        head, mark, rest = self._back.partition(b"\n")
        if mark:
            self._back = rest
            return head + mark
        self._back = b""
        return head + bytes(self._stream.readline(_MAX_LINE))

    def _read(self, size: int) -> bytes:
        out, self._back = self._back[:size], self._back[size:]
        pieces = [out]
        size -= len(out)
        while size:
            data = self._stream.read(min(size, _CHUNK))
            if not data:
                break
            pieces.append(data)
            size -= len(data)
        return b"".join(pieces)


def _digest_damage(headers: dict[str, str], block: bytes) -> str:
    """Return what a block's digest says against it, "" for nothing."""
    claimed = headers.get("warc-block-digest", "")
    if claimed:
        return "" if digest_agrees(claimed, block) in (True, None) else f"its block is not what {claimed} was made of"
    return ""


def digest_agrees(claimed: str, data: bytes) -> bool | None:
    """Return whether a digest ("sha1:" and base 32 or hexadecimal) is that of the data; None when that is not clear."""
    name, _, value = claimed.partition(":")
    make = _DIGESTS.get(name.strip().casefold().replace("-", ""))
    if make is None or not value.strip():
        return None
    own = make(data, usedforsecurity=False).digest()
    value = value.strip()
    return value.upper().rstrip("=") == base64.b32encode(own).decode().rstrip("=") or value.casefold() == own.hex()
