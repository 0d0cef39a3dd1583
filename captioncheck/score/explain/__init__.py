"""From a judgement back to what it rests on: the evidence on both sides, the sum, and the way to the verdict."""

from __future__ import annotations

from dataclasses import replace

from captioncheck.datatypes import Judgement
from captioncheck.explanation import Explanation, Limits, Sum
from captioncheck.score.explain.dates import date_seen
from captioncheck.score.explain.names import names_seen
from captioncheck.score.explain.places import countries_seen
from captioncheck.score.explain.reasons import marks, needed, not_again, verdict
from captioncheck.score.explain.shares import log_odds
from captioncheck.score.explain.words import phrases_seen, shared_words, words_seen
from captioncheck.score.fusion import FusionModel
from captioncheck.score.witnesses import Testimony


def explained(judgement: Judgement, testimony: Testimony, model: FusionModel, silent: str) -> Judgement:
    """Return a judgement with its explanation, and its passages with the words that they share with the caption.

    `silent` is why nothing can be told of the caption, "" where something can.
    """
    regime, limits = model.regimes[testimony.regime], model.limits(testimony.regime)
    total = log_odds(regime, judgement.witnesses)
    bounds = Limits(limits.error, limits.warning, limits.doubt, limits.confidence)
    names = names_seen(testimony)
    spelled = tuple(name.text for name in names if name.found)
    return replace(
        judgement,
        nearest=tuple(
            replace(row, shared=shared_words(row.text, testimony.caption, spelled)) for row in judgement.nearest
        ),
        explanation=Explanation(
            Sum(testimony.regime, regime.intercept, total),
            bounds,
            (*verdict(judgement, silent, total, bounds), *not_again(judgement, testimony, model, silent)),
            needed(judgement),
            names,
            countries_seen(testimony),
            date_seen(testimony),
            words_seen(testimony),
            phrases_seen(testimony),
            marks(testimony),
        ),
    )
