"""The table in the summary of a step of GitHub Actions: one row a caption, the most severe first."""

from __future__ import annotations

import os
import re
from urllib.parse import quote

from captioncheck.datatypes import Level, Tally, Verdict
from captioncheck.report.findings import Row
from captioncheck.report.lines import said
from captioncheck.report.places import Places
from captioncheck.report.plain import plain
from captioncheck.report.ranking import Severity, Worst

MOST_ROWS = 1_000
MOST_BYTES = 1_000_000
"""Of the whole file: GitHub drops a summary of more than 1 MiB, and other tools may have written before."""
LONGEST_CAPTION, LONGEST_MESSAGE = 200, 300

Group = tuple[Row, ...]
"""The findings on one caption."""

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~$&@:]")
_SIGNS = {Level.ERROR: "❌", Level.WARNING: "⚠️"}


def escaped(text: str) -> str:
    """Return a text that means nothing but itself in Markdown, HTML and formulas."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found.group())};", text)


class Summary:
    """Keeps the most severe findings for a table."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._worst: Worst[Group] = Worst(MOST_ROWS)

    def add(self, rows: Group, weight: Severity) -> None:
        """Keep the findings on one caption."""
        self._worst.add(rows, weight)

    def headline(self, tally: Tally) -> str:
        """Return in a sentence how the run went."""
        wrong = tally.verdicts[Verdict.MISMATCH] - tally.suppressed
        checked = f"{_count(tally.captions, 'caption')} in {_count(tally.ok, 'article')}"
        parts = [f"{_count(wrong, 'mismatch', 'mismatches') if wrong else 'no mismatch'} among {checked}"]
        if tally.suppressed:
            parts.append(f"{tally.suppressed:,} suppressed")
        if tally.errors:
            parts.append(f"{_count(tally.errors, 'input')} could not be read")
        if tally.interrupted:
            parts.append("interrupted")
        return "; ".join(parts) + "."

    def markdown(self, tally: Tally, used: int) -> str:
        """Return the summary, short enough for a file that has so many bytes already."""
        text = f"### captioncheck\n\n{escaped(self.headline(tally))}\n"
        rows = self._worst.sorted()
        foot = "\n{:,} more are in the log.\n"
        room = MOST_BYTES - used - len(text.encode()) - len(foot) - 200
        if room < 0:
            return ""
        if rows:
            text += "\n| | Where | Caption | Why |\n| --- | --- | --- | --- |\n"
        shown = 0
        for group in rows:
            made = self._row(group)
            room -= len(made.encode("utf-8", "replace"))
            if room < 0:
                break
            text += made
            shown += 1
        left_out = self._worst.added - shown
        return text + (foot.format(left_out) if left_out else "") + "\n"

    def _row(self, rows: Group) -> str:
        first = rows[0]
        why = "<br>".join(f"**{escaped(row.rule)}** {escaped(said(row, LONGEST_MESSAGE))}" for row in rows)
        sign = _SIGNS.get(max((row.level for row in rows), key=lambda level: level.rank), "ℹ️")
        return f"| {sign} | {self._where(first)} | {escaped(plain(first.caption, LONGEST_CAPTION))} | {why} |\n"

    def _where(self, row: Row) -> str:
        path = self._places.shown(row.location.path)
        record = f" {plain(row.location.record, LONGEST_CAPTION)}" if row.location.record else ""
        text = escaped(f"{path}:{row.location.line}{record}")
        base = [os.environ.get(name) for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")]
        if not all(base) or path.startswith("/"):
            return text
        return f"[{text}]({base[0]}/{base[1]}/blob/{base[2]}/{quote(path)}?plain=1#L{row.location.line})"


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
