"""The Reviewdog Diagnostic Format, one finding a line, for `reviewdog -f=rdjsonl`.

Its columns count bytes of UTF-8 and ours count characters, so only the first column is given: it is the same in both.
"""

from __future__ import annotations

import json
from typing import TextIO

from captioncheck.config import Settings
from captioncheck.datatypes import Level, Result, Tally
from captioncheck.report.findings import Row, rows_of
from captioncheck.report.lines import said_of
from captioncheck.report.places import Places
from captioncheck.rules import HOME

_SEVERITIES = {Level.ERROR: "ERROR", Level.WARNING: "WARNING"}


class RdjsonlReporter:
    """Writes each finding as a line of JSON."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._places = Places.working()

    def begin(self) -> None:
        """Write nothing: a line stands for itself."""

    def add(self, result: Result) -> None:
        """Write a line a finding."""
        for row in rows_of(result):
            self._stream.write(self._diagnostic(row) + "\n")

    def end(self, tally: Tally) -> None:
        """Write nothing: there is no frame to close."""

    def _diagnostic(self, row: Row) -> str:
        start = {"line": row.location.line} | ({"column": 1} if row.location.column == 1 else {})
        code = {"value": row.code} | ({"url": f"{HOME}#{row.code.lower()}"} if row.code.startswith("CC") else {})
        diagnostic = {
            "message": said_of(row),
            "location": {"path": self._places.shown(row.location.path), "range": {"start": start}},
            "severity": _SEVERITIES.get(row.level, "INFO"),
            "source": {"name": "captioncheck", "url": HOME},
            "code": code,
        }
        return json.dumps(diagnostic, ensure_ascii=False, allow_nan=False)
