"""Whether two articles are printings of one text: such a pair is no re-pairing."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from captioncheck.datatypes import Article
from captioncheck.extract.base import key

_LENGTH = 16
"""Letters of a shingle."""
_KEPT = 8
"""One shingle in so many is kept, by its own checksum, so that both articles keep the same ones."""
NEAR = 0.3
"""Share of the shorter article's shingles from which two count as one; others share a footer and a phrase or two."""


@dataclass(frozen=True, slots=True)
class Print:
    """An article's letters (headline, body and captions), and what its body is recognised by."""

    letters: str
    shingles: frozenset[int]

    @classmethod
    def of(cls, article: Article) -> Print:
        """Read an article once."""
        body = key("".join((article.headline, *(passage.text for passage in article.passages))))
        captions = "".join(key(caption.text) for caption in article.captions)
        marks = (crc32(body[i : i + _LENGTH].encode()) for i in range(len(body) - _LENGTH + 1))
        return cls(f"{body} {captions}", frozenset(mark for mark in marks if mark % _KEPT == 0))

    def near(self, other: Print) -> bool:
        """Return whether the two are near-duplicates."""
        least = min(len(self.shingles), len(other.shingles))
        return len(self.shingles & other.shingles) > NEAR * least

    def has(self, caption: str) -> bool:
        """Return whether a caption's text stands anywhere in the article."""
        letters = key(caption)
        return not letters or letters in self.letters
