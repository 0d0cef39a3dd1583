"""Finds the captions of a page's markup: figures, caption classes, and text that stands alone with its picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from captioncheck.datatypes import Picture
from captioncheck.extract.html_markup import Element, Page, attribute, text_of
from captioncheck.extract.html_pictures import picture_of
from captioncheck.extract.html_region import HEADINGS, Outside, Region, upwards
from captioncheck.extract.html_words import (
    BYLINE,
    CAPTION,
    CONTROL_END,
    CONTROL_ONLY,
    CONTROL_START,
    CREDIT,
    DECORATION,
    NOT_CAPTION,
    VIDEO,
    names,
    words_of,
)

PICTURE_TAGS = ("img", "amp-img", "picture", "amp-carousel")
_NEVER = names(
    "figure img amp-img html body article main header table caption button label time track a h1 h2 h3 h4 input nav "
    "ul ol"
)
_NEVER_ALONE = names("ul ol table form button input select time iframe video audio blockquote")
_NEVER_A_BOX = names("body article main section header")
_MAX_ALONE = 280  # characters of a caption that no markup names
_MIN_DENSE, _MIN_WORDS, _MIN_SPOKEN = 14, 5, 3  # characters; words; words that are no names
_MAX_LINKED = 0.7  # share of a caption's text that may be a link to another page
_HIDDEN = names("noscript template")
_MAX_LENGTH = 1_500  # characters; the longest real captions have about 900
_IMAGE_LINK = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|tiff?)\b|^#|^javascript:|^$|/(?:photo|foto|image|img|gallery|galerie)s?/", re.I
)


@dataclass(frozen=True, slots=True)
class Found:
    """A caption in the markup: its text, the element, the marked credit in the text, and its picture."""

    text: str
    element: Element
    block: Element
    picture: Picture | None
    credit: str | None = None


def find_captions(page: Page, region: Region, outside: Outside) -> list[Found]:
    """Return the captions that the markup shows, in order of the source."""
    found: list[Found] = []
    taken: set[Element] = set()
    blocks: set[Element] = set()
    for element in page.root.iter("*"):
        if not _is_caption(element) or any(ancestor in taken for ancestor in upwards(element)):
            continue
        block = _block_of(element)
        if block is None or not _belongs(page, element, block, region, outside):
            continue
        taken.add(element)
        caption = _found(element, block)
        if caption is not None:
            found.append(caption)
            blocks.update(block.iter(*PICTURE_TAGS))
    crowded: set[Element] = set()
    for image in region.scope.iter("img", "amp-img"):
        if image not in blocks:
            caption = _standing_alone(page, image, region, outside, crowded)
            if caption is not None and not any(ancestor in taken for ancestor in upwards(caption.element)):
                taken.add(caption.element)
                blocks.update(caption.block.iter(*PICTURE_TAGS))
                found.append(caption)
    return sorted(found, key=lambda caption: page.offset(caption.element))


def _standing_alone(
    page: Page, image: Element, region: Region, outside: Outside, crowded: set[Element]
) -> Found | None:
    """Return the text that shares a small box with a picture and nothing else, between headline and last paragraph.

    `crowded` keeps the boxes that hold more, so that none is looked at twice.
    """
    start = page.offset(region.heading) if region.heading is not None else 0
    if not start < page.offset(image) <= region.end or is_decoration(image):
        return None
    block = None
    for ancestor in upwards(image.getparent(), 7):
        if ancestor in crowded or ancestor in (region.body, region.scope) or ancestor.tag in _NEVER_A_BOX:
            break
        if _is_crowded(ancestor):
            crowded.add(ancestor)
            break
        if text_of(ancestor):
            block = ancestor
    if block is None or not _belongs(page, block, block, region, outside):
        return None
    caption = _found(block, block)
    return caption if caption is not None and _is_sentence(caption.text, block.tag == "figure") else None


def _is_crowded(box: Element) -> bool:
    return (
        any(child.tag in HEADINGS or child.tag in _NEVER_ALONE for child in box.iter("*"))
        or any(text_of(link) for link in box.iter("a"))
        or len(text_of(box)) > _MAX_ALONE
    )


def _is_sentence(text: str, in_figure: bool) -> bool:
    """Return whether there are enough words to say something about a picture; fewer do in a <figure>."""
    if sum(character >= "\u2e80" for character in text) > len(text) / 3:
        return len(text) >= _MIN_DENSE
    words = text.split()
    spoken = sum(word[0].islower() or (not word[0].isupper() and word[0].isalpha()) for word in words)
    return len(words) >= _MIN_WORDS - 2 * in_figure and spoken >= _MIN_SPOKEN - 2 * in_figure


def is_decoration(image: Element) -> bool:
    """Return whether an image is an icon, a logo or a portrait of the author, by its class and file name."""
    name = attribute(image, "src").rsplit("?", 1)[0].rsplit("/", 1)[-1]
    return bool(DECORATION.search(words_of(image.get("class"), image.get("id"), name[:120])))


def _is_caption(element: Element) -> bool:
    if element.tag == "figcaption":
        return True
    if element.tag in _NEVER:
        return False
    if element.get("itemprop") == "caption":
        return True
    words = words_of(element.get("class"))
    return bool(CAPTION.search(words)) and not NOT_CAPTION.search(words) and not _has_picture(element)


def _has_picture(element: Element) -> bool:
    return next(element.iter(*PICTURE_TAGS), None) is not None


def _block_of(element: Element) -> Element | None:
    """Return the smallest enclosing element that holds a picture too, if it is near and holds little else."""
    above = list(upwards(element.getparent(), 6))
    figure = next((ancestor for ancestor in above if ancestor.tag == "figure"), None)
    if figure is not None:
        quoted = next(figure.iter("blockquote", "table", "pre", "code"), None) is not None
        return None if quoted and not _has_picture(figure) else figure
    for ancestor in above[:5]:
        if ancestor.tag in ("body", "html"):
            return None
        if _has_picture(ancestor):
            images = list(ancestor.iter("img", "amp-img"))
            if images and all(map(is_decoration, images)):
                return None
            own = len(text_of(element))
            return ancestor if len(text_of(ancestor)) <= 3 * own + 250 else None
    return None


def _belongs(page: Page, element: Element, block: Element, region: Region, outside: Outside) -> bool:
    """Tell an article's own picture from the teaser of another story, a menu, or a video's title."""
    above = list(upwards(element))
    scoped, inside = region.scope in above, region.body in above
    if outside(block if block.tag == "figure" else element):
        return False
    if not scoped and block.tag != "figure" and element.tag != "figcaption":
        return False
    if any(child.tag in HEADINGS for child in element.iter("*")):
        return False
    near = above[: above.index(block) + 2]
    if any(VIDEO.search(words_of(ancestor.get("class"), ancestor.get("id"))) for ancestor in near):
        return False
    if any(_leads_elsewhere(ancestor) for ancestor in above if ancestor.tag == "a"):
        return False
    if any(ancestor.tag in _HIDDEN or (ancestor.tag == "article" and _another(ancestor, region)) for ancestor in above):
        return False
    linked = sum(len(text_of(link)) for link in element.iter("a") if _leads_elsewhere(link))
    if linked > _MAX_LINKED * len(text_of(element)):
        return False
    # After the last paragraph come the teasers; only a gallery of the article itself is marked up as figures.
    return inside or page.offset(element) <= region.end or (element.tag == "figcaption" and scoped)


def _leads_elsewhere(link: Element) -> bool:
    """Return whether a link opens another page, not the picture itself."""
    return not _IMAGE_LINK.search(attribute(link, "href"))


def _another(article: Element, region: Region) -> bool:
    """Return whether an <article> is neither around the body nor inside it."""
    return article not in set(upwards(region.body)) and region.body not in set(upwards(article))


def _found(element: Element, block: Element) -> Found | None:
    credits = [child for child in element.iter("*") if child is not element and _is_credit(child)]
    text = CONTROL_START.sub("", CONTROL_END.sub("", text_of(element)))
    if CONTROL_ONLY.match(text) or BYLINE.match(text) or len(text) > _MAX_LENGTH:
        return None
    credit = text_of(credits[-1]) if credits else ""
    return Found(text, element, block, picture_of(block), credit or None)


def _is_credit(element: Element) -> bool:
    return bool(CREDIT.search(words_of(element.get("class"), element.get("itemprop"))))
