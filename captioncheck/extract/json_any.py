"""A .json file: its objects say which newsroom format it is in."""

from __future__ import annotations

from collections.abc import Iterator

from captioncheck.datatypes import Article, Location, Skipped, TextEncoder
from captioncheck.extract.ans import AnsReader
from captioncheck.extract.draft import Draft
from captioncheck.extract.json_document import JsonDocumentReader, Record
from captioncheck.extract.jsonl import RECORD_FIELDS, article_of_record
from captioncheck.extract.jsonld import JsonLdReader
from captioncheck.extract.ninjs import NinjsReader


class JsonReader(JsonDocumentReader):
    """Reads ninjs, JSON-LD, ANS or records of captioncheck's own, whichever each object is."""

    name = "format that is read (ninjs, schema.org as JSON-LD, Arc ANS, records as in JSONL)"

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        super().__init__(encoder)
        self._readers: tuple[JsonDocumentReader, ...] = (
            JsonLdReader(encoder),
            AnsReader(encoder),
            NinjsReader(encoder),
        )

    def accepts(self, record: Record) -> bool:
        """Return whether an object is in any of the formats."""
        return set(record) >= RECORD_FIELDS or any(reader.accepts(record) for reader in self._readers)

    def articles(self, record: Record, where: Location, notes: tuple[str, ...]) -> Iterator[Article | Skipped]:
        """Yield what an object holds."""
        if set(record) >= RECORD_FIELDS:
            yield article_of_record(dict(record), where)
            return
        reader = next(one for one in self._readers if one.accepts(record))
        yield from reader.articles(record, where, notes)

    def drafts(self, record: Record) -> Iterator[Draft]:
        """Yield the articles of an object."""
        reader = next(one for one in self._readers if one.accepts(record))
        return reader.drafts(record)
