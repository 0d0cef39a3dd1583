"""Witnesses to one probability: an additive logistic model a regime, read from `data/fusion.json`.

A regime is "same_language" or "other_language": where caption and article are in different languages words say little
and meaning, names and places carry the judgement, so that the weights differ. Each has a sibling for briefs ("_brief"):
a short article holds less of what a right caption says, and next to nothing of a wrong one. The model is additive on
the log-odds (a generalised additive model, Hastie and Tibshirani 1990): every measure has a curve, given by a few
points, that says what each of its values is worth. Each witness's share in `fit` is the sum of its measures' terms,
from the average pair.

A caption whose `fit` falls into the `band` is looked at again with the careful encoder, and judged anew by the careful
model of its regime, which was fitted on such captions only (a cascade).
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

WITNESSES = {
    "meaning": ("top", "top_article", "top_caption"),
    "words": ("best", "headline", "salient", "rare_terms", "rare_share", "phrases"),
    "names": ("names_share",),
    "places": ("places_foreign",),
    "date": ("date_years", "date_after"),
    "second look": ("careful", "careful_article", "careful_caption"),
}
"""Which features speak for which witness; every feature of the model belongs to exactly one."""
CAREFUL = "_careful"
"""What the name of a regime's careful model ends in; only it hears the second look."""
OTHER_LANGUAGE, _BRIEF = "other_language", "_brief"
BRIEF = 120
"""Distinct terms (some 200 words) below which an article is a brief."""


def regime_of(*, other_language: bool, terms: int) -> str:
    """Return the regime of a caption in another language than its article or not; `terms` are the article's, distinct.

    It is the regime of a first look.
    """
    return (OTHER_LANGUAGE if other_language else "same_language") + (_BRIEF if terms < BRIEF else "")


def is_brief(regime: str) -> bool:
    """Say whether a regime is one for briefs."""
    return _BRIEF in regime


def careful(regime: str) -> str:
    """Return the name of a regime's careful model."""
    return plain(regime) + CAREFUL


def plain(regime: str) -> str:
    """Return the name of a regime, whether or not its careful model is meant."""
    return regime.removesuffix(CAREFUL)


def language_of(regime: str) -> str:
    """Return "same_language" or "other_language", whatever the article's length."""
    return plain(regime).removesuffix(_BRIEF)


@dataclass(frozen=True, slots=True)
class Curve:
    """What each value of a measure is worth on the log-odds: straight lines between points, level beyond the ends."""

    x: tuple[float, ...]
    y: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return the worth of a value."""
        after = bisect_right(self.x, value)
        if after == 0:
            return self.y[0]
        if after == len(self.x):
            return self.y[-1]
        left, right = self.x[after - 1], self.x[after]
        return self.y[after - 1] + (self.y[after] - self.y[after - 1]) * (value - left) / (right - left)


@dataclass(frozen=True, slots=True)
class Regime:
    """One additive model: the log-odds of the average pair, and a curve a measure."""

    intercept: float
    curves: Mapping[str, Curve]

    def terms(self, features: Mapping[str, float]) -> dict[str, float]:
        """Return each measure's term on the log-odds."""
        return {name: curve.at(features[name]) for name, curve in self.curves.items()}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`fit` below which a caption is a mismatch (error, warning) or in doubt; the confidence that an error needs."""

    error: float
    warning: float
    doubt: float
    confidence: float


@dataclass(frozen=True, slots=True)
class FusionModel:
    """The fitted model: regimes, their thresholds, the band of the second look, and how it was made.

    As read it holds the thresholds of both modes, those of the careful one under the names of the careful models;
    `mode` leaves those of one, under the regimes' plain names.
    """

    regimes: Mapping[str, Regime]
    thresholds: Mapping[str, Thresholds]
    band: tuple[float, float]
    made: Mapping[str, Any]

    def mode(self, *, second_look: bool) -> FusionModel:
        """Return the model for runs with a second look or without."""
        chosen = {plain(name): row for name, row in self.thresholds.items() if (name != plain(name)) == second_look}
        return replace(self, thresholds=chosen)

    def limits(self, regime: str) -> Thresholds:
        """Return the thresholds of a regime in the mode of the run: briefs have those of other articles."""
        return self.thresholds[language_of(regime)]

    def doubtful(self, fit: float) -> bool:
        """Say whether a second look could change what is said of a caption."""
        return self.band[0] < fit < self.band[1]

    def fit(self, regime: str, features: Mapping[str, float]) -> tuple[float, dict[str, float]]:
        """Return the probability that the caption belongs, and each witness's share of the log-odds."""
        model = self.regimes[regime]
        terms = model.terms(features)
        shares = {witness: sum(terms.get(name, 0.0) for name in names) for witness, names in WITNESSES.items()}
        return sigmoid(model.intercept + sum(terms.values())), shares


def sigmoid(x: float) -> float:
    """Return the logistic function of x, without overflow."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def logit(share: float, edge: float = 1e-15) -> float:
    """Return the log-odds of a share, finite for 0 and 1, too: it counts as `edge` at least, and 1 - `edge` at most."""
    share = min(max(share, edge), 1 - edge)
    return math.log(share / (1 - share))


def parse(data: Mapping[str, Any]) -> FusionModel:
    """Return the model that a JSON document describes (written by `tools/train_fusion.py`)."""
    return FusionModel(
        {name: _regime(row) for name, row in data["regimes"].items()},
        {name: Thresholds(**row) for name, row in data["thresholds"].items()},
        (data["band"][0], data["band"][1]),
        data["made"],
    )


def _regime(row: Mapping[str, Any]) -> Regime:
    curves = {name: Curve(tuple(points["x"]), tuple(points["y"])) for name, points in row["curves"].items()}
    return Regime(row["intercept"], curves)


@cache
def load() -> FusionModel:
    """Return the model that ships with captioncheck."""
    text = (files("captioncheck.score") / "data" / "fusion.json").read_text(encoding="utf-8")
    return parse(json.loads(text))
