"""A row with what was found on it in the whole archive: the settings and comments that silence a finding hold here too.

What an earlier pass has found is taken away first, so that a row is the same however often it is amended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from captioncheck.datatypes import (
    Article,
    Caption,
    CaptionParts,
    Checked,
    Judgement,
    Level,
    Location,
    Result,
    Suppression,
    Verdict,
    heard,
)
from captioncheck.gate.selection import Rules
from captioncheck.report.record import rule
from captioncheck.scan.across.base import Found

OURS = ("CC301", "CC302")


@dataclass(frozen=True, slots=True)
class Amend:
    """Amends rows: `rules` are those of a file, `commented` marks what a comment in its source silences."""

    rules: Callable[[str], Rules]
    commented: Callable[[Result], Result]

    def __call__(
        self,
        row: dict[str, Any],
        found: Sequence[Found],
        missing: Mapping[str, tuple[Callable[[Mapping[str, Any]], bool], str]],
    ) -> dict[str, Any]:
        """Return the row without what was found before and with what is found now; `missing` rules are unchecked."""
        if row["status"] != "ok":
            return row
        rules = self.rules(row["path"])
        silent = self._silenced(row, found) if found else {}
        captions = [_without(caption) for caption in row["captions"]]
        findings = [one for one in row["findings"] if one["code"] not in OURS]
        for one in found:
            caption = captions[one.caption]
            if one.evidence.code not in rules.on:
                continue
            evidence = replace(one.evidence, suppressed=silent.get((one.caption, one.evidence.code)))
            if caption["verdict"] == Verdict.MISMATCH:
                own = Level(caption["level"])
                level = rules.level(evidence, min(one.level, own, key=lambda level: level.rank))
                evidence = replace(evidence, level=None if level is own else level)
                caption["rules"] = [*caption["rules"], rule(evidence)]
            else:
                evidence = replace(evidence, level=rules.level(evidence, one.level))
                where = {"line": caption["line"], "column": caption["column"], "level": None}
                findings = [*findings, where | rule(evidence)]
        for code, (concerns, why) in missing.items():
            for caption in captions:
                if code in rules.on and concerns(caption):
                    caption["unchecked"] = [*caption["unchecked"], {"code": code, "reason": why}]
        for caption in captions:
            _settle(caption)
        return row | {"captions": captions, "findings": findings}

    def _silenced(self, row: dict[str, Any], found: Sequence[Found]) -> dict[tuple[int, str], Suppression]:
        """Return what comments in the article's source silence, by caption and code."""
        place = Location(row["path"], record=row["record"])
        judgements = [_bare(caption, row["path"]) for caption in row["captions"]]
        for one in found:
            judgement = judgements[one.caption]
            judgements[one.caption] = replace(judgement, rules=(*judgement.rules, one.evidence))
        article = Article(place, "", (), tuple(one.caption for one in judgements))
        result = self.commented(Checked(article, tuple(judgements)))
        assert isinstance(result, Checked)
        return {
            (index, evidence.code): evidence.suppressed
            for index, judgement in enumerate(result.judgements)
            for evidence in judgement.rules
            if evidence.suppressed is not None
        }


def _settle(caption: dict[str, Any]) -> None:
    """Say anew whether a caption is suppressed, and how loud it is, as `gate.selection.settled` does."""
    own = Level(caption["level"])
    left = heard(own, ((level, one["suppressed"] is not None) for one, level in _levels(caption)))
    caption["suppressed"] = own.rank >= Level.WARNING.rank > left.rank
    if left.rank >= Level.WARNING.rank:
        _set_level(caption, left)


def _levels(caption: Mapping[str, Any]) -> list[tuple[dict[str, Any], Level]]:
    return [(one, Level(one["level"] or caption["level"])) for one in caption["rules"]]


def _set_level(caption: dict[str, Any], level: Level) -> None:
    """Make a caption as loud as this, and leave its rules as loud as they are."""
    rules = [one | {"level": None if own is level else str(own)} for one, own in _levels(caption)]
    caption |= {"level": str(level), "rules": rules}


def _without(caption: Mapping[str, Any]) -> dict[str, Any]:
    """Return a caption without what an earlier pass has found, as loud as it was before that."""
    made = dict(caption) | {
        name: [one for one in caption[name] if one["code"] not in OURS] for name in ("rules", "unchecked")
    }
    levels = (Level(caption["level"]), *(level for _, level in _levels(made)))
    _set_level(made, max(levels, key=lambda level: level.rank))
    return made


def _bare(caption: Mapping[str, Any], path: str) -> Judgement:
    """Return what of a caption a comment is held against: where it stands."""
    where = Location(path, caption["line"], caption["column"])
    bare = Caption(caption["text"], CaptionParts(caption["text"]), where)
    return Judgement(bare, Verdict.MISMATCH, Level.WARNING, caption["fit"])
