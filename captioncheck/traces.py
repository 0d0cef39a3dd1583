"""What an article leaves behind for the findings that only a whole archive can give: compact, and as bytes.

A row of an archive's output says what was found; its trace says what it could be found again by.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass

_LENGTH = struct.Struct("<I")
_NUMBERS = struct.Struct("<III")


@dataclass(frozen=True, slots=True)
class PictureTrace:
    """A picture under a caption: the caption's index among the judgements, and what tells the picture again.

    `digest` is that of its bytes, `hashes` are perceptual ones, `address` is what the article calls it; `width` and
    `height` are 0 where they are not known.
    """

    caption: int
    digest: bytes = b""
    hashes: tuple[bytes, ...] = ()
    address: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Trace:
    """What is left of an article.

    `vectors` are some of its passages, headline first, `strays` the captions that are a mismatch, by their index among
    the judgements: rows in the encoder's space, a signed byte a dimension. `words` are hashes of its telling words.
    """

    vectors: tuple[bytes, ...] = ()
    words: bytes = b""
    strays: tuple[tuple[int, bytes], ...] = ()
    pictures: tuple[PictureTrace, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the trace as bytes."""
        strays = [_packed((_LENGTH.pack(caption), row)) for caption, row in self.strays]
        pictures = [
            _packed(
                (
                    _NUMBERS.pack(one.caption, one.width, one.height),
                    one.digest,
                    _packed(one.hashes),
                    one.address.encode("utf-8", "surrogatepass"),
                )
            )
            for one in self.pictures
        ]
        return _packed((_packed(self.vectors), self.words, _packed(strays), _packed(pictures)))

    @classmethod
    def from_bytes(cls, data: bytes) -> Trace:
        """Return the trace that bytes hold, an empty one for none. Raises ValueError for anything else."""
        if not data:
            return cls()
        try:
            vectors, words, strays, pictures = _unpacked(data)
            return cls(
                tuple(_unpacked(vectors)),
                words,
                tuple(_stray(one) for one in _unpacked(strays)),
                tuple(_picture(one) for one in _unpacked(pictures)),
            )
        except struct.error as error:
            raise ValueError(f"no trace of an article: {error}") from error


def _stray(data: bytes) -> tuple[int, bytes]:
    caption, row = _unpacked(data)
    return _LENGTH.unpack(caption)[0], row


def _picture(data: bytes) -> PictureTrace:
    numbers, digest, hashes, address = _unpacked(data)
    caption, width, height = _NUMBERS.unpack(numbers)
    known = address.decode("utf-8", "surrogatepass")
    return PictureTrace(caption, digest, tuple(_unpacked(hashes)), known, width, height)


def _packed(parts: Iterable[bytes]) -> bytes:
    return b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def _unpacked(data: bytes) -> list[bytes]:
    parts, at, end = [], 0, len(data)
    while at < end:
        (size,) = _LENGTH.unpack_from(data, at)
        start, at = at + 4, at + 4 + size
        if at > end:
            raise ValueError("no trace of an article: it is cut off")
        parts.append(data[start:at])
    return parts
