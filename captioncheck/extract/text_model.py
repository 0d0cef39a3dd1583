"""The trained classifier of lines: boosted trees and a logistic model, averaged and calibrated, in readable JSON.

`data/text_model.json` is written by `tools/train_extraction.py` and says how it was made. A tree is nested lists,
`[feature, threshold, left, right]` with the left branch for values up to the threshold, or a leaf's number.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Tree = Any  # nested lists, see the module's docstring


@dataclass(frozen=True, slots=True)
class Forest:
    """All trees of a model as padded tables, one row a tree; a leaf points at itself."""

    feature: NDArray[np.int64]
    threshold: Floats
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: Floats
    depth: int

    def total(self, rows: Floats) -> Floats:
        """Return the sum of all trees' leaf values for each row."""
        trees = np.arange(len(self.value))
        node = np.zeros((len(rows), len(trees)), dtype=np.int64)
        for _ in range(self.depth):
            low = np.take_along_axis(rows, self.feature[trees, node], axis=1) <= self.threshold[trees, node]
            node = np.where(low, self.left[trees, node], self.right[trees, node])
        return np.asarray(self.value[trees, node].sum(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class LineModel:
    """Log-odds that a line is a caption: a mean of both parts, then Platt's line. `threshold` is a probability."""

    features: tuple[str, ...]
    forest: Forest
    members: int
    baseline: float
    mean: Floats
    scale: Floats
    weights: Floats
    bias: float
    share: float
    slope: float
    offset: float
    threshold: float

    def probabilities(self, rows: Sequence[dict[str, float]]) -> Floats:
        """Return the calibrated probability of each row of features."""
        if not rows:
            return np.zeros(0)
        table = np.array([[row[name] for name in self.features] for row in rows], dtype=np.float64)
        trees = self.baseline + self.forest.total(table) / self.members
        linear = np.clip((table - self.mean) / self.scale, -6, 6) @ self.weights + self.bias
        odds = self.share * np.clip(trees, -9, 9) + (1 - self.share) * np.clip(linear, -9, 9)
        return np.asarray(1 / (1 + np.exp(-(self.slope * odds + self.offset))), dtype=np.float64)


@cache
def line_model(name: str) -> LineModel:
    """Return the model "with_encoder" or "without_encoder"."""
    return read_model(_stored()["models"][name])


@cache
def meaning_weights() -> tuple[tuple[str, ...], Floats, Floats]:
    """Return classes, their weights on a sentence vector (classes x d) and their biases."""
    stored = _stored()["meaning"]
    return tuple(stored["classes"]), np.array(stored["weights"], dtype=np.float64), np.array(stored["bias"])


@cache
def _stored() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("data", "text_model.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def read_model(stored: dict[str, Any]) -> LineModel:
    """Return a model from its JSON form."""
    names = tuple(stored["features"])
    linear = stored["linear"]
    return LineModel(
        features=names,
        forest=_forest(stored["trees"], {name: i for i, name in enumerate(names)}),
        members=stored["members"],
        baseline=stored["baseline"],
        mean=np.array([linear[name][0] for name in names]),
        scale=np.array([linear[name][1] for name in names]),
        weights=np.array([linear[name][2] for name in names]),
        bias=stored["bias"],
        share=stored["share"],
        slope=stored["calibration"]["slope"],
        offset=stored["calibration"]["offset"],
        threshold=stored["threshold"],
    )


def _forest(trees: Sequence[Tree], index: dict[str, int]) -> Forest:
    flat = [_flatten(tree, index) for tree in trees]
    size = max(len(nodes) for nodes, _ in flat)
    table = np.zeros((len(flat), size, 5))
    for row, (nodes, _) in enumerate(flat):
        table[row, : len(nodes)] = nodes
    whole = table[:, :, [0, 2, 3]].astype(np.int64)
    return Forest(
        whole[:, :, 0], table[:, :, 1], whole[:, :, 1], whole[:, :, 2], table[:, :, 4], max(depth for _, depth in flat)
    )


def _flatten(tree: Tree, index: dict[str, int]) -> tuple[list[tuple[float, ...]], int]:
    """Return (feature, threshold, left, right, value) rows and the depth."""
    rows: list[tuple[float, ...]] = []

    def add(node: Tree) -> tuple[int, int]:
        at = len(rows)
        rows.append((0, 0.0, at, at, 0.0))
        if not isinstance(node, list):
            rows[at] = (0, 0.0, at, at, float(node))
            return at, 0
        left, low = add(node[2])
        right, high = add(node[3])
        rows[at] = (index[node[0]], float(node[1]), left, right, 0.0)
        return at, 1 + max(low, high)

    return rows, add(tree)[1]
