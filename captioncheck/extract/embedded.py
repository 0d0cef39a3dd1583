"""HTML inside a feed's record: read as a page would be, with the headline, day and language that the feed gives."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from captioncheck.datatypes import Caption, Location, Passage
from captioncheck.errors import ReaderError
from captioncheck.extract.base import one_line
from captioncheck.extract.decoding import Decoded
from captioncheck.extract.html import article_of

MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_BREAK = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|th|blockquote|figure|figcaption|section)\b[^<>]{0,2000}>", re.I
)
_WHOLE = re.compile(r"\A\s*(?:<!doctype[^>]*>\s*)?<(?:html|body)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"(?<=\n)[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Embedded:
    """What stood in a piece of HTML: paragraphs and captions, each with its line in the source."""

    passages: Sequence[Passage] = ()
    captions: Sequence[Caption] = ()


def embedded(
    fragment: str,
    headline: str,
    *,
    line: int | None = None,
    exact: bool = False,
    published: str | None = None,
    language: str | None = None,
) -> Embedded:
    """Return what a piece of HTML holds; nothing, where nothing is in it.

    `line` is where it begins in the source, None where it has no lines there (a JSON string); `exact` says that it
    stands there as it is, so that columns count too.
    """
    if not fragment.strip():
        return Embedded()
    if not re.search(r"<p\b|</p>", fragment, re.IGNORECASE):
        # As WordPress stores it: a blank line begins a paragraph.
        fragment = "<p>" + _BLANK_LINES.sub("\n</p><p>", fragment) + "</p>"
    lead = "" if _WHOLE.match(fragment) else _lead(headline, published, language)
    tail = "</article></body></html>" if lead else ""
    try:
        page = article_of(Decoded(lead + fragment + tail, "utf-8"), "")
    except ReaderError:
        return Embedded()
    return Embedded(
        tuple(replace(passage, line=1 if line is None else passage.line + line - 1) for passage in page.passages),
        tuple(
            replace(caption, location=_moved(caption.location, line, len(lead), exact=exact))
            for caption in page.captions
        ),
    )


def plain(fragment: str) -> str:
    """Return a short piece of HTML as one line of text."""
    if "<" in fragment or "&" in fragment:
        fragment = html.unescape(MARKUP.sub("", _BREAK.sub(" ", fragment)))
    return one_line(fragment)


def _lead(headline: str, published: str | None, language: str | None) -> str:
    """Return the head of a page, on one line, so that lines stay what they are."""
    title = html.escape(one_line(headline))
    lang = f' lang="{html.escape(language)}"' if language else ""
    day = f'<meta name="date" content="{published}">' if published else ""
    return f"<html{lang}><head><title>{title}</title>{day}</head><body><article><h1>{title}</h1>"


def _moved(where: Location, line: int | None, lead: int, *, exact: bool) -> Location:
    if line is None:
        return replace(where, line=1, column=1)
    if not exact:
        return replace(where, line=where.line + line - 1, column=1)
    column = max(where.column - lead, 1) if where.line == 1 else where.column
    return replace(where, line=where.line + line - 1, column=column)
