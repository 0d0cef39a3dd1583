"""What every reader shares: the source of bytes, the making of captions, and the guard against self-match.

A reader is a class with one method, `read(source)`, that yields articles and, for what it could not read, `Skipped`
values. It is built with the sentence encoder, which only the plain-text reader uses.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from captioncheck.datatypes import Article, Caption, Location, Passage, Picture, Skipped
from captioncheck.errors import ReaderError
from captioncheck.extract.decoding import inflate

_NO_LETTERS = re.compile(r"[\W_]+")
_HALF = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_MAX_BYTES = 256 * 2**20
_ENOUGH = 20  # letters from which a passage that stands inside a caption is a repeat, not a coincidence
_LEAD = 4_000  # characters of an article that its language is told from


@dataclass(frozen=True, slots=True)
class Source:
    """An input as found: the path as shown to the user, and how to open its bytes (each call opens anew).

    `named` says that the user named it, rather than a folder or an archive that it lies in.
    """

    path: str
    open: Callable[[], BinaryIO]
    named: bool = True

    def data(self) -> bytes:
        """Return all bytes, unpacked when they are gzip. Raises ReaderError when they cannot be read."""
        try:
            with self.open() as stream:
                data = stream.read(_MAX_BYTES + 1)
            if len(data) > _MAX_BYTES:
                raise ReaderError(
                    f"is larger than {_MAX_BYTES // 2**20} MB; only JSONL, WXR, WARC, Parquet and archives may be"
                )
            return inflate(data)
        except OSError as error:
            raise ReaderError(f"cannot be read: {error.strerror or error}") from error


class Reader(Protocol):
    """Turns one source into articles."""

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield every article of the source; what cannot be read becomes a `Skipped` with its reason."""
        ...


def one_line(text: str) -> str:
    """Return the text with every run of white space as one space, and without halves of characters.

    Escapes in JSON and YAML can give half of a surrogate pair, which nothing can be written with.
    """
    return _SPACE.sub(" ", _HALF.sub("\ufffd", text)).strip()


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
    from captioncheck.grammar.caption import parse_caption
    from captioncheck.grammar.language import detect

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
    from captioncheck.grammar.language import detect

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
    wholes: list[str] = []
    exact: dict[str, int] = {}  # letters of a text or description -> index in `kept`
    starts: dict[str, list[int]] = defaultdict(list)  # the first letters -> indexes
    for caption in captions:
        whole, core = key(caption.text), key(caption.parts.description)
        index = exact.get(whole)
        if index is None and len(core) >= _ENOUGH:
            index = exact.get(core)
        if index is None and len(whole) >= _ENOUGH:
            index = next((at for at in starts[whole[:_ENOUGH]] if _begins(whole, wholes[at])), None)
        if index is None:
            index = len(kept)
            kept.append(caption)
            wholes.append(whole)
        else:
            kept[index] = _merged(kept[index], caption, longer=len(whole) > len(wholes[index]))
            wholes[index] = max(whole, wholes[index], key=len)
        exact.setdefault(whole, index)
        if len(core) >= _ENOUGH:
            exact.setdefault(core, index)
        if len(whole) >= _ENOUGH and index not in starts[whole[:_ENOUGH]]:
            starts[whole[:_ENOUGH]].append(index)
    return tuple(kept)


def _begins(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and len(short) * 2 >= len(long)


def _merged(first: Caption, repeat: Caption, *, longer: bool) -> Caption:
    picture = first.picture or repeat.picture
    if longer and repeat.confidence >= first.confidence:
        return replace(repeat, location=first.location, picture=picture)
    return replace(first, picture=picture)


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
