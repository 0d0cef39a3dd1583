"""Parquet: a row an article, with the columns that a JSONL record has; read a few rows at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from captioncheck.datatypes import Article, Location, Skipped, TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source
from captioncheck.extract.draft import not_this
from captioncheck.extract.jsonl import RECORD_FIELDS, article_of_record

_COLUMNS = (*sorted(RECORD_FIELDS), "date", "lang")
_BATCH = 256  # rows; bodies of any length fit


class ParquetReader:
    """Reads an article from every row."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield an article a row; a `Skipped` for a row that is none, and for what breaks off."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        where, number = Location(source.path), 0
        try:
            with source.open() as stream, pq.ParquetFile(stream, pre_buffer=False) as file:
                names = set(file.schema_arrow.names)
                if missing := sorted(RECORD_FIELDS - names):
                    yield not_this(
                        source, f"is Parquet without the column '{missing[0]}'; it needs {', '.join(_COLUMNS)}"
                    )
                    return
                columns = [name for name in _COLUMNS if name in names]
                for batch in file.iter_batches(_BATCH, columns=columns, use_threads=False):
                    for row in batch.to_pylist():
                        number += 1
                        yield article_of_record(_record(row), Location(source.path, number), f"row {number}: ")
        except ReaderError as error:
            yield Skipped(where, str(error))
            return
        except (pa.ArrowException, OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:160]
            after = f" after row {number}" if number else ""
            yield Skipped(where, f"is no Parquet file, or a broken one{after}: {reason}")
            return
        if not number:
            yield Skipped(where, "is empty: there is no row in it")


def _record(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as a JSONL record: dates as text, captions also where a column holds them as JSON."""
    record = {name: value for name, value in row.items() if value is not None or name in RECORD_FIELDS}
    day = record.get("date")
    if isinstance(day, date):
        record["date"] = day.isoformat()[:10]
    captions = record.get("captions")
    if captions is None:
        record["captions"] = []
    elif isinstance(captions, str):
        try:
            record["captions"] = json.loads(captions)
        except (ValueError, RecursionError):
            record["captions"] = captions
    return record
