"""Markdown: front matter, titled pictures, figure shortcodes, raw HTML figures, italic lines under pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from captioncheck.datatypes import Article, Location, Picture, Skipped, TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import (
    Source,
    article_language,
    make_caption,
    without_captions,
    without_repeats,
)
from captioncheck.extract.decoding import Decoded, decode
from captioncheck.extract.directives import REMARK, noted
from captioncheck.extract.html_alternatives import ALT_CONFIDENCE, reads_like_caption
from captioncheck.extract.html_captions import find_captions
from captioncheck.extract.html_markup import Page
from captioncheck.extract.html_region import Outside, region_of
from captioncheck.extract.markdown_blocks import Lines, Pictured, assign, blocks_of
from captioncheck.extract.markdown_matter import Matter, read_matter
from captioncheck.extract.markdown_shortcodes import Shortcode, shortcodes

_MAX_SIZE = 4 * 2**20  # characters
_BELOW_CONFIDENCE = 0.9
_CODE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--(?:.*?-->|.*\Z)", re.DOTALL)
_NOT_BREAK = re.compile(r"[^\r\n]")


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    offset: int
    image: str | Picture = ""
    alt: str = ""
    credit: str = ""
    confidence: float = 1.0


class MarkdownReader:
    """Reads one article from a Markdown file."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield the document's article, or a `Skipped` that says why there is none."""
        try:
            yield article_of(decode(source.data()), source.path)
        except ReaderError as error:
            yield Skipped(Location(source.path), str(error))


def article_of(decoded: Decoded, path: str) -> Article:
    """Return the article of a Markdown document; raises ReaderError when there is none in it."""
    document = decoded.text
    if len(document) > _MAX_SIZE:
        raise ReaderError(f"is {len(document) / 2**20:.0f} MB of Markdown, more than any article; split it")
    matter = read_matter(document)
    lines = Lines(document)
    written = _blank_text(document[: matter.length]) + document[matter.length :]
    body = REMARK.sub(_blank, _COMMENT.sub(_blank, written))
    coded, figures, plain = shortcodes(_CODE.sub(_blank, body))
    blocks = list(blocks_of(_without_indents(plain, written), lines))
    headline = matter.text("title", "headline") or next((block.text for block in blocks if block.level == 1), "")
    headline = headline or next((block.text for block in blocks if block.level), "")
    pictured, passages = assign(blocks, headline)
    found = list(_from_matter(matter, lines))
    found += [item for code in coded for item in _from_shortcode(code, headline)]
    found += [item for offset, figure in figures for item in _from_figure(figure, offset)]
    found += [item for picture in pictured for item in _from_pictured(picture, lines, headline)]
    language = article_language(headline, passages, matter.language)
    captions = without_repeats(
        make_caption(
            item.text,
            Location(path, *lines.position(item.offset)),
            language=language,
            published=matter.published,
            picture=_picture(item),
            confidence=item.confidence,
            credit=item.credit or None,
        )
        for item in sorted(found, key=lambda item: item.offset)
    )
    kept = without_captions(passages, captions)
    if not headline and not kept and not captions:
        raise ReaderError("holds no article: no headline, no paragraph, no caption")
    return Article(
        location=Location(path),
        headline=headline,
        passages=kept,
        captions=captions,
        published=matter.published,
        language=language,
        notes=tuple(note for note in (decoded.note, matter.note, *noted(document, "markdown")) if note),
        published_from=matter.published_from,
    )


def _picture(item: _Found) -> Picture | None:
    if isinstance(item.image, Picture):
        return item.image
    return Picture(item.image, item.alt) if item.image else None


def _from_matter(matter: Matter, lines: Lines) -> Iterator[_Found]:
    for caption in matter.captions():
        credit = caption.credit if caption.credit not in caption.text else ""
        text = f"{caption.text} {credit}".strip()
        yield _Found(text, lines.find(caption.text, 0), caption.image, caption.alt, credit)


def _from_shortcode(code: Shortcode, headline: str) -> Iterator[_Found]:
    if not code.is_alt:
        yield _Found(code.text, code.offset, code.image, code.alt, code.credit)
    elif reads_like_caption(code.text, headline):
        yield _Found(code.text, code.offset, code.image, code.alt, confidence=ALT_CONFIDENCE)


def _from_figure(figure: str, offset: int) -> Iterator[_Found]:
    page = Page(figure)
    outside = Outside(page)
    for caption in find_captions(page, region_of(page, outside), outside):
        at = offset + page.locate(caption.text, caption.element)
        yield _Found(caption.text, at, page.whole(caption.picture) or "", "", caption.credit or "")


def _from_pictured(picture: Pictured, lines: Lines, headline: str) -> Iterator[_Found]:
    if picture.kind == "alt" and not reads_like_caption(picture.text, headline):
        return
    confidence = {"title": 1.0, "below": _BELOW_CONFIDENCE, "alt": ALT_CONFIDENCE}[picture.kind]
    image = picture.image
    yield _Found(
        picture.text, lines.find(picture.text, picture.block.offset), image.reference, image.alt, "", confidence
    )


def _without_indents(plain: str, written: str) -> str:
    """Return the text without the blanks that a comment has left before a line's first word: they would make it code.

    Only lines count in the blocks, so that what follows may move within its line.
    """
    pieces: list[str] = []
    kept = seen = start = 0
    dirty = False
    for match in _COMMENT.finditer(written):
        between = plain[seen : match.end()]
        broken = max(between.rfind("\n"), between.rfind("\r"))
        if broken >= 0:
            start, dirty = seen + broken + 1, False
        dirty = dirty or bool(plain[max(start, seen) : match.end()].strip())
        seen = match.end()
        if not dirty:
            pieces.append(plain[kept : max(kept, start)])
            kept = seen
    return "".join((*pieces, plain[kept:]))


def _blank(match: re.Match[str]) -> str:
    return _blank_text(match[0])


def _blank_text(text: str) -> str:
    """Return the text with every character but line breaks as a space, so that positions stay."""
    return _NOT_BREAK.sub(" ", text)
