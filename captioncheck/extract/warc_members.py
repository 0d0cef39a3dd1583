"""How WARC files are packed: plain, gzip with a member a record, or Zstandard, perhaps with a dictionary."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, cast

from captioncheck.errors import MissingExtraError, ReaderError
from captioncheck.extract.packed import ALLOWED, RATIO, Unpacked, unpacked

_GZIP = b"\x1f\x8b\x08"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_ZSTD = b"(\xb5/\xfd"
_MAX_DICTIONARY = 32 * 2**20
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Packed:
    """A WARC's records as a stream, and what was lost of its packing so far, "" for nothing."""

    stream: IO[bytes]
    damage: Callable[[], str]


def opened(stream: IO[bytes]) -> Packed:
    """Return the records of a WARC that is packed in any of the ways."""
    buffered = cast("Any", stream if hasattr(stream, "peek") else io.BufferedReader(cast("Any", stream)))
    head = buffered.peek(4)[:4]
    if head[:2] == _GZIP[:2]:
        members = GzipMembers(buffered)
        return Packed(cast("IO[bytes]", io.BufferedReader(members, _CHUNK)), members.damage)
    if head == _DICTIONARY:
        return Packed(_with_dictionary(buffered), lambda: "")
    return Packed(unpacked(buffered), lambda: "")


class GzipMembers(io.RawIOBase):
    """Gzip members, one after another. A broken one is left at the place where it breaks, for the next one."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._pending = b""
        self._member: Any = None
        self._ended = False
        self._broken = self._short = 0
        self._taken = self._given = 0

    def damage(self) -> str:
        """Return what was lost, "" for nothing."""
        if self._broken:
            return f"{self._broken} packed records in it are broken: what they held is lost"
        return "is a gzip file that ends too early: its last record is lost" if self._short else ""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end."""
        while True:
            if not self._pending and not self._more():
                self._short += self._member is not None
                self._member = None
                return 0
            if self._member is None:
                start = self._pending.find(_GZIP)
                if start < 0:
                    self._pending = self._pending[-2:] if not self._ended else b""
                    if not self._more():
                        return 0
                    continue
                self._pending = self._pending[start:]
                self._member = zlib.decompressobj(wbits=31)
            try:
                data = self._member.decompress(self._pending, len(buffer))
            except zlib.error:
                self._broken += 1
                self._member, self._pending = None, self._pending[1:]
                continue
            self._pending = self._member.unconsumed_tail
            if self._member.eof:
                self._pending, self._member = self._member.unused_data, None
            self._given += len(data)
            if self._given > ALLOWED and self._given > RATIO * self._taken:
                raise ReaderError(f"is a gzip file that grows to more than {RATIO} times its size")
            if data:
                buffer[: len(data)] = data
                return len(data)

    def _more(self) -> bool:
        chunk = self._stream.read(_CHUNK)
        self._ended = not chunk
        self._taken += len(chunk)
        self._pending += chunk
        return bool(chunk)


def _with_dictionary(stream: IO[bytes]) -> IO[bytes]:
    """Return the records of a .warc.zst whose first frame is the dictionary that the others were packed with."""
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError("Zstandard (.zst)", "archive") from None
    size = int.from_bytes(stream.read(8)[4:], "little")
    if size > _MAX_DICTIONARY:
        raise ReaderError("is a Zstandard file with a dictionary that is far too large")
    data = stream.read(size)
    try:
        if data.startswith(_ZSTD):
            data = zstandard.ZstdDecompressor().decompress(data, max_output_size=_MAX_DICTIONARY)
        words = zstandard.ZstdCompressionDict(data)
    except zstandard.ZstdError as error:
        raise ReaderError(f"is a Zstandard file whose dictionary is broken ({error})") from error
    from captioncheck.extract.packed import zstandard_unpacker

    raw = Unpacked(stream, lambda: zstandard_unpacker(words), "is a Zstandard file")
    return cast("IO[bytes]", io.BufferedReader(raw, _CHUNK))
