"""How long a scan will still take: by the bytes of its inputs, which a thread adds up while the scan runs."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from captioncheck.datatypes import Result, Skipped
from captioncheck.extract.base import Source
from captioncheck.scan.inputs import Input

_LINES = (".jsonl", ".ndjson")
_BLOCK = 2**20
_SOON = 3.0
"""Seconds before which a rate says little."""


class Forecast:
    """Counts what is done. `found` finds the inputs once more, to add them up."""

    def __init__(self, found: Callable[[], Iterable[Source | Skipped]]) -> None:
        self._found = found
        self._total: int | None = None
        self._a_line: dict[str, float] = {}
        self._done = 0.0
        self._rows = 0
        self._last: str | None = None
        self._started = time.monotonic()
        self.passed = 0.0
        """Bytes of inputs that need not be read, or not again."""

    def start(self) -> None:
        """Begin to add up."""
        threading.Thread(target=self._add_up, name="forecast", daemon=True).start()

    def tell(self, one: Input, result: Result | None) -> None:
        """Count a row of an input, or an input that was kept (without a result)."""
        if result is None:
            self.passed += one.size
            return
        self._rows += 1
        share = self._a_line.get(one.path)
        if share is not None:
            self._done += share
        elif one.path != self._last:
            self._done += one.size
        self._last = one.path

    def shown(self) -> str:
        """Return ", 61 a second, 0:12:30 left" as far as that is known."""
        seconds = time.monotonic() - self._started
        if seconds < _SOON or not self._rows:
            return ""
        text = f", {self._rows / seconds:,.0f} a second"
        if self._total is None or not self._done:
            return text
        rest = max(self._total - self.passed - self._done, 0) * seconds / self._done
        return f"{text}, {timedelta(seconds=int(rest))} left"

    def _add_up(self) -> None:
        total = 0
        for item in self._found():
            if isinstance(item, Source):
                try:
                    size = os.stat(item.path).st_size  # noqa: PTH116
                    if item.path.endswith(_LINES):
                        self._a_line[item.path] = size / max(_lines(item.path), 1)
                except OSError:
                    continue
                total += size
        self._total = total


def _lines(path: str) -> int:
    number = 0
    with open(path, "rb") as stream:  # noqa: PTH123
        while block := stream.read(_BLOCK):
            number += block.count(b"\n")
    return number
