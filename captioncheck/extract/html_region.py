"""Where on a page the article stands: its headline, the element that holds its paragraphs, and where those end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from captioncheck.extract.html_markup import Element, Page, text_of
from captioncheck.extract.html_words import OUTSIDE, OUTSIDE_TAGS, words_of

_MIN_PARAGRAPH = 60  # characters from which a paragraph speaks for the element that it stands in
_MIN_DENSE = 25  # the same for scripts that need few characters
_MOST = 0.6  # share of the parent's running text that a child must hold to be the way down
_HEADED = 0.2  # the same for a child with the main heading
_MIN_TITLE = 3  # words
_WORD = re.compile(r"\w+")
_LARGE = 0.4  # share of the page's running text
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Region:
    """The article's place: `body` holds its paragraphs, `scope` also its headline; `end` is an offset."""

    body: Element
    scope: Element
    heading: Element | None
    end: int


def region_of(page: Page, outside: Outside) -> Region:
    """Return where the article stands; the whole page when nothing stands out.

    The body is found from the top: as long as one child holds most of the running text, or the main heading and a good
    part of it, the article is inside it.
    """
    paragraphs = [element for element in outside.paragraphs if not outside(element)]
    shares = _shares(paragraphs)
    body = page.root
    above = _above_heading(page)
    while True:
        headed = next((child for child in body if child in above), None)
        if headed is not None and shares.get(headed, 0) >= _HEADED * shares.get(body, 1):
            body = headed
            continue
        heaviest = max(body, key=lambda child: shares.get(child, 0), default=None)
        if heaviest is None or shares.get(heaviest, 0) < _MOST * shares.get(body, 1):
            break
        if heaviest in paragraphs:
            break
        body = heaviest
    heading = _heading(page, body)
    scope = body
    if heading is not None:
        above = set(upwards(heading))
        scope = next((ancestor for ancestor in upwards(body) if ancestor in above), page.root)
    inside = [page.offset(paragraph) for paragraph in paragraphs if body in set(upwards(paragraph))]
    return Region(body, scope, heading, max(inside, default=len(page.source)))


def _shares(paragraphs: list[Element]) -> dict[Element, int]:
    """Return how many characters of running text every element holds."""
    shares: dict[Element, int] = defaultdict(int)
    for element in paragraphs:
        size = min(len(text_of(element)), 600)
        for ancestor in upwards(element):
            shares[ancestor] += size
    return shares


def upwards(element: Element, levels: int = 300) -> Iterator[Element]:
    """Yield the element and its ancestors, innermost first, at most `levels` of them."""
    while element is not None and levels:
        yield element
        element = element.getparent()
        levels -= 1


class Outside:
    """Remembers which elements stand in a region that is no part of the article: menus, teasers, comments.

    An element that holds a main heading or much of the page's text is never such a region, whatever it is called:
    sites name their outermost boxes "has-sidebar" and the like.
    """

    def __init__(self, page: Page) -> None:
        """Look at the page's paragraphs, which `paragraphs` keeps."""
        self.paragraphs = [
            element for element in page.root.iter("p", "div", "section", "span") if _is_paragraph(element)
        ]
        self._known: dict[Element, bool] = {}
        self._large: set[Element] = set()
        shares = _shares(self.paragraphs)
        whole = shares.get(page.root, 0)
        self._large.update(element for element, size in shares.items() if size > _LARGE * whole)
        for heading in page.root.iter("h1"):
            if text_of(heading):
                self._large.update(upwards(heading.getparent()))

    def __call__(self, element: Element) -> bool:
        """Return whether the element stands in such a region."""
        chain = []
        verdict = False
        for ancestor in upwards(element):
            known = self._known.get(ancestor)
            if known is not None:
                verdict = known
                break
            chain.append(ancestor)
        for ancestor in reversed(chain):
            verdict = verdict or (ancestor not in self._large and _opens_outside(ancestor))
            self._known[ancestor] = verdict
        return verdict


def _opens_outside(element: Element) -> bool:
    if element.tag in OUTSIDE_TAGS:
        return True
    if element.tag in ("html", "body", "main"):
        return False
    return bool(OUTSIDE.search(words_of(element.get("class"), element.get("id"))))


def _is_paragraph(element: Element) -> bool:
    own = element.text or ""
    if element.tag != "p" and len(own.strip()) < _MIN_DENSE:
        return False
    text = text_of(element)
    dense = sum(character >= "\u2e80" for character in text) > len(text) / 3
    if len(text) < (_MIN_DENSE if dense else _MIN_PARAGRAPH):
        return False
    linked = sum(len(text_of(link)) for link in element.iter("a"))
    return linked < len(text) / 2 and not any(
        a.tag in ("figure", "figcaption", "a", "noscript") for a in upwards(element, 6)
    )


def _above_heading(page: Page) -> set[Element]:
    """Return the elements that hold the one h1 that the page's title speaks of; none when that is not clear."""
    title = {word for element in page.root.iter("title") for word in _WORD.findall(text_of(element).casefold())}
    agreeing = []
    for heading in page.root.iter("h1"):
        words = set(_WORD.findall(text_of(heading).casefold()))
        if len(words) >= _MIN_TITLE and len(words & title) >= len(words) / 2:
            agreeing.append(heading)
    return set(upwards(agreeing[0])) if len(agreeing) == 1 else set()


def _heading(page: Page, body: Element) -> Element | None:
    """Return the page's main heading: the last h1 with words that begins before the body's text, else the first."""
    headings = [heading for heading in page.root.iter("h1") if text_of(heading)]
    if not headings:
        return None
    inside = [heading for heading in headings if body in set(upwards(heading))]
    before = [heading for heading in headings if page.offset(heading) <= page.offset(body)]
    return (inside[:1] or before[-1:] or headings[:1])[0]
