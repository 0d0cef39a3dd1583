"""A GitLab Code Quality report: a JSON array of findings for the merge request.

The fingerprints are unique, as GitLab shows only one of those that are alike, and stay when lines move. Errors are
`major`, warnings `minor`, notes `info`; an input that could not be read is `critical`.
"""

from __future__ import annotations

import json
from typing import TextIO

from captioncheck.config import Settings
from captioncheck.datatypes import Level, Result, Tally
from captioncheck.report.findings import Fingerprints, Row, rows_of
from captioncheck.report.lines import said_of
from captioncheck.report.places import Places

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor"}


class GitlabReporter:
    """Writes each finding as the results come."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._places = Places.repository()
        self._fingerprints = Fingerprints()
        self._first = True

    def begin(self) -> None:
        """Open the array."""
        self._stream.write("[")

    def add(self, result: Result) -> None:
        """Append the findings of one result."""
        for row in rows_of(result):
            self._stream.write(("\n" if self._first else ",\n") + self._issue(row))
            self._first = False

    def end(self, tally: Tally) -> None:
        """Close the array."""
        self._stream.write("]\n" if self._first else "\n]\n")

    def _issue(self, row: Row) -> str:
        path = self._places.shown(row.location.path)
        issue = {
            "description": f"{row.rule}: {said_of(row)}",
            "check_name": row.code,
            "fingerprint": self._fingerprints.of(row, path),
            "severity": "critical" if row.unread else _SEVERITIES.get(row.level, "info"),
            "location": {"path": path, "lines": {"begin": row.location.line}},
        }
        return json.dumps(issue, ensure_ascii=False, allow_nan=False)
