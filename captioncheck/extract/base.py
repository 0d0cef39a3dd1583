"""What every reader shares: the source of bytes, the making of captions, and the guard against self-match.

A reader is a class with one method, `read(source)`, that yields articles and, for what it could not read, `Skipped`
values. It is built with the sentence encoder, which only the plain-text reader uses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from captioncheck.datatypes import Article, Caption, Location, Passage, Picture, Skipped
from captioncheck.errors import ReaderError
from captioncheck.extract.decoding import inflate
from captioncheck.grammar import parse_caption
from captioncheck.grammar.language import detect

_NO_LETTERS = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_ENOUGH = 20  # letters from which a passage that stands inside a caption is a repeat, not a coincidence
_LEAD = 4_000  # characters of an article that its language is told from


@dataclass(frozen=True, slots=True)
class Source:
    """An input as found: the path as shown to the user, and how to open its bytes (each call opens anew)."""

    path: str
    open: Callable[[], BinaryIO]

    def data(self) -> bytes:
        """Return all bytes, unpacked when they are gzip. Raises ReaderError when they cannot be read."""
        try:
            with self.open() as stream:
                return inflate(stream.read())
        except OSError as error:
            raise ReaderError(f"cannot be read: {error.strerror or error}") from error


class Reader(Protocol):
    """Turns one source into articles."""

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield every article of the source; what cannot be read becomes a `Skipped` with its reason."""
        ...


def one_line(text: str) -> str:
    """Return the text with every run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def key(text: str) -> str:
    """Return the letters and digits alone, casefolded: what two printings of one caption have in common."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def make_caption(
    text: str,
    location: Location,
    *,
    language: str | None,
    published: str | None,
    picture: Picture | None = None,
    confidence: float = 1.0,
    credit: str | None = None,
) -> Caption:
    """Return a caption with its parts; `language` is the article's, a hint only.

    `credit` is a credit that the source marks as such; it is then taken as it is instead of being guessed at.
    """
    text = one_line(text)
    own = detect(text, language)
    if credit and text.endswith(credit) and len(credit) < len(text):
        parts = parse_caption(text[: -len(credit)].rstrip(" |/–—-·"), own, published)
        parts = replace(parts, credit=f"{parts.credit} {credit}" if parts.credit else credit)
    else:
        parts = parse_caption(text, own, published)
    return Caption(text, parts, location, own, picture, confidence)


def article_language(headline: str, passages: Sequence[Passage], hint: str | None) -> str | None:
    """Return the language of an article by its words; `hint` is what the source claims."""
    lead, size = [headline], len(headline)
    for passage in passages:
        if size >= _LEAD:
            break
        lead.append(passage.text)
        size += len(passage.text)
    return detect("\n".join(lead)[:_LEAD], hint)


def without_repeats(captions: Iterable[Caption]) -> tuple[Caption, ...]:
    """Merge captions that repeat each other but for the credit, in order of the source; the longer stands for both."""
    kept: list[Caption] = []
    keys: list[tuple[str, str]] = []
    for caption in captions:
        mark = (key(caption.text), key(caption.parts.description))
        index = next((at for at, other in enumerate(keys) if _same_caption(mark, other)), None)
        if index is None:
            kept.append(caption)
            keys.append(mark)
            continue
        first = kept[index]
        if len(mark[0]) > len(keys[index][0]) and caption.confidence >= first.confidence:
            kept[index] = replace(caption, location=first.location, picture=first.picture or caption.picture)
            keys[index] = mark
        elif first.picture is None:
            kept[index] = replace(first, picture=caption.picture)
    return tuple(kept)


def _same_caption(one: tuple[str, str], other: tuple[str, str]) -> bool:
    if one[0] == other[0] or (one[1] == other[1] and len(one[1]) >= _ENOUGH):
        return True
    short, long = sorted((one[0], other[0]), key=len)
    return len(short) >= _ENOUGH and long.startswith(short) and len(short) * 2 >= len(long)


def without_captions(passages: Iterable[Passage], captions: Sequence[Caption]) -> tuple[Passage, ...]:
    """Return the passages that do not repeat a caption: such a caption would be compared with itself."""
    wholes = [key(caption.text) for caption in captions]
    cores = {mark for mark in (*wholes, *(key(caption.parts.description) for caption in captions)) if mark}
    if not cores:
        return tuple(passages)
    longest = 2 * max(len(caption.text) for caption in captions) + 60
    return tuple(
        passage for passage in passages if len(passage.text) > longest or not _repeats(key(passage.text), wholes, cores)
    )


def _repeats(mark: str, wholes: Sequence[str], cores: set[str]) -> bool:
    if mark in cores:
        return True
    if len(mark) >= _ENOUGH and any(mark in whole for whole in wholes):
        return True
    # A caption with a credit that the caption as extracted lacks.
    return any(len(core) >= _ENOUGH and mark.startswith(core) and len(mark) <= len(core) + 40 for core in cores)
