"""Which rules apply to a file, and how loud each may be: `select`, `ignore`, `severity` and `overrides`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from captioncheck.codes import CODES, OF_CAPTIONS, meant, precision
from captioncheck.config import SEVERITIES, Settings
from captioncheck.datatypes import (
    Checked,
    Evidence,
    Finding,
    Judgement,
    Level,
    Result,
    Skipped,
    Unchecked,
    Verdict,
    heard,
)
from captioncheck.patterns import made
from captioncheck.pictures.unchecked import SWITCHED_OFF


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one file: those chosen, and the loudest that the findings of each may be, where that is limited."""

    chosen: frozenset[str]
    loudest: Mapping[str, Level]

    @property
    def on(self) -> frozenset[str]:
        """Return the codes of the rules that apply."""
        return frozenset(code for code in self.chosen if self.loudest.get(code) is not Level.NONE)

    def level(self, evidence: Evidence, level: Level) -> Level:
        """Return how loud a finding is that is as loud as `level` without settings: they quieten, and never raise."""
        level = evidence.level or level
        loudest = self.loudest.get(evidence.code, level)
        return loudest if loudest.rank < level.rank else level


class Selection:
    """Applies the settings to results: what they switch off is no finding, and what they quieten is quieter.

    An error promises that at most one caption in 200 that belongs is flagged so; no setting can promise that for a
    warning, so `severity` never raises. Raises ConfigError for paths that are no patterns.
    """

    def __init__(self, settings: Settings) -> None:
        self._overrides = settings.overrides
        root = os.path.normpath(Path.cwd() / (settings.root or ""))
        self._patterns = [made(root, "overrides", override.paths) for override in settings.overrides]
        self._plain = _rules(Rules(frozenset(), {}), settings.select, settings.ignore, settings.severity)

    @property
    def idle(self) -> bool:
        """Return whether no rule is on for any caption."""
        return not self._overrides and not self._plain.on & set(OF_CAPTIONS)

    def somewhere(self, code: str) -> bool:
        """Return whether a rule is on for any file."""
        on = [_rules(self._plain, one.select, one.ignore, one.severity) for one in self._overrides]
        return any(code in rules.on for rules in (self._plain, *on))

    def rules(self, path: str) -> Rules:
        """Return the rules of a file."""
        rules = self._plain
        for patterns, override in zip(self._patterns, self._overrides, strict=True):
            if patterns.within(os.path.normpath(Path.cwd() / path)):
                rules = _rules(rules, override.select, override.ignore, override.severity)
        return rules

    def apply(self, result: Result) -> Result:
        """Return a result as the settings have it; to apply it again changes nothing."""
        if isinstance(result, Skipped):
            return result
        rules = self.rules(result.article.location.path)
        if not rules.loudest and len(rules.chosen) == len(CODES):
            return result
        judgements = tuple(_judgement(judgement, rules) for judgement in result.judgements)
        findings = tuple(_finding(one, rules) for one in result.findings if one.evidence.code in rules.on)
        return Checked(result.article, judgements, findings)


def settled(result: Result) -> Result:
    """Return a result in which each caption is as loud as what is left when some of its rules are suppressed."""
    if isinstance(result, Skipped):
        return result
    return replace(result, judgements=tuple(map(_settled, result.judgements)))


def _settled(judgement: Judgement) -> Judgement:
    left = heard(judgement.level, ((one.level, one.suppressed is not None) for one in judgement.rules))
    if left is judgement.level or left.rank < Level.WARNING.rank:
        return judgement
    levels = [one.level or judgement.level for one in judgement.rules]
    rules = zip(judgement.rules, levels, strict=True)
    return replace(
        judgement,
        level=left,
        rules=tuple(replace(one, level=None if level is left else level) for one, level in rules),
    )


def _rules(before: Rules, select: Iterable[str] | None, ignore: Iterable[str], severity: Mapping[str, str]) -> Rules:
    """Return the rules with what the settings, or an override, change about them."""
    ignored = tuple(ignore)
    selected = None if select is None else tuple(select)
    chosen = frozenset(
        code
        for code in CODES
        if (_most(selected, code) if selected is not None else int(code in before.chosen)) > _most(ignored, code)
    )
    loudest = dict(before.loudest)
    for rule in sorted(severity, key=len):  # a prefix first: what is more exact has the last word
        for code in meant(rule):
            loudest[code] = SEVERITIES[severity[rule]]
    return Rules(chosen, {code: level for code, level in loudest.items() if level is not Level.ERROR})


def _most(selectors: Iterable[str], code: str) -> int:
    return max((precision(selector, code) for selector in selectors), default=0)


def _finding(finding: Finding, rules: Rules) -> Finding:
    return replace(finding, level=rules.level(finding.evidence, finding.level))


def _judgement(judgement: Judgement, rules: Rules) -> Judgement:
    on = rules.on
    off = [code for code in OF_CAPTIONS if code not in on]
    said = tuple(one for one in judgement.unchecked if one.code in on or one.code not in CODES)
    changed = replace(judgement, unchecked=(*said, *(Unchecked(code, SWITCHED_OFF) for code in off)))
    if judgement.verdict is not Verdict.MISMATCH:
        return changed
    kept = [one for one in judgement.rules if one.code in on or one.code not in CODES]
    if not kept and (judgement.rules or len(off) == len(OF_CAPTIONS)):
        gone = ", ".join(one.code for one in judgement.rules) or "all rules"
        return _unverifiable(changed, (), f"the settings switch off what speaks against it: {gone}")
    levels = [rules.level(one, judgement.level) for one in kept]
    loudest = max(levels, key=lambda level: level.rank, default=judgement.level)
    quietened = tuple(
        replace(one, level=None if level is loudest else level) for one, level in zip(kept, levels, strict=True)
    )
    if loudest.rank < Level.WARNING.rank:
        codes = ", ".join(one.code for one in kept)
        return _unverifiable(changed, quietened, f"the settings make what speaks against it a note: {codes}")
    return replace(changed, level=loudest, rules=quietened)


def _unverifiable(judgement: Judgement, rules: tuple[Evidence, ...], reason: str) -> Judgement:
    explanation = judgement.explanation and replace(judgement.explanation, verdict=(reason,))
    return replace(
        judgement,
        verdict=Verdict.UNVERIFIABLE,
        level=Level.NOTE,
        rules=rules,
        reason=reason,
        explanation=explanation,
    )
