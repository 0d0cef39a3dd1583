"""What the page shows of each result, taken from the JSON form of results: no picture is looked at here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from captioncheck.datatypes import Picture, Status, Verdict
from captioncheck.report.review.fields import level, share, text, text_or_none, verdict, whole

_KEPT = 5_000
"""Consistent captions that a page holds: the least fitting ones; findings and unverifiable ones are all kept."""


@dataclass(slots=True)
class Row:
    """One finding of a page: what the page is told of it, its picture, and the path and record of its article."""

    shown: dict[str, Any]
    picture: Picture | None
    path: str
    record: str | None

    @property
    def loudness(self) -> tuple[int, float]:
        """Return a key that puts what a reviewer looks at first first."""
        finding = self.shown["verdict"] in ("mismatch", "article")
        rank = 0 if finding and not self.shown["suppressed"] else 1 if finding else 2
        rank += self.shown["verdict"] == "consistent"
        return rank, 2.0 if self.shown["fit"] is None else self.shown["fit"]


@dataclass(slots=True)
class Entries:
    """Everything that a page shows; `add` takes one entry of `articles` of the JSON output after another.

    `problems` are inputs and lines of results that could not be read: (where, why). `skipped` counts what was not
    meant to be read, `left_out` the consistent captions that the page does not hold. `interrupted` says that not all of
    the inputs were come to.
    """

    articles: list[dict[str, Any]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    checked: int = 0
    skipped: int = 0
    captions: int = 0
    suppressed: int = 0
    left_out: int = 0
    interrupted: bool = False
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, Verdict), 0))

    def add(self, result: Mapping[str, Any], pictures: Sequence[Picture | None] | None = None) -> None:
        """Add one result. Raises KeyError, TypeError or ValueError for what is none, and then adds nothing.

        `pictures` are the pictures of its captions where they are known better than by the results' own words.
        """
        status = Status(result["status"])
        path, record = text(result["path"]), text_or_none(result["record"])
        if status is not Status.OK:
            reason = text(result["reason"])
            self.skipped += status is Status.SKIPPED
            if status is Status.ERROR:
                self.problems.append((path if record is None else f"{path} [{record}]", reason))
            return
        article = {
            "path": path,
            "base": _base(path),
            "record": record,
            "headline": text(result["headline"]),
            "language": text_or_none(result["language"]),
            "notes": [text(note) for note in result["notes"]],
        }
        rows = [
            Row(*_caption(caption, len(self.articles), pictures[at] if pictures else None), path, record)
            for at, caption in enumerate(result["captions"])
        ]
        verdicts = [row.shown["verdict"] for row in rows]
        rows += [Row(_finding(one, len(self.articles)), None, path, record) for one in result.get("findings", ())]
        self.articles.append(article)
        self.rows += rows
        self.checked += 1
        self.captions += len(verdicts)
        self.suppressed += sum(row.shown["suppressed"] for row in rows)
        for one in verdicts:
            self.verdicts[one] += 1
        if self.verdicts["consistent"] - self.left_out >= 4 * _KEPT:
            self.trim()

    def trim(self) -> None:
        """Leave out the best fitting consistent captions where there are too many for a page, and their articles."""
        fits = sorted(row.shown["fit"] for row in self.rows if row.shown["verdict"] == "consistent")
        if len(fits) <= _KEPT:
            return
        kept, room = [], _KEPT
        for row in self.rows:
            if row.shown["verdict"] == "consistent":
                if room == 0 or row.shown["fit"] > fits[_KEPT - 1]:
                    continue
                room -= 1
            kept.append(row)
        self.left_out += len(self.rows) - len(kept)
        self.rows = kept
        needed = sorted({row.shown["article"] for row in kept})
        numbers = {old: new for new, old in enumerate(needed)}
        self.articles = [self.articles[old] for old in needed]
        for row in kept:
            row.shown["article"] = numbers[row.shown["article"]]

    @property
    def flagged(self) -> int:
        """Return how many captions are mismatches that count."""
        return sum(row.shown["verdict"] == "mismatch" and not row.shown["suppressed"] for row in self.rows)


def _caption(caption: Mapping[str, Any], article: int, known: Picture | None) -> tuple[dict[str, Any], Picture | None]:
    image = text_or_none(caption["image"])
    cut = known is None and image is not None and image[:5].lower() == "data:" and image.endswith(" characters)")
    picture = known or (None if image is None else Picture(image))
    nearest = caption["nearest"]
    shown = {
        "article": article,
        "text": text(caption["text"]),
        "credit": text_or_none(caption["parts"]["credit"]),
        "line": whole(caption["line"]),
        "column": whole(caption["column"]),
        "language": text_or_none(caption["language"]),
        "verdict": verdict(caption["verdict"]),
        "level": level(caption["level"]),
        "fit": share(caption["fit"]),
        "confidence": share(caption["confidence"]),
        "reason": text_or_none(caption["reason"]),
        "rules": [_rule(rule) for rule in caption["rules"]],
        "nearest": None if nearest is None else _passage(nearest),
        "unchecked": _grouped(caption["unchecked"]),
        "suppressed": bool(caption.get("suppressed", False)),
        "image": image,
        "cut": cut,
        "picture": None if picture is None or cut else _known_as(picture.reference),
    }
    return shown, picture


def _finding(finding: Mapping[str, Any], article: int) -> dict[str, Any]:
    """Return a finding on an article as a caption's that has no text and no picture."""
    rule = _rule(finding)
    return {
        "article": article,
        "text": "",
        "credit": None,
        "line": whole(finding["line"]),
        "column": whole(finding["column"]),
        "language": None,
        "verdict": "article",
        "level": level(finding["level"]),
        "fit": None,
        "confidence": None,
        "reason": None,
        "rules": [rule],
        "nearest": None,
        "unchecked": [],
        "suppressed": rule["suppressed"] is not None,
        "image": None,
        "cut": False,
        "picture": None,
    }


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    suppressed = rule.get("suppressed")
    return {
        "code": text(rule["code"]),
        "name": text(rule["name"]),
        "message": text(rule["message"]),
        "evidence": [text(word) for word in rule["evidence"]],
        "level": text_or_none(rule.get("level")),
        "suppressed": None if suppressed is None else _suppression(suppressed),
    }


def _suppression(suppressed: Mapping[str, Any]) -> dict[str, Any]:
    line = suppressed["line"]
    return {
        "kind": text(suppressed["kind"]),
        "reason": text_or_none(suppressed["reason"]),
        "line": None if line is None else whole(line),
    }


def _passage(near: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": text(near["text"]), "line": whole(near["line"]), "similarity": share(near["similarity"])}


def _grouped(unchecked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rules that were not applied by the reason, which several often share."""
    reasons: dict[str, list[str]] = {}
    for one in unchecked:
        reasons.setdefault(text(one["reason"]), []).append(text(one["code"]))
    return [{"codes": sorted(codes), "reason": reason} for reason, codes in reasons.items()]


def _base(path: str) -> str:
    """Return the path as a baseline in the current folder names it."""
    return path if path == "-" else Path(os.path.relpath(path)).as_posix()


def _known_as(reference: str) -> str:
    """Return what a baseline calls a picture: the reference, or the digest of one that holds its own data."""
    if reference[:5].lower() != "data:":
        return reference
    return f"data:{hashlib.sha256(reference.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
