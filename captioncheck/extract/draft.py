"""An article as a feed gives it, and the making of an `Article` of it: what all newsroom formats share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from captioncheck.datatypes import Article, Caption, Location, Passage, Picture, Skipped, Status
from captioncheck.errors import ReaderError
from captioncheck.extract.base import (
    Source,
    article_language,
    key,
    make_caption,
    one_line,
    without_captions,
    without_repeats,
)
from captioncheck.extract.feed_dates import published_of

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?=[-_]|\Z)")
# UTF-8 read as Latin-1 or Windows-1252 and written again: "â€™" for an apostrophe, "Ã©" for an é.
_MOJIBAKE = re.compile("[ÃÂâ][\x80-\x9f]|Ã[\xa0-\xbf]|â€[™œ\x9d“”¦˜¢]|Ã[€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ](?=[^\\W\\d_])")
_NO_ARTICLE = "holds no article: no headline, no paragraph, no caption"
MANY = 2_000
"""Captions of one article that are read; a feed with more holds something else."""


@dataclass(frozen=True, slots=True)
class DraftCaption:
    """One caption as the source gives it: `credit` is what the source marks as such, `line` where the text stands."""

    text: str
    line: int = 1
    credit: str = ""
    picture: Picture | None = None
    language: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as the source gives it.

    `dates` are what the source says of its day of publication, the most trusted first, each with where it stands;
    `dateline` is the place that the report is from, as written. `made` are captions that another reader has made.
    """

    headline: str = ""
    passages: Sequence[Passage] = ()
    captions: Sequence[DraftCaption] = ()
    made: Sequence[Caption] = ()
    dates: Sequence[tuple[object, str]] = ()
    language: str | None = None
    dateline: str = ""
    notes: Sequence[str] = ()


def article_from(draft: Draft, where: Location) -> Article:
    """Return the article of a draft; raises ReaderError when there is none in it."""
    headline = one_line(draft.headline)
    published, published_from, late = published_of(draft.dates)
    passages = [passage for passage in draft.passages if key(passage.text) and key(passage.text) != key(headline)]
    passages = _with_dateline(passages, one_line(draft.dateline), where.line)
    language = article_language(headline, passages, language_code(draft.language))
    ready = [
        replace(caption, location=replace(caption.location, path=where.path, record=where.record))
        for caption in draft.made[:MANY]
    ]
    captions = without_repeats(
        [*ready, *(_caption(one, where, language, published) for one in _said(draft.captions[:MANY]))]
    )
    if not headline and not passages and not captions:
        raise ReaderError(_NO_ARTICLE)
    article = Article(
        location=where,
        headline=headline,
        passages=without_captions(passages, captions),
        captions=tuple(sorted(captions, key=lambda caption: (caption.location.line, caption.location.column))),
        published=published,
        language=language,
        notes=tuple(note for note in (*draft.notes, late) if note),
        published_from=published_from,
    )
    return replace(article, notes=(*article.notes, *_damage(article)))


def article_or_reason(draft: Draft, where: Location) -> Article | Skipped:
    """Return the article of a draft, or a `Skipped` that says why there is none."""
    try:
        return article_from(draft, where)
    except ReaderError as error:
        return Skipped(where, str(error))


def not_this(source: Source, reason: str) -> Skipped:
    """Return what becomes of an input in another format: an error where the user named it, else skipped."""
    return Skipped(Location(source.path), reason, Status.ERROR if source.named else Status.SKIPPED)


def language_code(claim: str | None) -> str | None:
    """Return the two or three letters that a claimed language begins with, or None."""
    match = _LANGUAGE.match(claim.strip()) if claim else None
    return match[0].lower() if match else None


def paragraphs(text: str, line: int = 1) -> Iterator[Passage]:
    """Yield the lines of a plain text that say something, each with its line when `text` starts at `line`."""
    for number, part in enumerate(re.split(r"\r\n|\r|\n", text)):
        if said := one_line(part):
            yield Passage(said, line + number)


def _said(captions: Iterable[DraftCaption]) -> Iterator[DraftCaption]:
    return (caption for caption in captions if key(caption.text))


def _caption(draft: DraftCaption, where: Location, language: str | None, published: str | None) -> Caption:
    text, credit = one_line(draft.text), one_line(draft.credit)
    if credit and key(credit) not in key(text):
        text = f"{text} {credit}"
    return make_caption(
        text,
        replace(where, line=draft.line, column=1),
        language=language_code(draft.language) or language,
        published=published,
        picture=draft.picture,
        confidence=draft.confidence,
        credit=credit or None,
    )


def _with_dateline(passages: list[Passage], dateline: str, line: int) -> list[Passage]:
    """Return the passages with the dateline before them, unless the report begins with it."""
    mark = key(re.split(r"[,(–—]| - ", dateline)[0])
    if not mark or (passages and mark in key(passages[0].text[: len(dateline) + 80])):
        return passages
    return [Passage(dateline, passages[0].line if passages else line), *passages]


def _damage(article: Article) -> Iterator[str]:
    """Yield what is wrong with an article's characters. Nothing is mended: what was printed is what is checked."""
    texts = [article.headline, *(p.text for p in article.passages), *(c.text for c in article.captions)]
    found = next((match for text in texts if (match := _MOJIBAKE.search(text))), None)
    if found is not None:
        start = max(found.start() - 12, 0)
        shown = found.string[start : found.end() + 8].strip()
        yield f"holds characters that were encoded twice ('…{shown}…'); words that they stand in cannot be compared"
    if any("\ufffd" in text for text in texts):
        yield "some characters could not be read and stand as '\ufffd'"
