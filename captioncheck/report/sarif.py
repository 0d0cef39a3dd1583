"""SARIF 2.1.0, for code scanning on GitHub, editors and dashboards.

One run, its results the most severe first: findings that count before suppressed ones, then by level, then by fit. At
most 5,000 results, and 9.5 MB when gzipped, which is what GitHub shows; what is left out is counted in a notification
and in a warning. Inputs that could not be read are notifications at level error, and then `executionSuccessful` is
false. What is unverifiable is no result.

A suppressed finding has `suppressions`, except where GITHUB_ACTIONS is true: GitHub's code scanning ignores that
property and would open an alert for each. With a baseline, `baselineState` says which findings are new.
"""

from __future__ import annotations

import json
import logging
import os
import zlib
from dataclasses import replace
from typing import Any, TextIO

from captioncheck.config import Settings
from captioncheck.datatypes import Level, Result, Tally
from captioncheck.report.findings import Fingerprints, Row, rows_of
from captioncheck.report.places import Places
from captioncheck.report.plain import plain
from captioncheck.report.ranking import Worst, severity
from captioncheck.report.sarif_parts import PASSAGE, SNIPPET, bases, driver, notice, result, unread

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST = 5_000
MOST_NOTIFICATIONS = 1_000
MOST_BYTES = 9_500_000
_log = logging.getLogger(__name__)


class SarifReporter:
    """Keeps the most severe findings and writes the whole document at the end."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._settings = settings
        self._places = Places.repository()
        self._suppressed = os.environ.get("GITHUB_ACTIONS") != "true"
        self._fingerprints = Fingerprints()
        self._worst: Worst[tuple[Row, str]] = Worst(MOST)
        self._unread: list[Row] = []
        self._baseline = settings.baseline is not None

    def begin(self) -> None:
        """Write nothing: what stands first is known last."""

    def add(self, result: Result) -> None:
        """Keep the findings of one result."""
        for row in rows_of(result, suppressed=True):
            if row.unread:
                if len(self._unread) < MOST_NOTIFICATIONS:
                    self._unread.append(row)
                continue
            name = self._fingerprints.of(row, self._places.shown(row.location.path))
            if row.suppressed is None or self._suppressed:
                self._baseline |= row.suppressed is not None and row.suppressed.kind == "baseline"
                self._worst.add((_short(row), name), severity(row))

    def end(self, tally: Tally) -> None:
        """Write the document."""
        kept = self._worst.sorted()
        rules = driver(sorted({(row.code, row.name) for row, _ in kept}))
        order = {rule["id"]: number for number, rule in enumerate(rules["rules"])}
        head = {"tool": {"driver": rules}, "originalUriBaseIds": bases(), "columnKind": "unicodeCodePoints"}
        opening = _json({"$schema": SCHEMA, "version": "2.1.0", "runs": [head]})
        self._stream.write(opening.removesuffix("}]}") + ', "results": [')
        budget, written = _Budget(MOST_BYTES - len(opening.encode("utf-8", "backslashreplace"))), 0
        for row, name in kept:
            entry = {"ruleIndex": order[row.code], **result(row, self._places, name)}
            if self._baseline:
                unchanged = row.suppressed is not None and row.suppressed.kind == "baseline"
                entry["baselineState"] = "unchanged" if unchanged else "new"
            text = _json(entry)
            if not budget.takes(text):
                break
            self._stream.write((",\n" if written else "\n") + text)
            written += 1
        left_out = self._worst.left_out + len(kept) - written
        invocation = {
            "executionSuccessful": self._successful(tally),
            "toolExecutionNotifications": list(self._notifications(tally, written, left_out)),
        }
        self._stream.write(f'\n], "invocations": [{_json(invocation)}]}}]}}\n')

    def _successful(self, tally: Tally) -> bool:
        something = bool(tally.articles) or self._settings.allow_empty_input
        return something and not tally.errors and not tally.interrupted

    def _notifications(self, tally: Tally, written: int, left_out: int) -> list[dict[str, Any]]:
        found = [unread(row, self._places) for row in self._unread]
        if tally.errors > len(found):
            more = tally.errors - len(found)
            found.append(notice("left-out", f"{more:,} more inputs could not be read.", Level.ERROR))
        if tally.interrupted:
            found.append(notice("interrupted", f"Interrupted after {tally.articles:,} inputs.", Level.ERROR))
        elif not tally.articles and not self._settings.allow_empty_input:
            found.append(notice("nothing-checked", "Nothing was found to check.", Level.ERROR))
        if left_out:
            total = written + left_out
            text = f"Only the {written:,} most severe of {total:,} findings are listed: code scanning shows no more."
            found.append(notice("left-out", text, Level.WARNING))
            _log.warning("sarif: %s", text)
        return found


def _short(row: Row) -> Row:
    """Return a row that takes little memory while it waits."""
    nearest = row.nearest and replace(row.nearest, text=plain(row.nearest.text, PASSAGE), shared=())
    return replace(row, caption=plain(row.caption, SNIPPET), nearest=nearest)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


class _Budget:
    """Says when what was written would, compressed, come near the limit."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._packer = zlib.compressobj(1)  # packs worse than gzip does, so it errs on the safe side

    def takes(self, text: str) -> bool:
        """Count a text, and return whether there is room for it."""
        self._left -= len(self._packer.compress(text.encode("utf-8", "backslashreplace")))
        return self._left > 0
