"""Where the picture of an <img> is: the attributes that name it, the largest of a set, lazy loaders' placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from captioncheck.datatypes import Picture
from captioncheck.extract.html_markup import INLINED, Element, attribute

_PLAIN = ("src", "data-src", "data-original", "data-lazy-src", "data-url", "data-image", "data-hi-res-src", "data-full")
_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_IN_SET = re.compile(r"(\S*[^,\s])(?:\s+([\d.]+)[wx])?\s*(?:,|\Z)")
_PLACEHOLDER = re.compile(
    r"(?:\A|/)(?:place-?holder|blank|spacer|transparent|loading|lazy\w*|pixel|1x1|empty|dummy|clear|gr[ea]y|default)"
    r"(?:[-_.\d][\w.-]*)?(?:\?.*)?\Z|\Aabout:",
    re.IGNORECASE,
)
_UNREADABLE = re.compile(r"image/(?:avif|heic|jxl|svg\+xml|jp2)|video/", re.IGNORECASE)
_MAX_BASE = 500


def picture_of(block: Element) -> Picture | None:
    """Return the picture of a block, by the first image in it that names a source."""
    for image in block.iter("img", "amp-img"):
        references = list(dict.fromkeys(_references(image)))
        if references:
            # What a lazy loader shows at first comes last; so does what is inlined, which is often the same.
            references.sort(key=lambda one: (one.startswith(INLINED), bool(_PLACEHOLDER.search(one))))
            base = _base(image)
            return Picture(references[0], attribute(image, "alt"), tuple(references[1:]), base)
    return None


def largest(candidates: str) -> list[str]:
    """Return the references of a `srcset`, the largest first."""
    found = [(match[1], float(match[2] or 0)) for match in _IN_SET.finditer(candidates) if _is_number(match[2])]
    return [reference for reference, _ in sorted(found, key=lambda one: -one[1])]


def _is_number(text: str | None) -> bool:
    return text is None or (text.count(".") <= 1 and text.strip(".") != "")


def _references(image: Element) -> Iterator[str]:
    for name in _PLAIN:
        value = attribute(image, name)
        if value and (value.startswith(INLINED) or not value.startswith("data:")):
            yield value
    for name in _SETS:
        yield from largest(attribute(image, name))
    # The parser takes a <source> for an element with content, so that the image may lie deeper than it is written.
    around = next((one for one in image.iterancestors() if one.tag != "source"), None)
    if around is not None and around.tag == "picture":
        for source in around.iter("source"):
            if not _UNREADABLE.search(attribute(source, "type")):
                for name in _SETS:
                    yield from largest(attribute(source, name))


def _base(image: Element) -> str:
    base = image.getroottree().getroot().find(".//base[@href]")
    href = attribute(base, "href") if base is not None else ""
    return href if len(href) <= _MAX_BASE else ""
