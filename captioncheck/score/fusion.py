"""Witnesses to one probability: a logistic model a regime, read from `data/fusion.json`.

A regime is "same_language" or "other_language": where caption and article are in different languages words say little
and meaning, names and places carry the judgement, so that the weights differ. The model is additive on the log-odds,
so each witness's share in `fit` is the sum of its features' terms, measured from the average pair.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

WITNESSES = {
    "meaning": ("top", "top_article", "top_caption"),
    "words": ("best", "headline", "salient", "rare", "rare_share", "phrases"),
    "names": ("names_share",),
    "places": ("places_foreign",),
    "date": ("date_years",),
}
"""Which features speak for which witness; every feature of the model belongs to exactly one."""


@dataclass(frozen=True, slots=True)
class Regime:
    """One logistic model over standardised features."""

    intercept: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    scales: Mapping[str, float]

    def terms(self, features: Mapping[str, float]) -> dict[str, float]:
        """Return each feature's term on the log-odds."""
        return {
            name: weight * (features[name] - self.means[name]) / self.scales[name]
            for name, weight in self.weights.items()
        }


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`fit` below which a caption is a mismatch (error, warning) or in doubt; the confidence that an error needs."""

    error: float
    warning: float
    doubt: float
    confidence: float


@dataclass(frozen=True, slots=True)
class FusionModel:
    """The fitted model: regimes, their thresholds, and how it was made."""

    regimes: Mapping[str, Regime]
    thresholds: Mapping[str, Thresholds]
    made: Mapping[str, Any]

    def fit(self, regime: str, features: Mapping[str, float]) -> tuple[float, dict[str, float]]:
        """Return the probability that the caption belongs, and each witness's share of the log-odds."""
        model = self.regimes[regime]
        terms = model.terms(features)
        shares = {witness: sum(terms.get(name, 0.0) for name in names) for witness, names in WITNESSES.items()}
        return sigmoid(model.intercept + sum(terms.values())), shares


def sigmoid(x: float) -> float:
    """Return the logistic function of x, without overflow."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def parse(data: Mapping[str, Any]) -> FusionModel:
    """Return the model that a JSON document describes (written by `tools/train_fusion.py`)."""
    return FusionModel(
        {name: Regime(**row) for name, row in data["regimes"].items()},
        {name: Thresholds(**row) for name, row in data["thresholds"].items()},
        data["made"],
    )


@cache
def load() -> FusionModel:
    """Return the model that ships with captioncheck."""
    text = (files("captioncheck.score") / "data" / "fusion.json").read_text(encoding="utf-8")
    return parse(json.loads(text))
