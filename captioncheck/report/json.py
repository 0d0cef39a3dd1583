"""One JSON document for a whole run, written as the results come."""

from __future__ import annotations

import json
from typing import Any, TextIO

from captioncheck.config import Settings
from captioncheck.datatypes import Result, Tally
from captioncheck.report.record import article, header, summary


class JsonReporter:
    """Writes the document that `schema.json` describes; the stream should be UTF-8."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._settings = settings
        self._first = True

    def begin(self) -> None:
        """Open the document, up to the list of articles."""
        opening = _indented(header(self._settings), "")
        self._stream.write(opening.removesuffix("\n}") + ',\n  "articles": [')

    def add(self, result: Result) -> None:
        """Append one article."""
        entry = _indented(article(result, explain=self._settings.explain), "    ")
        self._stream.write(("\n    " if self._first else ",\n    ") + entry)
        self._first = False

    def end(self, tally: Tally) -> None:
        """Close the list and the document."""
        closing = "]" if self._first else "\n  ]"
        self._stream.write(f'{closing},\n  "summary": {_indented(summary(tally), "  ")}\n}}\n')


def _indented(value: dict[str, Any], margin: str) -> str:
    # Line breaks within strings are escaped in JSON, so every one that is left is layout.
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2).replace("\n", "\n" + margin)
