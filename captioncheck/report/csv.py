"""CSV for spreadsheets (RFC 4180, UTF-8, a header): a row for every finding, and one for every other caption.

So each caption has at least one row whatever its verdict, a caption with three findings has three, and an input that
gave no article has one that says why. Suppressed findings stand here too, and say so. A cell that a spreadsheet would
take for a formula starts with an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from captioncheck.config import Settings
from captioncheck.datatypes import Article, Judgement, Location, Result, Skipped, Tally
from captioncheck.report.base import short_reference
from captioncheck.report.explained import digits
from captioncheck.report.findings import Row, rows_besides, rows_of, rows_on
from captioncheck.report.lines import LONGEST_MESSAGE
from captioncheck.report.plain import plain, plain_path

COLUMNS = (
    "path", "record", "line", "column", "status", "verdict", "level", "code", "rule", "message", "fit", "confidence",
    "caption", "image", "language", "suppressed", "suppression_reason",
)  # fmt: skip
LONGEST_CELL, LONGEST_NAME = 32_000, 1_000
"""Characters of a caption, as a cell of a spreadsheet takes no more than 32,767; and of other names."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
Cells = dict[str, str | int | float]


class CsvReporter:
    """Writes the rows of each result as it comes."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\r\n")

    def begin(self) -> None:
        """Write the header."""
        self._writer.writeheader()

    def add(self, result: Result) -> None:
        """Write the rows of one result."""
        for cells in _rows(result):
            self._writer.writerow({name: _safe(value) for name, value in cells.items()})

    def end(self, tally: Tally) -> None:
        """Write nothing: a table has no foot."""


def _rows(result: Result) -> Iterator[Cells]:
    if isinstance(result, Skipped):
        found = next(rows_of(result), None)
        about = _finding(found) if found else {"message": plain(result.reason, LONGEST_MESSAGE)}
        yield {**_place(result.location, result.location), "status": str(result.status), **about}
        return
    for judgement in result.judgements:
        yield from _caption(judgement, result.article)
    for row in rows_besides(result):
        yield {**_place(row.location, row.location), "status": "ok", **_finding(row)}


def _caption(judgement: Judgement, article: Article) -> Iterator[Cells]:
    caption = judgement.caption
    shared: Cells = {
        **_place(article.location, caption.location),
        "status": "ok",
        "verdict": str(judgement.verdict),
        "level": str(judgement.level),
        "message": plain(judgement.reason, LONGEST_MESSAGE),
        "fit": digits(judgement.fit),
        "confidence": digits(caption.confidence),
        "caption": plain(caption.text, LONGEST_CELL),
        "image": plain(short_reference(caption.picture), LONGEST_NAME) if caption.picture else "",
        "language": caption.language or "",
    }
    findings = list(rows_on(judgement, article))
    yield from [{**shared, **_finding(row)} for row in findings] or [shared]


def _finding(row: Row) -> Cells:
    cells: Cells = {
        "level": str(row.level),
        "code": row.code,
        "rule": row.name,
        "message": plain(row.message, LONGEST_MESSAGE),
    }
    if row.suppressed is not None:
        cells["suppressed"] = row.suppressed.kind
        cells["suppression_reason"] = plain(row.suppressed.reason, LONGEST_MESSAGE)
    return cells


def _place(source: Location, where: Location) -> Cells:
    return {
        "path": plain_path(source.path),
        "record": plain(source.record or "", LONGEST_NAME),
        "line": max(where.line, 1),
        "column": max(where.column, 1),
    }


def _safe(value: str | int | float) -> str | int | float:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
