"""The article's paragraphs: by trafilatura, else by the page's own, else by JSON-LD; captions taken out first."""

from __future__ import annotations

import logging
from typing import Any

from captioncheck.datatypes import Passage
from captioncheck.extract.base import key, one_line
from captioncheck.extract.html_markup import Element, Page, text_of
from captioncheck.extract.html_meta import is_article
from captioncheck.extract.html_region import HEADINGS, Outside, Region, upwards

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "dd", "pre", "td", "div", "section", "span")
_ENOUGH = 250  # characters below which a body is not taken for the whole
_MUCH_MORE = 2  # times more text in the article's own paragraphs: trafilatura missed the body
_CLUE = 40  # letters by which a paragraph is found again in the page


def body_of(
    page: Page,
    region: Region,
    outside: Outside,
    items: list[tuple[Element, dict[str, Any]]],
    captions: list[Element],
    headline: str,
) -> tuple[Passage, ...]:
    """Return the article's passages, each with the line it starts on; the captions' elements leave the tree."""
    lines = _lines(page, region)
    first = page.line_column(page.offset(region.body))[0]
    own = _own_paragraphs(page, region, outside, set(captions))
    for element in captions:
        _remove(element)
    texts = _extracted(page)
    if _size(own) > _MUCH_MORE * _size(texts):
        texts = own
    if _size(texts) < _ENOUGH:
        texts = max(texts, _told(items), key=_size)
    title = key(headline)
    return tuple(Passage(text, lines.get(key(text)[:_CLUE], first)) for text in texts if key(text) != title)


def _size(texts: list[str]) -> int:
    return sum(map(len, texts))


def _lines(page: Page, region: Region) -> dict[str, int]:
    """Return the line of every block of text by its first letters; the article's own blocks win."""
    lines: dict[str, int] = {}
    for top in (region.body, page.root):
        for element in top.iter(*_BLOCKS):
            text = text_of(element, 4 * _CLUE)[: 2 * _CLUE]
            if text:
                clue = key(text)[:_CLUE]
                if clue not in lines:
                    lines[clue] = page.line_column(page.offset(element))[0]
    return lines


def _own_paragraphs(page: Page, region: Region, outside: Outside, captions: set[Element]) -> list[str]:
    texts = []
    for element in region.body.iter("p", "h2", "h3", "h4", "li", "blockquote"):
        if outside(element) or any(ancestor in captions or ancestor.tag == "figure" for ancestor in upwards(element)):
            continue
        if element.tag not in HEADINGS and next(element.iterchildren("p"), None) is not None:
            continue
        text = text_of(element)
        if text:
            texts.append(text)
    return texts or [text for text in [text_of(region.body)] if text]


def _extracted(page: Page) -> list[str]:
    """Return trafilatura's paragraphs; the tree is of no use afterwards."""
    import trafilatura

    # It reports on standard error what it finds no text in; here that is the caller's to say.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(page.root, include_comments=False, include_tables=False, include_images=False, fast=True)
    return [line for paragraph in (text or "").split("\n") if (line := one_line(paragraph).removeprefix("- "))]


def _told(items: list[tuple[Element, dict[str, Any]]]) -> list[str]:
    bodies = [item.get("articleBody") for _, item in items if is_article(item)]
    text = max((body for body in bodies if isinstance(body, str)), key=len, default="")
    return [line for paragraph in text.split("\n") if (line := one_line(paragraph))]


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = f"{previous.tail or ''} {element.tail}"
        else:
            parent.text = f"{parent.text or ''} {element.tail}"
    parent.remove(element)
