"""One article a line: the form for pipelines and for runs of any length."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TextIO

from captioncheck.config import Settings
from captioncheck.datatypes import Result, Tally
from captioncheck.report.record import article


class JsonlReporter:
    """Writes each result as one line of JSON, as `schema.json#/$defs/article` describes; the stream should be UTF-8."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._settings = settings

    def begin(self) -> None:
        """Write nothing: a line stands for itself."""

    def add(self, result: Result) -> None:
        """Write one line."""
        entry = article(result, explain=self._settings.explain)
        self._stream.write(line(entry))

    def end(self, tally: Tally) -> None:
        """Write nothing: the counts are for whoever reads the lines."""


def line(entry: Mapping[str, Any]) -> str:
    """Return an article's entry as a line."""
    return json.dumps(entry, ensure_ascii=False, allow_nan=False) + "\n"
