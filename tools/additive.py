"""Fit an additive logistic model: a curve a measure, monotone where its direction is known, written down as points.

Every measure is unfolded into I-splines (Ramsay, "Monotone Regression Splines in Action", 1988: sums of B-splines,
each rising from 0 to 1), or stays itself where it has few values. A measure whose direction is known gets coefficients
of one sign only, so that no quirk of the sample can make, say, more names in common speak against a caption.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.preprocessing import SplineTransformer

KNOTS, POINTS = 4, 24
"""Knots of the splines that a curve is fitted with, and the points that it is written down with."""
_FLAT = 0.05
"""Least spread that a column is scaled by, so that a rare value cannot be blown up."""


class Basis:
    """What a measure is unfolded into before the fit."""

    def __init__(self, column: Any) -> None:
        self.step = len(np.unique(column)) <= 2 * KNOTS
        if not self.step:
            self.splines = SplineTransformer(KNOTS, degree=2, knots="quantile", extrapolation="constant")
            self.splines.fit(column[:, None])
        raw = self._raw(column)
        self.means, self.scales = raw.mean(axis=0), np.maximum(raw.std(axis=0), _FLAT)
        self.width = raw.shape[1]

    def _raw(self, column: Any) -> Any:
        if self.step:
            return column[:, None]
        # The sums from each B-spline on; the first sum is 1 everywhere.
        return np.cumsum(self.splines.transform(column[:, None])[:, ::-1], axis=1)[:, ::-1][:, 1:]

    def rows(self, column: Any) -> Any:
        """Return the measure's columns for the fit, centred: the average row is worth nothing."""
        return (self._raw(column) - self.means) / self.scales

    def curve(self, column: Any, weights: Any) -> dict[str, list[float]]:
        """Return the fitted curve as points: every value where there are few, else evenly many rows between two."""
        x = np.unique(column) if self.step else np.unique(np.quantile(column, np.linspace(0, 1, POINTS)).round(4))
        return {"x": [round(float(v), 4) for v in x], "y": [round(float(v), 4) for v in self.rows(x) @ weights]}


def fit_additive(
    columns: Mapping[str, Any], labels: Any, directions: Mapping[str, int], strength: float
) -> dict[str, Any]:
    """Return `{"intercept": ..., "curves": {name: {"x": [...], "y": [...]}}}`.

    `columns` are the measures (n values each), `labels` n booleans, `directions` 1 for a measure that may only speak
    for a caption as it grows, -1 for one that may only speak against it (others are free), `strength` the inverse
    weight of the ridge penalty (scikit-learn's C).
    """
    bases = {name: Basis(column) for name, column in columns.items()}
    matrix = np.hstack([bases[name].rows(column) for name, column in columns.items()])
    signs = [directions.get(name, 0) for name in columns for _ in range(bases[name].width)]
    weights = _minimum(matrix, np.where(labels, 1.0, -1.0), signs, strength)
    curves, start = {}, 1
    for name, column in columns.items():
        end = start + bases[name].width
        curves[name] = bases[name].curve(column, weights[start:end])
        start = end
    return {"intercept": round(float(weights[0]), 5), "curves": curves}


def _minimum(matrix: Any, targets: Any, signs: list[int], strength: float) -> Any:
    """Return intercept and weights that minimise the logistic loss and the ridge, each weight of its sign."""

    def loss(weights: Any) -> tuple[float, Any]:
        margins = targets * (matrix @ weights[1:] + weights[0])
        slopes = -targets / (1 + np.exp(np.clip(margins, -500, 500)))
        gradient = np.concatenate(([slopes.sum()], matrix.T @ slopes)) * strength
        gradient[1:] += weights[1:]
        return strength * np.logaddexp(0, -margins).sum() + 0.5 * (weights[1:] ** 2).sum(), gradient

    bounds = [(None, None)] + [(0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None) for sign in signs]
    start = np.zeros(matrix.shape[1] + 1)
    return minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 5000}).x
