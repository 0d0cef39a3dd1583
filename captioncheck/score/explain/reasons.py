"""Why this verdict and no stronger one, what the caption's marks change, and what would be needed to judge it."""

from __future__ import annotations

from captioncheck.datatypes import Judgement, Level, Verdict
from captioncheck.explanation import Limits, Mark
from captioncheck.grammar.wording import apart, percent
from captioncheck.score.fusion import FusionModel, plain, sigmoid
from captioncheck.score.witnesses import Testimony

_EFFECTS = {
    "archive": "its age is not held against it; what it shows is",
    "symbol": "it need not show the event itself; what it says is compared all the same",
    "illustration": "it is a drawing; what it says is compared all the same",
    "handout": "given out by somebody; changes nothing in the judgement",
}

_NEEDED = (
    ("the article has too little text", "the article's text: a headline and two or three sentences"),
    ("only a credit", "a description: who or what the picture shows"),
    ("no words", "a description in words: who or what the picture shows"),
    ("only a name", "the occasion: what the person does, where, or what it has to do with the story"),
    ("says too little", "about two telling words more: a name, a place, the thing or the event that is shown"),
    ("in doubt", "one thing that both say: a name, a place, or the event in the words of the article"),
)
"""What a reason asks for, by how the reason begins."""


def marks(testimony: Testimony) -> tuple[Mark, ...]:
    """Return what the caption is marked as, with the effect on the judgement."""
    return tuple(Mark(kind, _EFFECTS[kind]) for kind in testimony.caption.caption.parts.markers)


def needed(judgement: Judgement) -> str:
    """Return what would be needed to judge a caption, "" where it was judged."""
    if judgement.verdict is not Verdict.UNVERIFIABLE:
        return ""
    fitting = (words for start, words in _NEEDED if judgement.reason.startswith(start))
    return next(fitting, "more to compare: who, what and where")


def not_again(judgement: Judgement, testimony: Testimony, model: FusionModel, silent: str) -> tuple[str, ...]:
    """Return that a caption in doubt was not looked at again, where that is so."""
    looked = testimony.regime != plain(testimony.regime)
    if silent or looked or not testimony.nearest or not model.doubtful(judgement.fit):
        return ()
    return ("left in doubt and not looked at again: --fast, or captioncheck[careful] is not installed",)


def verdict(judgement: Judgement, silent: str, log_odds: float, limits: Limits) -> tuple[str, ...]:
    """Return why it is this verdict; `silent` is why the caption says too little, "" where it says enough."""
    fit = judgement.fit
    if silent:
        return (f"not judged: {silent}; fit {percent(fit)} is a best guess that decides nothing",)
    if judgement.verdict is Verdict.CONSISTENT:
        shown, doubt = apart(fit, limits.doubt)
        return (f"consistent, as fit {shown} is not below {doubt}",)
    if judgement.verdict is Verdict.UNVERIFIABLE:
        if fit < limits.warning:
            return (f"not held against it, though fit {percent(fit)} is low: it {judgement.reason}",)
        low, high = apart(fit, limits.warning)[1], apart(fit, limits.doubt)[1]
        return (f"in doubt, as fit {percent(fit)} lies between mismatch (below {low}) and consistent (from {high})",)
    if judgement.level is Level.ERROR:
        shown, error = apart(fit, limits.error)
        return (f"an error, as fit {shown} is below {error}, where false alarms are rare",)
    return tuple(f"only a warning: {reason}" for reason in _only_a_warning(judgement, log_odds, limits))


def _only_a_warning(judgement: Judgement, log_odds: float, limits: Limits) -> tuple[str, ...]:
    fit, confidence = judgement.fit, judgement.caption.confidence
    shown, error = apart(fit, limits.error)
    reasons = []
    if fit >= limits.error:
        warning = apart(fit, limits.warning)[1]
        reasons.append(f"fit {shown} is below {warning}, but an error needs less than {error}")
    else:
        date = next((row.share for row in judgement.witnesses if row.name == "date"), 0.0)
        without = sigmoid(log_odds - min(date, 0.0))
        if without >= limits.error:
            reasons.append(
                f"a date alone makes no error, and without it fit would be {percent(without)}, not below "
                f"{percent(limits.error)}"
            )
    if confidence < limits.confidence:
        reasons.append(
            f"unsure that this is a caption at all ({percent(confidence)}; an error needs {percent(limits.confidence)})"
        )
    return tuple(reasons)
