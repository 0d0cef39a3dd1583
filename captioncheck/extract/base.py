"""What every reader shares: the source of bytes, decoding, and the making of captions.

A reader is a class with one method, `read(source)`, that yields articles and, for what it could not read, `Skipped`
values. It is built with the sentence encoder, which only the plain-text reader uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from captioncheck.datatypes import Article, Skipped


@dataclass(frozen=True, slots=True)
class Source:
    """An input as found: the path as shown to the user, and how to open its bytes (each call opens anew)."""

    path: str
    open: Callable[[], BinaryIO]

    def data(self) -> bytes:
        """Return all bytes."""
        with self.open() as stream:
            return stream.read()


class Reader(Protocol):
    """Turns one source into articles."""

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield every article of the source; what cannot be read becomes a `Skipped` with its reason."""
        ...
