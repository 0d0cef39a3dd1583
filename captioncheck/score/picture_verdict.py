"""A judgement by the text, and what the picture says, to one judgement."""

from __future__ import annotations

from dataclasses import replace

from captioncheck.datatypes import Judgement, Level, Verdict, Witness
from captioncheck.grammar.wording import percent
from captioncheck.pictures.unchecked import LOOKED
from captioncheck.score.explain.beyond import log_odds, with_shares
from captioncheck.score.fusion import logit
from captioncheck.score.pictures import Calibration, Sight, explained
from captioncheck.score.rules.picture import picture
from captioncheck.score.rules.picture_subject import picture_subject
from captioncheck.score.verdict import DOUBT, decided

_INVENTED = frozenset(["symbol", "illustration"])
"""Markers of a picture that need not show what its caption says."""
_CONTENT = 0.5
_MISFIT = 0.2
"""What is called a mismatch is never said to fit better than this: about where text alone leaves a caption in doubt.

The picture's thresholds count false alarms. Hardly any stranger comes near them with a good checkpoint, only lookalikes
do, which the two densities behind `fit` know nothing of.
"""
_APART = ("wrong_picture", "wrong_caption", "none")
"""The stories in which caption and picture do not belong together."""


_SURE = 20.7
"""Log-odds beyond which no text is trusted against a picture: a thousand million to one."""


def with_picture(judgement: Judgement, sight: Sight, calibration: Calibration, confidence: float) -> Judgement:
    """Return a judgement with what its picture says: rules, witnesses, verdict and `fit`.

    `fit` becomes the probability that caption, article and picture all belong together. The thresholds are the
    picture's own: a shortfall as far as one match in 200 has (error), or one in 50 (warning). `confidence` is what an
    error needs of the caption.
    """
    text = min(max(log_odds(judgement), -_SURE), _SURE)
    stories = explained(text, sight.support, sight.article_support, calibration.priors)
    fit = stories["all"]
    caption_alone = explained(text, sight.support, 0.0, calibration.priors)["all"]
    level = _level(judgement, sight, calibration, confidence)
    told = _APART if level is not Level.NONE else ("both_elsewhere", *_APART)
    story = max(told, key=lambda name: stories[name])
    rules = list(judgement.rules)
    if level is not Level.NONE:
        fit, caption_alone = min(fit, _MISFIT), min(caption_alone, _MISFIT)
        rules.append(picture(sight, story))
    if level is not Level.NONE or judgement.verdict is Verdict.MISMATCH:
        subject = picture_subject(sight, story)
        rules += [subject] if subject else []
    looked = Witness(LOOKED, sight.z, 0.0, _fits(sight))
    hint = Witness("picture and article", sight.article_z, logit(fit) - logit(caption_alone), "a hint, never a judge")
    settled = judgement.verdict is Verdict.UNVERIFIABLE and judgement.reason == DOUBT and fit >= _CONTENT
    said = _said(level, fit, settled=settled and level is Level.NONE)
    changed = replace(with_shares(judgement, fit, said, looked, hint), rules=tuple(rules))
    if level is not Level.NONE:
        louder = level if level.rank > judgement.level.rank else judgement.level
        return decided(changed, Verdict.MISMATCH, louder)
    return decided(changed, Verdict.CONSISTENT, Level.NONE) if settled else changed


def _said(level: Level, fit: float, *, settled: bool) -> str:
    """Return why the verdict is this one, "" where the picture leaves it as it is."""
    if level is Level.ERROR:
        return "an error, as hardly one right picture in 200 fits its caption as badly"
    if level is Level.WARNING:
        return "a warning, as hardly one right picture in 50 fits its caption as badly"
    return f"consistent, as with its picture fit is {percent(fit)}" if settled else ""


def _level(judgement: Judgement, sight: Sight, calibration: Calibration, confidence: float) -> Level:
    """Return how loudly the picture speaks against its caption."""
    shortfall = sight.shortfall(calibration)
    if shortfall >= calibration.warning:
        return Level.NONE
    caption = judgement.caption
    sure = caption.confidence >= confidence and not _INVENTED & set(caption.parts.markers)
    return Level.ERROR if sure and shortfall < calibration.error else Level.WARNING


def _fits(sight: Sight) -> str:
    worse = sight.among - sight.better
    return f"fits its picture better than {worse} of {sight.among} other captions do (cosine {sight.cosine:.2f})"
