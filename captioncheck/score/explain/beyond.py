"""What comes after the text, the picture or its metadata, as more shares of the same sum."""

from __future__ import annotations

import math
from dataclasses import replace

from captioncheck.datatypes import Judgement, Witness
from captioncheck.score.fusion import logit

BY_TEXT = "by the text alone "


def log_odds(judgement: Judgement) -> float:
    """Return the log-odds of a judgement's `fit`: the total of its sum where it has one, as a `fit` may round to 1."""
    made = judgement.explanation
    return logit(judgement.fit) if made is None else made.sum.log_odds


def with_shares(judgement: Judgement, fit: float, said: str, *heard: Witness) -> Judgement:
    """Return a judgement with another `fit`, and the witnesses that made it another.

    The first of `heard` is given what its share lacks for start and shares to be the log-odds of the new `fit`. `said`
    is why the verdict is now this one ("" where it is what it was): it goes before what the text alone came to.
    """
    total = logit(fit)
    first, *others = heard
    share = total - log_odds(judgement) - math.fsum(witness.share for witness in others)
    witnesses = (*judgement.witnesses, replace(first, share=share), *others)
    explanation = judgement.explanation
    if explanation is not None:
        lines = explanation.verdict
        if not any(line.startswith(BY_TEXT) for line in lines):
            lines = tuple(BY_TEXT + line for line in lines)
        made = replace(explanation.sum, log_odds=total)
        explanation = replace(explanation, sum=made, verdict=(*((said,) if said else ()), *lines))
    return replace(judgement, fit=fit, witnesses=witnesses, explanation=explanation)
