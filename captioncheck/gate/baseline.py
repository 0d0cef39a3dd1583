"""Findings that a baseline knows do not count; what it knows and is gone is stale."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from captioncheck.datatypes import (
    Evidence,
    Finding,
    Judgement,
    Level,
    Result,
    Skipped,
    Status,
    Suppression,
)
from captioncheck.gate import baseline_file
from captioncheck.gate.baseline_file import Entry

STDIN = "-"


class Baseline:
    """Marks the findings of a run that a baseline knows; each known one as often as the baseline counts it.

    With `learning`, every finding is marked and taken into the baseline. `roots` are the paths that the run was asked
    for; `idle` the codes that it does not apply. Raises ConfigError for a file that is no baseline, or is missing.
    """

    def __init__(
        self, path: str, *, learning: bool = False, roots: Sequence[str] = (), idle: frozenset[str] = frozenset()
    ) -> None:
        self.path = path
        self._learning = learning
        self._roots = [os.path.abspath(root) for root in roots if root not in (STDIN, "")]  # noqa: PTH100  # "." and ".." go
        self._idle = idle
        self._folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
        missing = learning and not os.path.lexists(path)
        self._known: Counter[Entry] = Counter() if missing else baseline_file.read(path)
        self._left = Counter(self._known)
        self._found: Counter[Entry] = Counter()
        self._checked: set[str] = set()
        self._failed: set[str] = set()
        self._unchecked: set[tuple[str, str, str]] = set()

    def apply(self, result: Result) -> Result:
        """Return the result with the findings that the baseline knows marked as such."""
        path = self._named(_path(result))
        if isinstance(result, Skipped):
            if result.status is Status.ERROR:
                self._failed.add(path)
            return result
        self._checked.add(path)
        record = result.article.location.record or ""
        judgements = tuple(self._judged(judgement, path, record) for judgement in result.judgements)
        return replace(
            result, judgements=judgements, findings=tuple(self._finding(one, path, record) for one in result.findings)
        )

    def stale(self) -> list[tuple[Entry, int]]:
        """Return the entries that stand for nothing any more, and how often: their files were checked, or are gone."""
        return sorted((entry, left) for entry, left in self._left.items() if left > 0 and self._gone(entry))

    def drop_stale(self) -> int:
        """Write the baseline without its stale entries, and return how many these were; nothing is ever added."""
        stale = self.stale()
        if stale:
            kept = Counter(self._known)
            for entry, left in stale:
                kept[entry] -= left
            baseline_file.write(self.path, +kept)
        return len(stale)

    def learn(self) -> int:
        """Write all findings of this run, and what the old baseline had of files outside it; return how many."""
        kept = Counter({entry: self._known[entry] for entry in self._left if not self._gone(entry)})
        for entry in self._found:
            # What was not looked at in a file that was keeps its count; what was is counted anew.
            kept[entry] = self._found[entry]
        baseline_file.write(self.path, kept)
        return self._found.total()

    def _judged(self, judgement: Judgement, path: str, record: str) -> Judgement:
        self._unchecked.update((path, record, one.code) for one in judgement.unchecked)
        caption = judgement.caption
        picture = caption.picture.reference if caption.picture else None
        rules = []
        for rule in judgement.rules:
            level = rule.level or judgement.level
            rules.append(self._marked(rule, level, Entry.of(path, record, rule.code, caption.text, picture)))
        return replace(judgement, rules=tuple(rules))

    def _finding(self, finding: Finding, path: str, record: str) -> Finding:
        rule = finding.evidence
        words = rule.evidence[0] if rule.evidence else ""
        return replace(
            finding, evidence=self._marked(rule, finding.level, Entry.of(path, record, rule.code, words, None))
        )

    def _marked(self, rule: Evidence, level: Level, entry: Entry) -> Evidence:
        if rule.suppressed is not None:
            if rule.suppressed.kind == "settings" and self._left[entry] > 0:
                self._left[entry] -= 1  # it is still there; these settings do not count it
            return rule
        if level.rank < Level.WARNING.rank:
            return rule
        if self._learning:
            self._found[entry] += 1
        elif self._left[entry] <= 0:
            return rule
        self._left[entry] -= 1
        return replace(rule, suppressed=Suppression("baseline"))

    def _gone(self, entry: Entry) -> bool:
        """Return whether this run can tell that an entry stands for nothing: a partial run says nothing of the rest."""
        if entry.rule in self._idle or (entry.path, entry.record, entry.rule) in self._unchecked:
            return False
        if entry.path in self._failed:
            return False
        if entry.path in self._checked:
            return True
        where = os.path.normpath(os.path.join(self._folder, entry.path))  # noqa: PTH118
        under = any(where == root or where.startswith(root.rstrip(os.sep) + os.sep) for root in self._roots)
        return under and not os.path.lexists(where)

    def _named(self, path: str) -> str:
        if path in (STDIN, ""):
            return path
        return Path(os.path.relpath(path, self._folder)).as_posix()


def _path(result: Result) -> str:
    return result.location.path if isinstance(result, Skipped) else result.article.location.path


def told(entry: Entry, left: int) -> str:
    """Return an entry in words: "CC101 a.txt “Players of Real Betis …” (2 times)"."""
    caption = entry.caption if len(entry.caption) <= 40 else entry.caption[:39].rstrip() + "…"
    record = f" [{entry.record}]" if entry.record else ""
    return f"{entry.rule} {entry.path}{record} “{caption}”" + (f" ({left} times)" if left > 1 else "")
