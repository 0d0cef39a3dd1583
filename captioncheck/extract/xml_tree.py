"""XML of a feed to a tree: no entity of its own is expanded, nothing else is opened, and names lose their namespaces.

A `<!DOCTYPE nitf SYSTEM "nitf.dtd">` is allowed and not loaded; the names that HTML gives to characters are known
without it, as the news DTDs have them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from captioncheck.datatypes import Passage
from captioncheck.errors import ReaderError
from captioncheck.extract.base import one_line
from captioncheck.extract.decoding import decode
from captioncheck.extract.directives import noted
from captioncheck.extract.html import declared_encoding
from captioncheck.extract.html_markup import Element, text_of

DEFINES = re.compile(r"<!ENTITY\s", re.IGNORECASE)
"""An entity that the document defines itself: rare in news, common in attacks."""
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONE_RETURN = re.compile(r"\r(?!\n)")  # a line break in XML, which libxml2 does not count as one
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
_LONG_TEXT = re.compile(r"huge text|Buffer size limit|Excessive depth|XML_PARSE_HUGE|Resource limit", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed document: its root, and what a user should know about how it was read."""

    root: Element
    notes: tuple[str, ...] = ()


def parse(data: bytes) -> Tree:
    """Return the tree of an XML document; ReaderError says where it breaks off."""
    from lxml import etree

    decoded = decode(data, declared_encoding(data))
    text = _LONE_RETURN.sub("\n", _CONTROLS.sub(" ", _DECLARATION.sub("", decoded.text)))
    notes = [*filter(None, [decoded.note]), *noted(text, "html")]
    defines = DEFINES.search(text) is not None
    if not defines:
        text = _NAMED.sub(_character, text)
    try:
        root = _parsed(text, huge=False)
    except etree.XMLSyntaxError as error:
        # Without those limits entities may grow without bound, so that only documents without any may go without.
        if defines or not _LONG_TEXT.search(str(error)):
            raise ReaderError(broken(error)) from error
        try:
            root = _parsed(text, huge=True)
        except etree.XMLSyntaxError as again:
            raise ReaderError(broken(again)) from again
    if _without_entities(root):
        notes.append("entities that the document defines for itself are left out")
    for element in root.iter(etree.Element):
        if "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
    return Tree(root, tuple(notes))


def broken(error: Exception) -> str:
    """Return in words where a document stops being XML."""
    if "no element found" in str(error) or "Document is empty" in str(error):
        return "is no XML, or empty: there is no element in it"
    message = re.sub(r",? ?\(?(?:<string>|<file>|[^()\s]*), line \d+\)?\Z|, line \d+, column \d+.*\Z", "", str(error))
    line = getattr(error, "lineno", None)
    return f"is broken XML at line {line}: {one_line(message)[:160]}" if line else f"is broken XML: {one_line(message)}"


def line_of(element: Element) -> int:
    """Return the line that an element stands on, 1 where it is not known."""
    line = element.sourceline
    return line if isinstance(line, int) and line > 0 else 1


def below(element: Element | None, *path: str) -> Iterator[Element]:
    """Yield the elements that a path of names leads to from `element`; one name of a step may be several, by "|"."""
    if element is None:
        return
    if not path:
        yield element
        return
    names = path[0].split("|")
    for child in element:
        if isinstance(child.tag, str) and child.tag in names:
            yield from below(child, *path[1:])


def first(element: Element | None, *path: str) -> Element | None:
    """Return the first element that a path of names leads to, or None."""
    return next(below(element, *path), None)


def said(element: Element | None) -> str:
    """Return the text of an element as one line, "" for none."""
    return "" if element is None else text_of(element)


def first_text(element: Element | None, *path: str) -> str:
    """Return the first text that is not empty among the elements that a path leads to."""
    return next((text for found in below(element, *path) if (text := said(found))), "")


def texts_in(element: Element, blocks: tuple[str, ...], without: frozenset[str]) -> Iterator[Passage]:
    """Yield the text of every block in an element, in order; what stands inside an element of `without` is left out.

    A block that holds blocks is left to these.
    """
    stack = [element]
    while stack:
        here = stack.pop()
        if here is not element and here.tag in without:
            continue
        inner = [child for child in here if isinstance(child.tag, str)]
        if here.tag in blocks and not any(child.tag in blocks for one in inner for child in one.iter(*blocks)):
            if text := text_of(here):
                yield Passage(text, line_of(here))
            continue
        stack.extend(reversed(inner))


def _parsed(text: str, *, huge: bool) -> Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=huge,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        raise ReaderError("is empty: there is no element in it")
    return root


def _character(match: re.Match[str]) -> str:
    character = html5.get(f"{match[1]};")
    return match[0] if character is None else "".join(f"&#{ord(one)};" for one in character)


def _without_entities(root: Element) -> bool:
    """Take the references to entities out of a tree; return whether there were any."""
    from lxml import etree

    found = list(root.iter(etree.Entity))
    for entity in found:
        parent, previous, tail = entity.getparent(), entity.getprevious(), f" {entity.tail or ''}"
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(entity)
    return bool(found)
