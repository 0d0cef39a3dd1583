"""HTML pages: one article a page, with the captions that its markup shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from captioncheck.datatypes import Article, Caption, Location, Skipped, TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import (
    Source,
    article_language,
    key,
    make_caption,
    without_captions,
    without_repeats,
)
from captioncheck.extract.decoding import Decoded, decode
from captioncheck.extract.directives import noted
from captioncheck.extract.draft import not_this
from captioncheck.extract.html_alternatives import (
    ALT_CONFIDENCE,
    JSON_LD_CONFIDENCE,
    alt_captions,
    json_ld_captions,
    picture_name,
)
from captioncheck.extract.html_body import body_of
from captioncheck.extract.html_captions import Found, find_captions
from captioncheck.extract.html_markup import Element, Page
from captioncheck.extract.html_meta import headline_of, json_ld, language_hint, published_of
from captioncheck.extract.html_region import Outside, Region, region_of
from captioncheck.extract.own import PAGE, is_own_page

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']?([\w.:-]{2,40})|<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)


class HtmlReader:
    """Reads one article from an HTML page."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield the page's article, or a `Skipped` that says why there is none."""
        try:
            data = source.data()
            if is_own_page(data):
                yield not_this(source, PAGE)
                return
            yield article_of(decode(data, declared_encoding(data)), source.path)
        except ReaderError as error:
            yield Skipped(Location(source.path), str(error))


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page names for itself in its first bytes."""
    match = _DECLARED.search(data[:4096])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def article_of(decoded: Decoded, path: str) -> Article:
    """Return the article of a page; raises ReaderError when there is no text in it."""
    page = Page(decoded.text)
    outside = Outside(page)
    region = region_of(page, outside)
    items = json_ld(page)
    headline = headline_of(page, region.heading, items)
    published, published_from = published_of(page, items, region.scope)
    shown = find_captions(page, region, outside)
    found = [(caption, 1.0) for caption in {key(caption.text): caption for caption in reversed(shown)}.values()][::-1]
    found += _hidden(page, region, outside, headline, items, shown)
    locations = [_place(page, caption, path) for caption, _ in found]
    passages = body_of(page, region, outside, items, [caption.element for caption in shown], headline)
    language = article_language(headline, passages, language_hint(page))
    captions = without_repeats(
        make_caption(
            caption.text,
            location,
            language=language,
            published=published,
            picture=page.whole(caption.picture),
            confidence=confidence,
            credit=caption.credit,
        )
        for (caption, confidence), location in zip(found, locations, strict=True)
    )
    kept = tuple(caption for caption in captions if _says_something(caption))
    passages = without_captions(passages, captions)
    if not headline and not passages and not kept:
        raise ReaderError("holds no article: no headline, no paragraph, no caption")
    return Article(
        location=Location(path),
        headline=headline,
        passages=passages,
        captions=tuple(sorted(kept, key=lambda caption: (caption.location.line, caption.location.column))),
        published=published,
        language=language,
        notes=tuple(note for note in (decoded.note, *noted(decoded.text, "html")) if note),
        published_from=published_from,
    )


def _hidden(
    page: Page,
    region: Region,
    outside: Outside,
    headline: str,
    items: list[tuple[Element, dict[str, Any]]],
    shown: list[Found],
) -> list[tuple[Found, float]]:
    """Return the captions that no element shows, each with its confidence; none where the page shows captions.

    A page that prints captions prints all that it means to; its other alternative texts describe, for who cannot see.
    """
    if shown:
        return []
    found: list[tuple[Found, float]] = []
    marks: set[str] = set()
    names: set[str] = set()
    hidden = [(caption, JSON_LD_CONFIDENCE) for caption in json_ld_captions(items, headline)]
    hidden += [(caption, ALT_CONFIDENCE) for caption in alt_captions(page, region, outside, headline)]
    for caption, confidence in hidden:
        mark = key(caption.text)
        name = picture_name(caption.picture.reference) if caption.picture else ""
        if mark not in marks and name not in names:
            found.append((caption, confidence))
        marks.add(mark)
        if name:
            names.add(name)
    return found


def _place(page: Page, caption: Found, path: str) -> Location:
    line, column = page.line_column(page.locate(caption.text, caption.element))
    return Location(path, line, column)


def _says_something(caption: Caption) -> bool:
    """Return whether a caption is more than a credit."""
    return len(key(caption.parts.description)) > 2
