"""Testimony to judgement: the probability, the verdict and its level, the reasons, and what could not be checked."""

from __future__ import annotations

import math
from dataclasses import replace

from captioncheck.datatypes import Caption, Evidence, Judgement, Level, Unchecked, Verdict, Witness
from captioncheck.score.explain import explained
from captioncheck.score.explain.beyond import with_shares
from captioncheck.score.explain.shares import witnesses
from captioncheck.score.fusion import FusionModel, Thresholds, sigmoid
from captioncheck.score.rules import RULES
from captioncheck.score.saying import Plea, plea, says_too_little
from captioncheck.score.witnesses import Testimony

DOUBT = "in doubt: little in the article speaks for it, but not enough against it"
METADATA = "metadata"
"""The name of the witness that a photo's own metadata gives where it contradicts the caption."""
CONTRADICTED = 60.0
"""How many times likelier a contradiction in the metadata is for a wrong pair than for a right one, at least."""
SHORT_ARTICLE = 12
"""Distinct terms below which an article gives nothing to compare with."""


def judge(testimony: Testimony, model: FusionModel, *, explain: bool = False) -> Judgement:
    """Decide on one caption; `explain` adds what the verdict rests on."""
    fit, shares = model.fit(testimony.regime, testimony.features)
    caption = testimony.caption.caption
    silent, pleading = too_little(testimony), plea(testimony.caption)
    limits = model.limits(testimony.regime)
    verdict, level = decide(fit, shares["date"], limits, silent, caption.confidence, pleading)
    excused = pleading.reason if pleading and fit < limits.warning else ""
    fired = [rule(testimony) for rule in RULES] if verdict is Verdict.MISMATCH else []
    judgement = Judgement(
        caption,
        verdict,
        level,
        fit,
        rules=tuple(evidence for evidence in fired if evidence is not None),
        nearest=testimony.nearest,
        unchecked=_unchecked(testimony),
        witnesses=witnesses(testimony, model.regimes[testimony.regime]),
        reason=silent or ((excused or DOUBT) if verdict is Verdict.UNVERIFIABLE else ""),
    )
    return explained(judgement, testimony, model, silent) if explain else judgement


def decide(
    fit: float,
    date_share: float,
    thresholds: Thresholds,
    silent: str,
    confidence: float,
    pleading: Plea | None = None,
) -> tuple[Verdict, Level]:
    """Return verdict and level.

    `silent` is why nothing can be told ("" where it can), `date_share` the date's part of the log-odds: a date is a
    witness, not a judge, so what only the date makes an error stays a warning; so does what may be no caption at all.
    `pleading` is what a caption that says little has to say for itself.
    """
    if silent:
        return Verdict.UNVERIFIABLE, Level.NOTE
    if fit >= thresholds.doubt:
        return Verdict.CONSISTENT, Level.NONE
    if fit >= thresholds.warning:
        return Verdict.UNVERIFIABLE, Level.NOTE
    without_date = sigmoid(math.log(max(fit, 1e-300) / max(1 - fit, 1e-300)) - min(date_share, 0.0))
    sure = without_date < thresholds.error and confidence >= thresholds.confidence
    level = Level.ERROR if sure else Level.WARNING
    if pleading is not None and level.rank <= pleading.most.rank:
        return Verdict.UNVERIFIABLE, Level.NOTE
    return Verdict.MISMATCH, level


def with_metadata(judgement: Judgement, found: tuple[Level, Evidence] | None, model: FusionModel) -> Judgement:
    """Return a judgement with what the photo's own metadata says against it (CC203); None changes nothing.

    A contradiction is a mismatch whatever the article says: the caption may fit the story and still stand under another
    photo. It divides the odds of `fit` by `CONTRADICTED`, the ratio at which it fires on wrong and on right pairs.
    """
    if found is None:
        return judgement
    level, evidence = found
    if judgement.caption.confidence < least_confidence(model):
        level = Level.WARNING
    said = f"{'an error' if level is Level.ERROR else 'a warning'}, as the picture's own metadata contradicts it"
    if judgement.level.rank > level.rank:
        level = judgement.level
    odds = judgement.fit / max(1 - judgement.fit, 1e-12) / CONTRADICTED
    heard = Witness(METADATA, evidence.score, 0.0, f"contradicts the caption: {CONTRADICTED:.0f} to 1 against it")
    changed = with_shares(judgement, odds / (1 + odds), said, heard)
    return decided(replace(changed, rules=(*judgement.rules, evidence)), Verdict.MISMATCH, level)


def decided(judgement: Judgement, verdict: Verdict, level: Level) -> Judgement:
    """Return a judgement with a verdict that needs no excuse: why nothing could be told is taken away."""
    explanation = judgement.explanation
    if explanation is not None:
        explanation = replace(explanation, needed="")
    return replace(judgement, verdict=verdict, level=level, reason="", explanation=explanation)


def least_confidence(model: FusionModel) -> float:
    """Return the confidence in a caption that an error needs where no regime says how much."""
    return min(row.confidence for row in model.thresholds.values())


def unjudged(caption: Caption, reason: str, unchecked: tuple[Unchecked, ...] = ()) -> Judgement:
    """Return the judgement on a caption that there is nothing to compare with: nothing speaks for or against it."""
    return Judgement(caption, Verdict.UNVERIFIABLE, Level.NOTE, 0.5, unchecked=unchecked, reason=reason)


def too_little(testimony: Testimony) -> str:
    """Return why nothing can be told of a caption, or "" where something can."""
    if len(testimony.article.terms.counts) < SHORT_ARTICLE:
        return "the article has too little text to compare with"
    return says_too_little(testimony.caption)


def _unchecked(testimony: Testimony) -> tuple[Unchecked, ...]:
    rows = []
    parts = testimony.caption.caption.parts
    if parts.date and parts.date[:4].isdigit() and testimony.date.published is None:
        rows.append(Unchecked("CC104", "the article has no date"))
    if testimony.places.places and not testimony.article.salience.mentions:
        rows.append(Unchecked("CC102", "the article names no place"))
    return tuple(rows)
