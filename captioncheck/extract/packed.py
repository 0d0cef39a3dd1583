"""Packed streams, unpacked on the way: gzip, bzip2, xz and Zstandard, each with a bound on what it may grow to."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Any, Protocol, cast

from captioncheck.errors import MissingExtraError, ReaderError

RATIO = 250
"""Times its packed size that a text may have. Text packs 3 to 30 times, feeds of one template 100, bombs 1,000."""
ALLOWED = 16 * 2**20
"""Bytes that anything may unpack to, whatever the ratio: small files of spaces are no attack."""
_CHUNK = 65_536
_XZ_MEMORY = 160 * 2**20  # more than the highest setting of xz takes
DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError)
"""What reading a broken packed stream raises, besides ReaderError."""


class Unpacker(Protocol):
    """Unpacks one packed member; bz2's and lzma's objects are such, and `_Gzip` and `_Zstandard` here."""

    @property
    def eof(self) -> bool:
        """Return whether the member has ended."""
        ...

    @property
    def needs_input(self) -> bool:
        """Return whether there is no more without more data."""
        ...

    @property
    def unused_data(self) -> bytes:
        """Return what was fed beyond the member's end."""
        ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return up to `max_length` bytes more."""
        ...


class _Gzip:
    """Gives zlib's object the manners of bz2's."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self._full = False

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        out = self._inner.decompress(self._inner.unconsumed_tail + data, max(max_length, 0))
        self._full = len(out) == max_length  # there may be more, though all is taken in
        return out

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._full and not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


class Unpacked(io.RawIOBase):
    """A packed stream as what it unpacks to, member after member; ReaderError when it grows beyond all reason."""

    def __init__(self, stream: IO[bytes], make: Callable[[], Unpacker], kind: str) -> None:
        """Unpack `stream` with what `make` makes; `kind` names it in messages."""
        self._stream, self._make, self._kind = stream, make, kind
        self._member: Unpacker | None = None
        self._pending = b""
        self._ended = False
        self.taken = self.given = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end."""
        while True:
            member = self._member or self._begin()
            if member is None:
                return 0
            if member.needs_input and not self._pending:
                self._more()
                if self._ended and not self._pending:
                    raise ReaderError(f"{self._kind} that ends too early")
            try:
                data = member.decompress(self._pending, len(buffer))
            except (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError) as error:
                raise ReaderError(f"{self._kind} that is broken ({error})") from error
            self._pending = b""
            if member.eof:
                self._pending, self._member = member.unused_data, None
            self.given += len(data)
            if self.given > ALLOWED and self.given > RATIO * self.taken:
                raise ReaderError(
                    f"{self._kind} that grows to more than {RATIO} times its size; unpack it if you trust it"
                )
            if data:
                buffer[: len(data)] = data
                return len(data)

    def _begin(self) -> Unpacker | None:
        """Begin the next member; None at the end. Zeros that fill up a tape's last block belong to none."""
        while not self._pending.lstrip(b"\0"):
            if self._ended:
                return None
            self._more()
        if self.taken > len(self._pending) and not any(map(self._pending.startswith, _KINDS)):
            return None
        self._member = self._make()
        return self._member

    def _more(self) -> None:
        chunk = self._stream.read(_CHUNK)
        self._ended = not chunk
        self.taken += len(chunk)
        self._pending += chunk


def zstandard_unpacker(words: Any = None) -> Unpacker:
    """Return what unpacks one Zstandard frame, perhaps with a dictionary."""
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError("Zstandard (.zst)", "archive") from None
    try:
        return _Zstandard(zstandard.ZstdDecompressor(dict_data=words, max_window_size=2**27).decompressobj())
    except zstandard.ZstdError as error:
        raise ReaderError(f"is a Zstandard file whose dictionary is broken ({error})") from error


class _Zstandard:
    """Gives zstandard's object the manners of bz2's. It is fed little at a time, as a little may unpack to a lot."""

    _FED = 1_024

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._packed = b""
        self._ready = b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        self._packed += data
        while self._packed and not self._ready and not self._inner.eof:
            fed, self._packed = self._packed[: self._FED], self._packed[self._FED :]
            try:
                self._ready = self._inner.decompress(fed)
            except Exception as error:  # its own kind, which can only be named where it is installed
                raise ValueError(str(error)) from error
        size = len(self._ready) if max_length < 0 else max_length
        out, self._ready = self._ready[:size], self._ready[size:]
        return out

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof) and not self._ready

    @property
    def needs_input(self) -> bool:
        return not self._ready and not self._packed and not self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data) + self._packed


_KINDS: dict[bytes, tuple[str, Callable[[], Unpacker]]] = {
    b"\x1f\x8b": ("is a gzip file", _Gzip),
    b"BZh": ("is a bzip2 file", bz2.BZ2Decompressor),
    b"\xfd7zXZ\x00": ("is an xz file", lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY)),
    b"(\xb5/\xfd": ("is a Zstandard file", zstandard_unpacker),
}


def unpacked(stream: IO[bytes]) -> IO[bytes]:
    """Return a buffered stream of what `stream` holds, unpacked once where it is packed."""
    buffered: Any = stream if hasattr(stream, "peek") else io.BufferedReader(_Raw(stream))
    head = buffered.peek(6)[:6]
    for magic, (kind, make) in _KINDS.items():
        if head.startswith(magic):
            return io.BufferedReader(Unpacked(buffered, make, kind), _CHUNK)
    return cast("IO[bytes]", buffered)


class _Raw(io.RawIOBase):
    """Any object with `read` as a raw stream."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
