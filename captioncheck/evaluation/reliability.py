"""Whether `fit` means what it says: that of the captions with a fit of 70 %, 70 % belong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from captioncheck.evaluation.intervals import SEED, Estimate, Floats, bootstrap, wilson

BINS = 10
"""Bins of equal width."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The captions whose fit lies from `low` up to `high`: how many, their mean fit, the share that belongs."""

    low: float
    high: float
    n: int
    fit: float
    belongs: Estimate


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that are not empty; the expected calibration error over them, weighed by their captions; Brier score.

    Both depend on the mix: they hold where the share of captions that belong (`belongs`) is what it is here.
    """

    n: int
    belongs: float
    error: Estimate
    brier: Estimate
    bins: tuple[Bin, ...]


def reliability(fits: Floats, belongs: Floats) -> Reliability:
    """Compare fits with labels (1.0 belongs, 0.0 does not); neither may be empty."""
    place = np.minimum((fits * BINS).astype(np.int64), BINS - 1)
    squares = (fits - belongs) ** 2
    random = np.random.default_rng(SEED)

    def error(rows: NDArray[np.int64] | slice) -> float:
        gaps = np.bincount(place[rows], (fits - belongs)[rows], BINS)
        return float(np.abs(gaps).sum() / len(fits))

    def some() -> NDArray[np.int64]:
        return random.integers(len(fits), size=len(fits))

    return Reliability(
        len(fits),
        float(belongs.mean()),
        bootstrap(error(slice(None)), lambda: error(some())),
        bootstrap(float(squares.mean()), lambda: float(squares[some()].mean())),
        tuple(_bin(index, fits[place == index], belongs[place == index]) for index in np.unique(place)),
    )


def _bin(index: int, fits: Floats, belongs: Floats) -> Bin:
    low, high = float(index / BINS), float((index + 1) / BINS)
    return Bin(low, high, len(fits), float(fits.mean()), wilson(round(belongs.sum()), len(fits)))
