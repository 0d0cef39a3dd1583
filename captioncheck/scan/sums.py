"""What the rows of a scan come to, counted from the rows themselves, so that a resumed scan counts alike."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from captioncheck.datatypes import Level, Status, Tally, Verdict

TOP = "."


@dataclass(slots=True)
class Count:
    """Articles, captions and mismatches that count; of a rule, the articles and captions that it fired on."""

    articles: int = 0
    captions: int = 0
    flagged: int = 0

    def add(self, captions: int, flagged: int) -> None:
        """Count an article."""
        self.articles += 1
        self.captions += captions
        self.flagged += flagged


@dataclass(slots=True)
class Sums:
    """Counts by top folder, year, month, language and rule; `roots` are the paths that were named."""

    roots: Sequence[str] = ()
    tally: Tally = field(default_factory=Tally)
    flagged: int = 0
    folders: dict[str, Count] = field(default_factory=dict)
    years: dict[str, Count] = field(default_factory=dict)
    months: dict[str, Count] = field(default_factory=dict)
    languages: dict[str, Count] = field(default_factory=dict)
    rules: dict[str, Count] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row as `--format jsonl` has it."""
        tally, status = self.tally, row["status"]
        tally.articles += 1
        tally.errors += status == Status.ERROR
        tally.skipped += status == Status.SKIPPED
        if status != Status.OK:
            return
        tally.ok += 1
        captions, flagged = row["captions"], 0
        tally.captions += len(captions)
        heard = [finding["level"] for finding in row["findings"] if finding["suppressed"] is None]
        for caption in captions:
            tally.verdicts[Verdict(caption["verdict"])] += 1
            tally.suppressed += caption["suppressed"]
            if not caption["suppressed"]:
                heard.append(caption["level"])
                flagged += caption["verdict"] == Verdict.MISMATCH
        tally.worst = max((tally.worst, *map(Level, heard)), key=lambda level: level.rank)
        self.flagged += flagged
        for table, name in (
            (self.folders, self._folder(row["path"])),
            (self.years, (row["published"] or "")[:4] or "none"),
            (self.months, (row["published"] or "")[:7] or "none"),
            (self.languages, row["language"] or "unknown"),
        ):
            table.setdefault(name, Count()).add(len(captions), flagged)
        self._add_rules(row)

    def _add_rules(self, row: Mapping[str, Any]) -> None:
        fired = [[rule for rule in caption["rules"] if not rule["suppressed"]] for caption in row["captions"]]
        fired.append([finding for finding in row["findings"] if not finding["suppressed"]])
        once: dict[str, int] = {}
        for rules in fired:
            for name in {f"{rule['code']} {rule['name']}" for rule in rules}:
                once[name] = once.get(name, 0) + 1
        for name, times in once.items():
            self.rules.setdefault(name, Count()).add(times, times)

    def _folder(self, path: str) -> str:
        """Return the first folder of a path below what was named, "." where it lies in that itself."""
        for root in self.roots:
            inner = os.path.relpath(path, root)
            if inner == os.curdir:
                return path
            if not inner.startswith(os.pardir):
                top, below, _ = inner.partition(os.sep)
                top = top if below else TOP
                return top if len(self.roots) == 1 else os.path.join(root, top) if top != TOP else root  # noqa: PTH118
        return os.path.dirname(path) or TOP  # noqa: PTH120
