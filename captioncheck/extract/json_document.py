"""JSON documents of newsrooms: one article a file, or a list of them; what ninjs, JSON-LD and ANS share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any, ClassVar

from captioncheck.datatypes import Article, Location, Picture, Skipped, Status, TextEncoder
from captioncheck.errors import ReaderError, json_fault
from captioncheck.extract.base import Source, one_line
from captioncheck.extract.decoding import decode
from captioncheck.extract.directives import noted_in
from captioncheck.extract.draft import Draft, article_or_reason, not_this
from captioncheck.extract.embedded import MARKUP

Record = Mapping[str, Any]
_LISTS = ("items", "_items", "articles", "stories", "results", "data")
_DEEP = 4
_PICTURE_FILE = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff")


class JsonDocumentReader:
    """Reads the articles of a JSON document in one format; a subclass knows which and how."""

    name: ClassVar[str] = "JSON"

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def accepts(self, record: Record) -> bool:
        """Return whether a JSON object is in this format."""
        raise NotImplementedError

    def drafts(self, record: Record) -> Iterator[Draft]:
        """Yield the articles of an object in this format."""
        raise NotImplementedError

    def record_id(self, record: Record) -> str | None:
        """Return the id that an object gives itself."""
        return identified(record, "uri", "guid", "_id", "@id", "id")

    def articles(self, record: Record, where: Location, notes: tuple[str, ...]) -> Iterator[Article | Skipped]:
        """Yield what an object in this format holds."""
        for draft in self.drafts(record):
            yield article_or_reason(with_notes(draft, notes), where)

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield an article for every object of the document; a `Skipped` for what is none."""
        where = Location(source.path)
        try:
            decoded = decode(source.data())
            value = loaded(decoded.text)
        except ReaderError as error:
            yield Skipped(where, str(error))
            return
        notes = (decoded.note,) if decoded.note else ()
        if isinstance(value, dict) and self.accepts(value):
            yield from self.articles(value, where, (*notes, *noted_in(value)))
            return
        records = listed(value)
        if not any(isinstance(record, dict) and self.accepts(record) for record in records):
            yield not_this(source, f"is JSON, but no {self.name}")
            return
        for number, record in enumerate(records, 1):
            if not isinstance(record, dict) or not self.accepts(record):
                yield Skipped(Location(source.path, 1, 1, f"#{number}"), f"is no {self.name}", Status.SKIPPED)
                continue
            named = self.record_id(record) or f"#{number}"
            yield from self.articles(record, Location(source.path, 1, 1, named), (*notes, *noted_in(record)))


def with_notes(draft: Draft, notes: tuple[str, ...]) -> Draft:
    """Return a draft with more notes."""
    from dataclasses import replace

    return replace(draft, notes=(*draft.notes, *notes)) if notes else draft


def loaded(text: str) -> Any:
    """Return the value of a JSON text; ReaderError says where it is broken."""
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise ReaderError(
            f"is broken JSON at line {error.lineno}, column {error.colno}: {json_fault(error)}"
        ) from error
    except RecursionError as error:
        raise ReaderError("is JSON that is nested too deep to be an article") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise ReaderError(f"is broken JSON: {error}") from error


def listed(value: Any) -> list[Any]:
    """Return the objects of a list, or of the list that a feed or a search result wraps."""
    for _ in range(_DEEP):
        if isinstance(value, list):
            return [
                one["item"] if isinstance(one, dict) and isinstance(one.get("item"), dict) else one for one in value
            ]
        if not isinstance(value, dict):
            break
        inner = next((value[name] for name in _LISTS if isinstance(value.get(name), list | dict)), None)
        if inner is None and value.get("type") == "results":
            inner = value.get("content_elements")
        value = inner
    return []


def identified(record: Record, *names: str) -> str | None:
    """Return the first of the named values that can be an id."""
    values = (record.get(name) for name in names)
    found = next((one for one in values if isinstance(one, str | int) and not isinstance(one, bool) and str(one)), None)
    return None if found is None else one_line(str(found))


def text(record: Any, *names: str) -> str:
    """Return the first of the named values that is a text which says something, "" for none."""
    if not isinstance(record, dict):
        return ""
    return next((value for name in names if isinstance(value := record.get(name), str) and value.strip()), "")


def many(value: Any) -> list[Any]:
    """Return a value as a list: itself, the values of an object with only objects in it, or alone."""
    if value is None:
        return []
    if (
        isinstance(value, dict)
        and any(value.values())
        and all(isinstance(one, dict | NoneType) for one in value.values())
    ):
        return [one for one in value.values() if one]
    return value if isinstance(value, list) else [value]


def picture_from(references: list[str], alt: str = "") -> Picture | None:
    """Return a picture of the references to it, the best first; None for none."""
    unique = list(dict.fromkeys(one_line(reference) for reference in references if reference.strip()))
    return Picture(unique[0], one_line(alt), tuple(unique[1:4])) if unique else None


def is_markup(value: str) -> bool:
    """Return whether a text is HTML rather than plain."""
    return MARKUP.search(value) is not None


def is_picture(reference: str) -> bool:
    """Return whether a reference ends like the name of a picture."""
    return reference.split("?")[0].casefold().endswith(_PICTURE_FILE)
