"""The findings of a result as flat rows, for every output that lists findings rather than captions.

A finding is each rule that fired on a mismatch, each finding on an article (CC401), and each input that could not be
read (code `unreadable`), so that no output passes over one in silence. What is unverifiable is no finding. Suppressed
findings are given only where they are asked for.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from captioncheck.datatypes import (
    Article,
    Checked,
    Evidence,
    Judgement,
    Level,
    Location,
    Nearest,
    Result,
    Skipped,
    Status,
    Suppression,
    Verdict,
)
from captioncheck.report.base import short_reference

UNREADABLE = "unreadable"
MISMATCH = "mismatch"
"""Codes of what is no rule: an input that could not be read, and a mismatch for which no rule speaks."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding: where it stands, how loud it is and what it says; `caption` is "" where it is about none."""

    level: Level
    code: str
    name: str
    message: str
    location: Location
    caption: str = ""
    picture: str = ""
    fit: float | None = None
    nearest: Nearest | None = None
    suppressed: Suppression | None = None

    @property
    def unread(self) -> bool:
        """Return whether this is about an input that could not be read."""
        return self.code == UNREADABLE

    @property
    def rule(self) -> str:
        """Return the code with the name that people know it by: "CC101 subject"."""
        return self.code if self.code == self.name else f"{self.code} {self.name}"


def rows_of(result: Result, *, suppressed: bool = False) -> Iterator[Row]:
    """Yield the findings of a result, in the order of the source."""
    if isinstance(result, Skipped):
        if result.status is Status.ERROR:
            yield Row(Level.ERROR, UNREADABLE, UNREADABLE, result.reason, _at(result.location, result.location))
        return
    rows = [row for judgement in result.judgements for row in rows_on(judgement, result.article)]
    for row in (*rows, *rows_besides(result)):
        if suppressed or row.suppressed is None:
            yield row


def together(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """Yield rows that stand next to each other and are about the same caption together."""
    for _, group in groupby(rows, key=lambda row: (row.location, row.caption, row.unread)):
        yield tuple(group)


def rows_on(judgement: Judgement, article: Article) -> Iterator[Row]:
    """Yield the findings on one caption, suppressed ones too; of one that is suppressed no notes that are not."""
    if judgement.verdict is not Verdict.MISMATCH:
        return
    caption = judgement.caption
    row = Row(
        judgement.level,
        MISMATCH,
        MISMATCH,
        judgement.reason or "does not belong to its article",
        _at(article.location, caption.location),
        caption.text,
        short_reference(caption.picture) if caption.picture else "",
        judgement.fit,
        judgement.nearest[0] if judgement.nearest else None,
    )
    if not judgement.rules:
        yield row
    for rule in judgement.rules:
        if rule.suppressed is not None or not judgement.suppressed:
            yield _with_rule(row, rule, rule.level or judgement.level)


def rows_besides(checked: Checked) -> Iterator[Row]:
    """Yield the findings on an article that are about none of its captions, suppressed ones too."""
    for finding in checked.findings:
        row = Row(finding.level, "", "", "", _at(checked.article.location, finding.location))
        yield _with_rule(row, finding.evidence, finding.level)


def _with_rule(row: Row, rule: Evidence, level: Level) -> Row:
    return replace(row, level=level, code=rule.code, name=rule.name, message=rule.message, suppressed=rule.suppressed)


def _at(source: Location, where: Location) -> Location:
    # A text has no lines where none are known: they count from 1 all the same.
    return Location(source.path, max(where.line, 1), max(where.column, 1), source.record)


class Fingerprints:
    """Gives findings names that stay the same when lines move.

    A name rests on the rule, the path, the record, the caption (its spaces, case and form aside), the picture, and on
    how many alike came before in the same file. The rows of a file must come one after the other.
    """

    def __init__(self) -> None:
        self._path = ""
        self._seen: Counter[bytes] = Counter()

    def of(self, row: Row, path: str) -> str:
        """Return the name of a finding in the file that others know as `path`: 32 hexadecimal digits."""
        if path != self._path:
            self._path = path
            self._seen.clear()
        about = row.caption or row.message
        same = unicodedata.normalize("NFKC", " ".join(about.split())).casefold()
        parts = (row.code, path, row.location.record or "", same, row.picture)
        key = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:16]
        self._seen[key] += 1
        return hashlib.sha256(key + str(self._seen[key]).encode()).hexdigest()[:32]
