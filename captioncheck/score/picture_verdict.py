"""A judgement by the text, and what the picture says, to one judgement."""

from __future__ import annotations

import math
from dataclasses import replace

from captioncheck.datatypes import Judgement, Level, Verdict, Witness
from captioncheck.pictures.unchecked import LOOKED
from captioncheck.score.pictures import Calibration, Sight, explained
from captioncheck.score.rules.picture import picture
from captioncheck.score.rules.picture_subject import picture_subject
from captioncheck.score.verdict import DOUBT

_INVENTED = frozenset(["symbol", "illustration"])
"""Markers of a picture that need not show what its caption says."""
_CONFIDENCE = 0.6
_CONTENT = 0.5
_MISFIT = 0.2
"""What is called a mismatch is never said to fit better than this: about where text alone leaves a caption in doubt.

The picture's thresholds count false alarms. Hardly any stranger comes near them with a good checkpoint, only lookalikes
do, which the two densities behind `fit` know nothing of.
"""
_APART = ("wrong_picture", "wrong_caption", "none")
"""The stories in which caption and picture do not belong together."""


def with_picture(judgement: Judgement, sight: Sight, calibration: Calibration) -> Judgement:
    """Return a judgement with what its picture says: rules, witnesses, verdict and `fit`.

    `fit` becomes the probability that caption, article and picture all belong together. The thresholds are the
    picture's own: a shortfall as far as one match in 200 has (error), or one in 50 (warning).
    """
    text = _logit(judgement.fit)
    stories = explained(text, sight.support, sight.article_support, calibration.priors)
    caption_alone = explained(text, sight.support, 0.0, calibration.priors)["all"]
    fit = stories["all"]
    level = _level(judgement, sight, calibration)
    told = _APART if level is not Level.NONE else ("both_elsewhere", *_APART)
    story = max(told, key=lambda name: stories[name])
    rules = list(judgement.rules)
    if level is not Level.NONE:
        fit = min(fit, _MISFIT)
        rules.append(picture(sight, story))
    if level is not Level.NONE or judgement.verdict is Verdict.MISMATCH:
        subject = picture_subject(sight, story)
        rules += [subject] if subject else []
    witnesses = (
        *judgement.witnesses,
        Witness(LOOKED, sight.z, _logit(caption_alone) - text, _fits(sight)),
        Witness("picture and article", sight.article_z, _logit(fit) - _logit(caption_alone), "a hint, never a judge"),
    )
    changed = replace(judgement, fit=fit, rules=tuple(rules), witnesses=witnesses)
    if level is not Level.NONE:
        louder = level if level.rank > judgement.level.rank else judgement.level
        return replace(changed, verdict=Verdict.MISMATCH, level=louder, reason="")
    if judgement.verdict is Verdict.UNVERIFIABLE and judgement.reason == DOUBT and fit >= _CONTENT:
        return replace(changed, verdict=Verdict.CONSISTENT, level=Level.NONE, reason="")
    return changed


def _level(judgement: Judgement, sight: Sight, calibration: Calibration) -> Level:
    """Return how loudly the picture speaks against its caption."""
    shortfall = sight.shortfall(calibration)
    if shortfall >= calibration.warning:
        return Level.NONE
    caption = judgement.caption
    sure = caption.confidence >= _CONFIDENCE and not _INVENTED & set(caption.parts.markers)
    return Level.ERROR if sure and shortfall < calibration.error else Level.WARNING


def _fits(sight: Sight) -> str:
    worse = sight.among - sight.better
    return f"fits its picture better than {worse} of {sight.among} other captions do (cosine {sight.cosine:.2f})"


def _logit(share: float) -> float:
    share = min(max(share, 1e-9), 1 - 1e-9)
    return math.log(share / (1 - share))
