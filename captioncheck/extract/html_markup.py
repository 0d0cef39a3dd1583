"""HTML source to a tree whose elements know where they stand in the source.

lxml knows lines at best and never columns. So every start tag is given its own offset as an attribute before parsing;
the offset lets a text inside the element be found again in the source, whatever the parser mended. On the way, nesting
far beyond any real page is flattened (the parser would drop what is deeper) and pictures inlined as data are cut.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import replace
from typing import Any

from captioncheck.datatypes import Picture
from captioncheck.errors import ReaderError
from captioncheck.extract.html_words import names

Element = Any  # lxml ships no types

INLINED = "data:inlined-"
"""What stands for a picture that the page holds as data, with its number behind it."""
_MARK = "data-caption-offset"
_FLAT = "captioncheck-flat"  # an end tag that matches nothing, in the place of a tag to be dropped
_MARKED = re.compile(rf" {_MARK}=(\d+) ")
_MAX_MARKUP = 8 * 2**20  # characters without inlined pictures; long pages have one or two million
_MAX_DEPTH = 240
_CLUES = (28, 12, 5)  # characters by which a text is found again in the source
_REACH = 50_000  # characters after a start tag in which its text begins
# Comments, scripts and the like go as a whole, to the end of the page if they are never closed, so that this is linear.
_TOKEN = re.compile(
    r"<!--(?:.*?-->|.*\Z)"
    r"|(?P<raw><(?P<rawtag>script|style|textarea|template)\b)(?:.*?</(?P=rawtag)|.*\Z)"
    # WordPress's shortcode for a picture and its caption, where a page was saved before it was rendered.
    r"|\[(?P<short>/?)caption\b[^\]\n]{0,400}\]"
    r"|<(?P<close>/?)(?P<tag>[a-z][a-z0-9:-]*)",
    re.IGNORECASE | re.DOTALL,
)
_NESTING = names("div span section article center font b i em strong blockquote table ul ol figure a main")
_DATA_URI = re.compile(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=%]{200,}", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_BREAKS = names(
    "address article aside blockquote br button caption cite dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p picture section small span summary table tbody td th thead "
    "time tr ul"
)
_MUTE = names(
    "script style noscript template button svg iframe video audio select input textarea object math img amp-img picture"
)


class Page:
    """A parsed page: `root` is the tree, `source` the text that positions count in."""

    def __init__(self, source: str) -> None:
        """Parse `source`; raises ReaderError when it is too large or holds no element at all."""
        from lxml import etree
        from lxml.html import HTMLParser

        self.source = source
        self._inlined: list[str] = []
        marked = _annotated(source, self._inlined)
        # Most of what is annotated is text of ours: a mark is as long as a short tag.
        if len(marked) > 2 * _MAX_MARKUP:
            raise ReaderError(f"holds {len(source) / 2**20:.0f} MB of markup, more than any article page; split it")
        parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
        # Lone surrogates cannot be encoded, and NULs end libxml2's strings.
        data = marked.encode("utf-8", "replace").replace(b"\x00", b" ")
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReaderError(f"cannot be read as HTML: {error}") from error
        if root is None:
            raise ReaderError("is empty: there is no element in it")
        self.root: Element = root
        self._offsets: dict[Element, int] = {}
        for element in root.iter():
            offset = element.attrib.pop(_MARK, None)
            if offset is not None and offset.rstrip("/").isdigit():
                self._offsets[element] = int(offset.rstrip("/"))
        self._lines = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", source))]

    def offset(self, element: Element) -> int:
        """Return where the start tag of the element, or of the nearest enclosing one that has one, begins."""
        while element is not None:
            if element in self._offsets:
                return self._offsets[element]
            element = element.getparent()
        return 0

    def locate(self, text: str, element: Element) -> int:
        """Return the offset at which the element's `text` begins; that of its start tag when it cannot be found."""
        start = self.offset(element)
        if element.tag not in ("img", "amp-img"):  # whose text stands in an attribute
            start = max(self.source.find(">", start), start)
        literal = self.source.find(text[: _CLUES[0]], start, start + _REACH)
        if literal >= 0:
            return literal
        for size in _CLUES:
            pattern = _source_pattern(text[:size])
            found = pattern.search(self.source, start, start + _REACH) if pattern else None
            if found:
                return found.start()
        return start

    def whole(self, picture: Picture | None) -> Picture | None:
        """Return a picture with what was cut of the references that hold its data."""
        if picture is None or not any(one.startswith(INLINED) for one in (picture.reference, *picture.alternatives)):
            return picture
        others = tuple(self._uncut(one) for one in picture.alternatives)
        return replace(picture, reference=self._uncut(picture.reference), alternatives=others)

    def _uncut(self, reference: str) -> str:
        number = reference.removeprefix(INLINED)
        known = number != reference and number.isdecimal() and int(number) < len(self._inlined)
        return self._inlined[int(number)] if known else reference

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


def attribute(element: Element, name: str) -> str:
    """Return an attribute as one line of text, empty when it is missing."""
    value = element.get(name)
    return " ".join(_MARKED.sub("", value).split()) if value else ""


def text_of(element: Element, enough: int = sys.maxsize) -> str:
    """Return the visible text, one line; block elements and spans stand apart, pictures and controls are left out.

    No more is gathered once there are `enough` characters.
    """
    pieces: list[str] = []
    size = 0
    stack: list[tuple[Element, bool]] = [(element, False)]
    while stack and size < enough:
        current, leaving = stack.pop()
        muted = not isinstance(current.tag, str) or current.tag in _MUTE
        if muted or current.tag in _BREAKS:
            pieces.append(" ")
        if not leaving and (current is element or not muted):
            if current.text:
                pieces.append(current.text)
                size += len(current.text)
            stack.append((current, True))
            stack.extend((child, False) for child in reversed(current))
        elif current is not element and current.tail:
            pieces.append(current.tail)
            size += len(current.tail)
    return " ".join("".join(pieces).split())


def _annotated(source: str, inlined: list[str]) -> str:
    """Return the source with an offset in every start tag, flat where it was too deep.

    The pictures inlined as data go into `inlined`, and their numbers there stand in their place.
    """
    depth = 0

    def cut(match: re.Match[str]) -> str:
        inlined.append(match[0])
        return f"{INLINED}{len(inlined) - 1}"

    def mark(match: re.Match[str]) -> str:
        nonlocal depth
        if match["raw"]:
            raw: str = match["raw"]
            return f"{raw} {_MARK}={match.start()} {match[0][len(raw) :]}"
        if match["short"] is not None:
            return "</figure>" if match["short"] else f"<figure {_MARK}={match.start()} >"
        tag = match["tag"]
        if tag is None:
            return ""
        if match["close"] and tag.lower() in ("html", "body"):
            # The parser drops what stands after these, and templates glued together have them in the middle.
            return f"</{_FLAT}"
        if tag.lower() in _NESTING:
            if match["close"]:
                flat = depth > _MAX_DEPTH
                depth = max(depth - 1, 0)
            else:
                depth += 1
                flat = depth > _MAX_DEPTH
            if flat:
                return f"</{_FLAT}{'' if match['close'] else ' '}"
        return match[0] if match["close"] else f"{match[0]} {_MARK}={match.start()} "

    blanked = _XML_DECLARATION.sub("", source, count=1) if source[:200].lstrip().startswith("<?xml") else source
    shift = len(source) - len(blanked)
    if shift:
        blanked = " " * shift + blanked
    marked = _TOKEN.sub(mark, blanked)
    return _DATA_URI.sub(cut, marked) if "base64," in marked else marked


def _source_pattern(text: str) -> re.Pattern[str] | None:
    """Return a pattern for the first words of `text` as they may stand in the source: entities, tags, line breaks."""
    pieces = []
    for character in text.strip():
        if character.isspace():
            pieces.append(r"(?:\s|&nbsp;|&#160;|&#xa0;|<[^<>]{0,300}>){1,60}?")
        elif character.isascii() and character.isalnum():
            pieces.append(character)
        else:
            pieces.append(rf"(?:{re.escape(character)}|&#?[a-z0-9]{{1,8}};)")
    return re.compile("".join(pieces), re.IGNORECASE) if pieces else None
