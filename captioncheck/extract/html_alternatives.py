"""Captions that no element shows: those of JSON-LD picture objects, and text alternatives that read like captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from captioncheck.datatypes import Picture
from captioncheck.extract.base import key, one_line
from captioncheck.extract.html_captions import Found, is_decoration
from captioncheck.extract.html_markup import Element, Page, attribute
from captioncheck.extract.html_meta import is_article, kinds
from captioncheck.extract.html_pictures import picture_of
from captioncheck.extract.html_region import Outside, Region, upwards
from captioncheck.extract.html_words import GALLERY, words_of

_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg)\b|_|^[\w-]+$|^(?:img|dsc|image|photo|foto|bild|picture)\W*\d", re.I)
_MIN_WORDS = 6
_MIN_DENSE = 12  # characters, in scripts without spaces between words
_TAGS = re.compile(r"<[^<>]{0,500}>")
ALT_CONFIDENCE = 0.5
JSON_LD_CONFIDENCE = 0.7


def json_ld_captions(items: list[tuple[Element, dict[str, Any]]], headline: str) -> Iterator[Found]:
    """Yield the captions that the page's JSON-LD gives to the article's pictures."""
    for script, item in items:
        images: list[Any] = []
        if is_article(item):
            image = item.get("image")
            images = image if isinstance(image, list) else [image]
        elif "imageobject" in kinds(item):
            images = [item]
        for image in images:
            if not isinstance(image, dict):
                continue
            text = next((image[name] for name in ("caption", "description") if isinstance(image.get(name), str)), "")
            text = one_line(_TAGS.sub(" ", text))
            source = next(
                (image[name] for name in ("contentUrl", "url", "@id") if isinstance(image.get(name), str)), ""
            )
            if reads_like_caption(text, headline):
                yield Found(text, script, script, Picture(source) if source else None)


def alt_captions(page: Page, region: Region, outside: Outside, headline: str) -> Iterator[Found]:
    """Yield the text alternatives of the article's pictures that read like captions."""
    for image in region.scope.iter("img", "amp-img"):
        if outside(image) or page.offset(image) > region.end:
            continue
        if any(ancestor.tag in ("a", "button", "noscript") for ancestor in upwards(image)):
            continue
        if is_decoration(image) or _small(image) or _in_gallery(image, region):
            continue
        text = attribute(image, "alt") or attribute(image, "title")
        picture = picture_of(image)
        if picture is not None and reads_like_caption(text, headline):
            yield Found(text, image, image, picture)


def reads_like_caption(text: str, headline: str) -> bool:
    """Return whether a text is a sentence about a picture, not a file name, a label or the headline again."""
    dense = sum(character >= "\u2e80" for character in text)
    if dense < len(text) / 3 and (len(text.split()) < _MIN_WORDS or _FILE.search(text)):
        return False
    if dense >= len(text) / 3 and len(text) < _MIN_DENSE:
        return False
    mark, title = key(text), key(headline)
    return bool(mark) and not (title and (mark in title or title in mark or _overlap(text, headline) > 0.7))


def picture_name(reference: str) -> str:
    """Return what two references to one picture have in common: the name of the file without size and extension."""
    return PurePosixPath(urlsplit(reference).path).stem.casefold() if reference else ""


def _overlap(one: str, other: str) -> float:
    words, others = set(one.casefold().split()), set(other.casefold().split())
    return len(words & others) / max(min(len(words), len(others)), 1)


def _in_gallery(image: Element, region: Region) -> bool:
    for ancestor in upwards(image.getparent(), 12):
        if ancestor is region.body or ancestor is region.scope:
            return False
        if ancestor.tag == "amp-carousel" or GALLERY.search(words_of(ancestor.get("class"))):
            return True
    return False


def _small(image: Element) -> bool:
    sizes = [value for name in ("width", "height") if (value := (image.get(name) or "").removesuffix("px")).isdigit()]
    return any(int(value) < 120 for value in sizes)
