"""Shortcodes and raw markup in Markdown that hold captions: Hugo, Jekyll, WordPress, and figures as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Bounded, so that a page full of openings without ends costs no more than its length.
_SHORTCODE = re.compile(r"\{\{[<%]\s*(?P<name>/?[\w./-]+)(?P<inside>[^{}]{0,4000}?)/?\s*[%>]\}\}")
_LIQUID = re.compile(r"\{%-?\s*(?P<name>include|render|figure|image|img|picture)\b(?P<inside>[^{}]{0,4000}?)-?%\}")
_OTHER_LIQUID = re.compile(r"\{%[^{}]{0,4000}?%\}|\{\{[^{}]{0,4000}?\}\}")
_ATTRIBUTE = re.compile(
    r"(?P<name>[\w-]+)\s*[=:]\s*(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|“(?P<curly>[^”]*)”|'(?P<single>(?:[^'\\]|\\.)*)'|"
    r"`(?P<raw>[^`]*)`|(?P<bare>[^\s\"'`]+))"
)
_WORDPRESS = re.compile(
    r"\[caption\b(?P<inside>[^\]\n]{0,400})\](?P<content>(?:(?!\[caption\b).){0,4000}?)\[/caption\]", re.DOTALL
)
_FIGURE = re.compile(r"<figure\b(?:(?!<figure\b).){0,20000}?</figure\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_IMAGE = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\"'\\])")
_KEEP = re.compile(r"[^\r\n]")


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A caption in a shortcode: the text with its credit, the credit alone, the picture, and the text's offset."""

    text: str
    offset: int
    credit: str = ""
    image: str = ""
    alt: str = ""
    is_alt: bool = False


def shortcodes(document: str) -> tuple[list[Shortcode], list[tuple[int, str]], str]:
    """Return the captions in shortcodes, the raw HTML figures with their offsets, and the document without both.

    What is taken out is blanked, so that every line and column of the rest stays where it was.
    """
    found: list[Shortcode] = []
    figures = [(match.start(), match[0]) for match in _FIGURE.finditer(document)]
    for match in (*_SHORTCODE.finditer(document), *_LIQUID.finditer(document)):
        found.extend(_from_attributes(match["inside"], match.start("inside")))
    for match in _WORDPRESS.finditer(document):
        found.extend(_from_wordpress(match))
    for pattern in (_FIGURE, _WORDPRESS, _SHORTCODE, _LIQUID, _OTHER_LIQUID):
        document = pattern.sub(_blank, document)
    return found, figures, document


def _from_attributes(inside: str, offset: int) -> Iterator[Shortcode]:
    values: dict[str, tuple[str, int]] = {}
    for match in _ATTRIBUTE.finditer(inside):
        kind = match.lastgroup or "bare"
        text = _ESCAPE.sub(r"\1", match[kind]) if kind in ("double", "single") else match[kind]
        values.setdefault(match["name"].lower(), (_plain(text), offset + match.start(kind)))
    nothing = ("", offset)
    alt = values.get("alt", nothing)
    caption = next((values[name] for name in ("caption", "title") if values.get(name, nothing)[0]), None)
    image = next(
        (values[name][0] for name in ("src", "link", "url", "image", "image_path", "path") if name in values), ""
    )
    credit = next((values[name][0] for name in ("attr", "credit", "attribution", "photographer") if name in values), "")
    if caption is not None and ("caption" in values or image):
        text = f"{caption[0]} {credit}".strip() if credit not in caption[0] else caption[0]
        yield Shortcode(text, caption[1], credit, image, alt[0])
    elif alt[0] and image:
        yield Shortcode(alt[0], alt[1], "", image, alt[0], is_alt=True)


def _from_wordpress(match: re.Match[str]) -> Iterator[Shortcode]:
    image = _IMAGE.search(match["content"])
    attributes = {
        found["name"].lower(): found["double"] or found["single"] or ""
        for found in _ATTRIBUTE.finditer(image[0] if image else "")
    }
    start = match.start("content") + (image.end() if image else 0)
    raw = match["content"][image.end() if image else 0 :]
    text = _plain(raw)
    if text:
        lead = len(raw) - len(_TAG.sub(lambda tag: " " * len(tag[0]), raw).lstrip())
        yield Shortcode(text, start + lead, "", attributes.get("src", ""), attributes.get("alt", ""))
    else:
        yield from _from_attributes(match["inside"], match.start("inside"))


def _plain(text: str) -> str:
    """Return the text without tags and without Markdown's links and emphasis."""
    text = re.sub(r"\[([^\[\]]*)\]\([^()\s]*\)", r"\1", _TAG.sub(" ", text))
    return " ".join(re.sub(r"(?<!\w)[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}(?!\w)", "", text).split())


def _blank(match: re.Match[str]) -> str:
    return _KEEP.sub(" ", match[0])
