"""Arc XP's ANS: a story with its elements, its leading picture and its galleries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from captioncheck.datatypes import Passage
from captioncheck.extract.draft import MANY, Draft, DraftCaption
from captioncheck.extract.embedded import plain
from captioncheck.extract.json_document import JsonDocumentReader, Record, identified, many, picture_from, text

_KINDS = frozenset({"story", "gallery", "image"})
_MARKS = frozenset({"content_elements", "headlines", "promo_items", "credits", "canonical_url", "caption", "revision"})
_DATES = ("display_date", "first_publish_date", "publish_date", "created_date")
_IMAGE_DATES = ("taken_on", "created_date")
_TEXTS = frozenset({"text", "header", "quote", "raw_html", "interstitial_link"})
_DEEP = 5


class AnsReader(JsonDocumentReader):
    """Reads ANS documents."""

    name = "ANS"

    def accepts(self, record: Record) -> bool:
        """Return whether an object is an ANS story, gallery or picture."""
        return (
            text(record, "type") in _KINDS and bool(_MARKS & set(record)) and ("version" in record or "_id" in record)
        )

    def record_id(self, record: Record) -> str | None:
        """Return the document's id."""
        return identified(record, "_id", "canonical_url")

    def drafts(self, record: Record) -> Iterator[Draft]:
        """Yield the story, or what a gallery or picture says by itself."""
        language = text(record, "language") or None
        image = record.get("type") == "image"
        images = [record] if image else [*_promoted(record), *_images(record.get("content_elements"))]
        captions = [caption for one in images[:MANY] if (caption := _caption(one, language)) is not None]
        headline = text(record.get("headlines"), "basic", "web", "print")
        summary = text(record.get("description"), "basic") or text(record.get("subheadlines"), "basic")
        passages = [
            *([Passage(plain(summary))] if summary and not image else []),
            *_passages(record.get("content_elements")),
        ]
        yield Draft(
            headline=plain(headline or ("" if not image else text(record, "subtitle"))),
            passages=passages,
            captions=captions,
            dates=[(record.get(name), f"ANS {name}") for name in (_IMAGE_DATES if image else _DATES)],
            language=language,
            dateline=text(record, "location") or text(record.get("address"), "locality"),
        )


def _promoted(record: Record) -> Iterator[Record]:
    """Yield the pictures that lead to the story."""
    items = record.get("promo_items")
    for one in many(items):
        if isinstance(one, dict):
            yield from [one] if one.get("type") == "image" else _images(one.get("content_elements"))
            yield from _promoted(one)


def _images(elements: Any, depth: int = 0) -> Iterator[Record]:
    """Yield the pictures among the elements, also those of galleries."""
    for one in many(elements):
        if isinstance(one, dict) and depth < _DEEP:
            if one.get("type") == "image":
                yield one
            else:
                yield from _images(one.get("content_elements"), depth + 1)


def _passages(elements: Any, depth: int = 0) -> Iterator[Passage]:
    for one in many(elements):
        if not isinstance(one, dict) or depth >= _DEEP:
            continue
        if text(one, "type") in _TEXTS and (said := plain(text(one, "content"))):
            yield Passage(said)
        for name in ("items", "content_elements"):
            if one.get("type") not in ("image", "gallery"):
                yield from _passages(one.get(name), depth + 1)


def _caption(image: Record, language: str | None) -> DraftCaption | None:
    said = plain(text(image, "caption") or text(image, "subtitle"))
    if not said:
        return None
    reference = [one for name in ("url", "resizer_url", "canonical_url", "_id") if (one := text(image, name))]
    return DraftCaption(said, 1, _credit(image), picture_from(reference[:1], text(image, "alt_text")), language)


def _credit(image: Record) -> str:
    credits = image.get("credits")
    if not isinstance(credits, dict):
        return ""
    names = [
        [one for who in many(credits.get(field)) if (one := text(who, "name", "byline", "org"))]
        for field in ("by", "affiliation")
    ]
    return " / ".join(dict.fromkeys(part for part in (", ".join(names[0]), ", ".join(names[1])) if part))
