"""schema.org as JSON-LD: a NewsArticle and its ImageObjects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from captioncheck.datatypes import Passage
from captioncheck.extract.draft import MANY, Draft, DraftCaption, paragraphs
from captioncheck.extract.embedded import embedded, plain
from captioncheck.extract.feed_dates import published_of
from captioncheck.extract.html_meta import is_article, kinds
from captioncheck.extract.json_document import (
    JsonDocumentReader,
    Record,
    identified,
    is_markup,
    many,
    picture_from,
    text,
)

_IMAGES = ("image", "primaryImageOfPage", "associatedMedia", "thumbnail", "photo")
_DATES = ("datePublished", "dateCreated", "uploadDate", "dateModified")
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
_MAX_NODES = 20_000


class JsonLdReader(JsonDocumentReader):
    """Reads schema.org articles."""

    name = "JSON-LD"

    def accepts(self, record: Record) -> bool:
        """Return whether an object is JSON-LD with an article or a picture in it."""
        if "@type" not in record and "@graph" not in record:
            return False
        return any(is_article(node) or _is_image(node) for node in _nodes(record))

    def drafts(self, record: Record) -> Iterator[Draft]:
        """Yield every article; of pictures without an article, one of them all."""
        nodes = _nodes(record)
        known = {name: node for node in nodes if (name := identified(node, "@id")) and len(node) > 1}
        articles = [node for node in nodes if is_article(node) and "webpage" not in kinds(node)]
        articles = articles or [node for node in nodes if is_article(node)]
        for node in articles:
            yield _draft(node, known, _images(node, known))
        if not articles:
            yield _draft(nodes[0], known, [node for node in nodes if _is_image(node)])


def _draft(node: Record, known: dict[str, Record], images: list[Record]) -> Draft:
    headline = plain(text(node, "headline", "name", "alternativeHeadline"))
    language = _language(node)
    dates: list[tuple[object, str]] = [(node.get(name), f"JSON-LD {name}") for name in _DATES]
    body = text(node, "articleBody", "text") or text(node, "description", "abstract")
    made: tuple[Any, ...] = ()
    if is_markup(body):
        inside = embedded(body, headline, published=published_of(dates)[0], language=language)
        passages, made = list(inside.passages), tuple(inside.captions)
    else:
        passages = [Passage(one.text) for one in paragraphs(body)]
    captions = [
        caption for image in images[:MANY] if (caption := _caption(image, known, language, headline)) is not None
    ]
    location = _resolved(node.get("contentLocation") or node.get("locationCreated"), known)
    return Draft(
        headline=headline,
        passages=passages,
        captions=captions,
        made=made,
        dates=dates,
        language=language,
        dateline=text(node, "dateline") or text(location, "name"),
    )


def _caption(image: Record, known: dict[str, Record], language: str | None, headline: str) -> DraftCaption | None:
    caption = image.get("caption")
    caption = text(_resolved(caption, known), "text", "description", "name") if isinstance(caption, dict) else caption
    said = plain(caption) if isinstance(caption, str) else ""
    said = said or plain(text(image, "description"))
    if not said or said == headline:
        return None
    credit = text(image, "creditText") or _name(image.get("creator") or image.get("author"), known)
    picture = picture_from(
        [one for name in ("contentUrl", "url", "@id") if (one := text(image, name)) and not one.startswith("#")][:2],
        text(image, "alternateName"),
    )
    return DraftCaption(said, 1, plain(credit), picture, _language(image) or language)


def _images(node: Record, known: dict[str, Record]) -> list[Record]:
    found = [
        one for name in _IMAGES for value in many(node.get(name)) if isinstance(one := _resolved(value, known), dict)
    ]
    return [image for image in found if _is_image(image) or "caption" in image]


def _nodes(record: Record) -> list[Any]:
    """Return the objects of a document, at any depth that JSON-LD nests articles to."""
    found: list[Any] = []
    stack: list[Any] = [record]
    while stack and len(found) < _MAX_NODES:
        one = stack.pop()
        if isinstance(one, list):
            stack.extend(reversed(one))
        elif isinstance(one, dict):
            found.append(one)
            stack.extend(one[name] for name in reversed(_NESTED) if name in one)
    return found


def _resolved(value: Any, known: dict[str, Record]) -> Any:
    """Return the object that a mere reference names, else the value."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and set(value) == {"@id"}:
        return known.get(str(value["@id"]), value)
    return value


def _name(value: Any, known: dict[str, Record]) -> str:
    value = _resolved(value, known)
    return value if isinstance(value, str) else text(value, "name")


def _is_image(node: Record) -> bool:
    return any(kind.rpartition("/")[2] in ("imageobject", "photograph") for kind in kinds(dict(node)))


def _language(node: Record) -> str | None:
    value = node.get("inLanguage")
    return value if isinstance(value, str) else text(value, "alternateName", "name") or None
