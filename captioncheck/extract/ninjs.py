"""ninjs 1, 2 and 3: news in JSON, with the pictures of an article as its associations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from captioncheck.datatypes import Caption, Passage, Picture
from captioncheck.extract.base import one_line
from captioncheck.extract.draft import MANY, Draft, DraftCaption, paragraphs
from captioncheck.extract.embedded import embedded, plain
from captioncheck.extract.feed_dates import published_of
from captioncheck.extract.json_document import JsonDocumentReader, Record, is_markup, many, picture_from, text

_OWN = frozenset(
    {"headline", "headlines", "body_text", "body_xhtml", "body_html", "bodies", "description_text", "descriptions"}
    | {
        "versioncreated",
        "versionCreated",
        "contentCreated",
        "firstcreated",
        "firstCreated",
        "associations",
        "renditions",
    }
)
_PICTURES = ("picture", "photo", "image", "graphic")
_DATES = ("contentCreated", "contentcreated", "firstcreated", "firstCreated", "versioncreated", "versionCreated")
_ALT = ("alttext", "altText", "body_alt", "alt_text")
_DEEP = 6
_UNSAFE = re.compile(r"<(?:[A-Z]{2,}|\?xml)")  # an agency's own SGML or XML among the bodies


class NinjsReader(JsonDocumentReader):
    """Reads ninjs."""

    name = "ninjs"

    def accepts(self, record: Record) -> bool:
        """Return whether an object is ninjs: it names itself, and has fields that only news has."""
        return ("uri" in record or "guid" in record or "type" in record) and len(_OWN & set(record)) >= 2

    def drafts(self, record: Record) -> Iterator[Draft]:
        """Yield the article; of a package, every article in it."""
        inner = [one for one in _associated(record) if one.get("type") == "text"]
        if record.get("type") == "composite" and inner and not _bodies(record):
            pictures = _pictures(record) if len(inner) == 1 else []
            for one in inner:
                yield _draft(one, pictures)
            return
        yield _draft(record, [record] if _is_picture(record) else [])


def _draft(record: Record, more: list[Record]) -> Draft:
    headline = _value(record, "headline", "headlines", ("main", "headline", ""))
    language = text(record, "language", "inLanguage") or None
    dates = [(record.get(name), f"ninjs {name}") for name in _DATES]
    passages, made = ((), ()) if _is_picture(record) else _body(record, headline, published_of(dates)[0], language)
    captions = [_caption(picture, language) for picture in [*more, *_pictures(record)][:MANY]]
    return Draft(
        headline=headline,
        passages=passages,
        captions=[caption for caption in captions if caption is not None],
        made=made,
        dates=dates,
        language=language,
        dateline=text(record, "located", "dateline"),
    )


def _body(
    record: Record, headline: str, day: str | None, language: str | None
) -> tuple[tuple[Passage, ...], tuple[Caption, ...]]:
    """Return the paragraphs and captions of the body: of its HTML where there is one, else of its text."""
    plainest: tuple[Passage, ...] = ()
    for value in _bodies(record):
        if is_markup(value):
            inside = embedded(value, headline, published=day, language=language)
            if inside.passages:
                return tuple(inside.passages), tuple(inside.captions)
        elif not plainest:
            plainest = tuple(Passage(one.text) for one in paragraphs(value))
    if not plainest:
        summary = _value(record, "description_text", "descriptions", ("text", "summary", "abstract", ""))
        plainest = (Passage(one_line(summary)),) if summary else ()
    return plainest, ()


def _bodies(record: Record) -> list[str]:
    values = [text(record, name) for name in ("body_xhtml", "body_html", "body_text")]
    found = [text(body, "value") for body in many(record.get("bodies"))]
    values += [value for value in found if not _UNSAFE.search(value[:500])]
    return sorted((value for value in values if value), key=lambda value: not is_markup(value))


def _associated(record: Record) -> Iterator[dict[str, Any]]:
    """Yield the objects that a record associates, each with its name."""
    return (one for one in many(record.get("associations")) if isinstance(one, dict))


def _pictures(record: Record, depth: int = 0) -> list[Record]:
    """Return the pictures that a record associates, also those in its packages, but not those of other articles."""
    found: list[Record] = []
    for one in _associated(record):
        if _is_picture(one):
            found.append(one)
        if one.get("type") != "text" and depth < _DEEP and len(found) < MANY:
            found += _pictures(one, depth + 1)
    return found


def _is_picture(record: Record) -> bool:
    kind, mime = text(record, "type"), text(record, "mimetype", "mimeType")
    return kind in _PICTURES or (not kind and mime.startswith("image/"))


def _caption(record: Record, language: str | None) -> DraftCaption | None:
    said = _value(record, "description_text", "descriptions", ("caption", "text", "description", ""))
    said = plain(said or text(record, "description_html") or text(record, "body_text"))
    if not said:
        return None
    credit = _value(record, "creditline", "descriptions", ("creditline", "credit"))
    credit = credit or text(record, "creditLine", "byline", "by")
    return DraftCaption(said, 1, plain(credit), _picture(record), text(record, "language") or language)


def _picture(record: Record) -> Picture | None:
    """Return the picture by its renditions, the largest first."""
    sized = []
    for one in many(record.get("renditions")):
        href, width = text(one, "href", "url"), one.get("width") if isinstance(one, dict) else None
        if href and (text(one, "mimetype", "mimeType", "contentType") or "image/").startswith("image/"):
            sized.append((-(width if isinstance(width, int | float) else 0), href))
    references = [href for _, href in sorted(sized, key=lambda pair: pair[0])]
    return picture_from(
        references or [text(record, "uri", "guid")], _value(record, _ALT, "descriptions", ("alttext", "alt"))
    )


def _value(record: Record, name: str | tuple[str, ...], plural: str, roles: tuple[str, ...]) -> str:
    """Return a field of ninjs 1, or of the list with roles that it became in ninjs 2; the first role that is there."""
    names = (name,) if isinstance(name, str) else name
    if found := text(record, *names):
        return found
    valued = {text(one, "role").casefold(): text(one, "value") for one in reversed(many(record.get(plural)))}
    chosen = next((valued[role] for role in roles if valued.get(role)), "")
    return chosen or (next(iter(reversed(valued.values())), "") if plural == "headlines" else "")
