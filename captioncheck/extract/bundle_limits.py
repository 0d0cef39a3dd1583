"""How much of an archive is read: so many members, so many bytes, so deep; and a stream that keeps to it."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Any

from captioncheck.errors import ReaderError
from captioncheck.extract.packed import ALLOWED, RATIO

MAX_MEMBERS = 1_000_000
MAX_TOTAL = 512 * 2**30
"""Bytes that all members of an archive may unpack to, nested archives and all."""
MAX_MEMBER = 64 * 2**30
MAX_DEPTH = 3
"""Archives inside archives: the third is read, a fourth is not."""
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)


class TooMuchError(ReaderError):
    """The whole archive is more than is read: no member after this one is."""


@dataclass(slots=True)
class Budget:
    """What is left of an archive's allowance; nested archives live on that of the outermost."""

    members: int = MAX_MEMBERS
    total: int = MAX_TOTAL
    outer: Budget | None = None

    def within(self, total: int) -> Budget:
        """Return a budget for an archive inside, which may spend `total` bytes and lives on this one."""
        return Budget(self.members, min(total, self.total), self)

    def count(self) -> None:
        """Count one member. Raises TooMuchError when there are too many."""
        self.members -= 1
        if self.outer is not None:
            self.outer.count()
        if self.members < 0:
            raise TooMuchError(f"holds more than {MAX_MEMBERS:,} members; the rest is not read: unpack or split it")

    def spend(self, size: int) -> None:
        """Count unpacked bytes. Raises TooMuchError when there are too many."""
        self.total -= size
        if self.outer is not None:
            self.outer.spend(size)
        if self.total < 0:
            raise TooMuchError("unpacks to far more than its size allows; the rest is not read: unpack or split it")


class Guarded(io.RawIOBase):
    """A member's bytes, within the limits; whatever is wrong with them is a ReaderError.

    `packed` is the member's size in the archive, None where the archive is packed as a whole.
    """

    def __init__(self, stream: IO[bytes], budget: Budget, packed: int | None) -> None:
        self._stream, self._budget, self._packed = stream, budget, packed
        self._given = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end."""
        try:
            data = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise ReaderError(
                f"is broken in the archive: {' '.join(str(error).split())[:120] or 'it ends too early'}"
            ) from error
        self._given += len(data)
        self._budget.spend(len(data))
        if self._given > MAX_MEMBER:
            raise ReaderError(f"unpacks to more than {MAX_MEMBER // 2**30} GB")
        if self._packed is not None and self._given > ALLOWED and self._given > RATIO * self._packed:
            raise ReaderError(
                f"unpacks to more than {RATIO} times its size, as no text does: it is not read any further"
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the member as well."""
        self._stream.close()
        super().close()
