"""The paragraphs, headings and pictures of a Markdown document, and which paragraph is the caption of which picture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from captioncheck.datatypes import Passage
from captioncheck.extract.base import key, one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

_MAX_ITALIC = 600  # characters of an italic line under a picture that is still its caption
_MARKED = re.compile(r"\{:?[^{}]{0,100}\.(?:caption|figcaption|image-caption)\b[^{}]{0,100}\}\s*\Z")
_ATTRIBUTES = re.compile(r"\{:?\s*[.#][^{}]{0,200}\}|\{:?\s*[\w-]+=[^{}]{0,200}\}")
_OPENING = re.compile(r"<(?:em|i|small|sub|figcaption)\b", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:em|i|small|sub|figcaption)\b", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}(?!\w)")  # in a title, where Markdown is not read
_BETWEEN = r"[\s*_~`\[\]\\>]+"
_REACH = 100_000  # characters after a block's start in which its text is looked for


class Lines:
    """Turns offsets of a document into lines and columns, and finds texts again in it."""

    def __init__(self, document: str) -> None:
        """Note where the lines of `document` begin."""
        self.document = document
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", document))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start(self, line: int) -> int:
        """Return the offset at which a line begins; `line` counts from 0."""
        return self._starts[min(line, len(self._starts) - 1)]

    def find(self, text: str, start: int) -> int:
        """Return where `text` begins at or after `start`, whatever marks stand between its words; else `start`."""
        words = text[:60].split()[:5]
        for count in (len(words), 1):
            pattern = re.compile(_BETWEEN.join(re.escape(word) for word in words[:count]))
            found = pattern.search(self.document, start, start + _REACH) if words else None
            if found:
                return found.start()
        return start


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in Markdown."""

    reference: str
    title: str
    alt: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading: its text without pictures, its level (0: no heading), the line's offset and number."""

    text: str
    level: int
    offset: int
    line: int
    images: tuple[Image, ...] = ()
    is_caption: bool = False


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture with the text that stands for its caption: its title, the line below, or its alternative text."""

    kind: str
    text: str
    image: Image
    block: Block


def blocks_of(document: str, lines: Lines) -> Iterator[Block]:
    """Yield the blocks of a document, code left out."""
    from markdown_it import MarkdownIt

    level = 0
    for token in MarkdownIt("commonmark").enable("table").parse(document):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "inline" and token.map is not None:
            yield _block(token, level, lines.start(token.map[0]), token.map[0] + 1)
        elif token.type == "heading_close":
            level = 0


def _block(token: Token, level: int, offset: int, line: int) -> Block:
    pieces: list[str] = []
    plain: list[str] = []
    images: list[Image] = []
    depth = 0
    for child in token.children or ():
        if child.type == "image":
            title = one_line(_EMPHASIS.sub("", str(child.attrs.get("title", ""))))
            images.append(Image(str(child.attrs.get("src", "")), title, one_line(child.content)))
        elif child.type in ("em_open", "em_close"):
            depth += child.nesting
        elif child.type == "html_inline":
            depth += bool(_OPENING.match(child.content)) - bool(_CLOSING.match(child.content))
            pieces.append(" ")
        elif child.type in ("text", "code_inline", "softbreak", "hardbreak"):
            content = child.content or " "
            pieces.append(content)
            if depth <= 0:
                plain.append(content)
    text = one_line("".join(pieces))
    marked = bool(_MARKED.search(text))
    text = one_line(_ATTRIBUTES.sub("", text))
    italic = bool(text) and len(text) <= _MAX_ITALIC and not key(_ATTRIBUTES.sub("", "".join(plain)))
    return Block(text, level, offset, line, tuple(images), not level and (marked or italic))


def assign(blocks: Sequence[Block], headline: str) -> tuple[list[Pictured], list[Passage]]:
    """Return the pictures with what stands for their captions, and the passages of the body."""
    pictured: list[Pictured] = []
    passages: list[Passage] = []
    waiting: tuple[Image, Block] | None = None  # a picture alone in its paragraph whose caption may come next
    for block in blocks:
        if waiting is not None:
            image, above = waiting
            waiting = None
            if block.is_caption and not block.images:
                pictured.append(Pictured("below", block.text, image, block))
                continue
            pictured.append(Pictured("alt", image.alt, image, above))
        own = block.is_caption and len(block.images) == 1
        for image in block.images:
            if image.title:
                pictured.append(Pictured("title", image.title, image, block))
            elif own:
                pictured.append(Pictured("below", block.text, image, block))
            elif not block.text and len(block.images) == 1:
                waiting = (image, block)
            else:
                pictured.append(Pictured("alt", image.alt, image, block))
        titled = block.level == 1 and key(block.text) == key(headline)
        if block.text and not own and not titled:
            passages.append(Passage(block.text, block.line))
    if waiting is not None:
        pictured.append(Pictured("alt", waiting[0].alt, *waiting))
    return pictured, passages
