"""Shares and areas with their 95 % intervals.

Captions are taken to be independent of each other; where one article gives many, intervals are a little too narrow.
Sources: Wilson (1927); DeLong et al. (1988), on the log-odds; Newcombe (2006), method 5, where nothing overlaps.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_Z = 1.959964
RESAMPLES = 4_000
"""Bootstrap samples; with other ones the ends move by less than a tenth of the interval."""
SEED = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number between 0 and 1 with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(hits: int, n: int) -> Estimate:
    """Return the share hits / n with Wilson's interval, which also holds at 0 and 1. n must not be 0."""
    share, spread = hits / n, _Z**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return Estimate(share, min(max(middle - half, 0.0), share), max(min(middle + half, 1.0), share))


def area(own: Floats, swapped: Floats) -> Estimate:
    """Return the area under the ROC curve: the chance that an own caption's fit exceeds a swapped one's."""
    above, below = placements(own, swapped), placements(swapped, own)
    value = float(above.mean())
    variance = sum(float(part.var(ddof=1)) / len(part) for part in (above, below) if len(part) > 1)
    if variance <= 0 or not 0 < value < 1:
        return _newcombe(value, len(own), len(swapped))
    centre = math.log(value / (1 - value))
    half = _Z * math.sqrt(variance) / (value * (1 - value))
    return Estimate(value, _logistic(centre - half), _logistic(centre + half))


def placements(of: Floats, among: Floats) -> Floats:
    """Return for each value the share of others that it exceeds; a tie counts one half."""
    ordered = np.sort(among)
    lower, upper = np.searchsorted(ordered, of, "left"), np.searchsorted(ordered, of, "right")
    return np.asarray((lower + upper) / 2 / len(among), dtype=np.float64)


def recall(own: Floats, swapped: Floats, rate: float = 0.01) -> Estimate:
    """Return the share of swapped captions below all but `rate` of the own ones (of under 1 / rate: below them all)."""

    def below(own: Floats, swapped: Floats) -> int:
        edge = np.partition(own, place)[place]
        return int((swapped < edge).sum())

    own, swapped = np.sort(own), np.sort(swapped)  # so that the order they came in changes nothing
    place, n = int(rate * len(own)), len(swapped)
    random = np.random.default_rng(SEED)
    fixed = wilson(below(own, swapped), n)
    drawn = bootstrap(fixed.value, lambda: below(random.choice(own, len(own)), random.choice(swapped, n)) / n)
    # Few captions from elsewhere, all on one side, look sure to a bootstrap; Wilson knows how few they are.
    return Estimate(fixed.value, min(drawn.low, fixed.low), max(drawn.high, fixed.high))


def bootstrap(value: float, resampled: Callable[[], float]) -> Estimate:
    """Return a value with the middle 95 % of what it is on `RESAMPLES` resamples."""
    low, high = np.quantile([resampled() for _ in range(RESAMPLES)], [0.025, 0.975])
    return Estimate(value, min(float(low), value), max(float(high), value))


def _newcombe(value: float, m: int, n: int) -> Estimate:
    size = (m + n) / 2 - 1

    def distance(area: float) -> float:
        factor = 1 + size * (1 - area) / (2 - area) + size * area / (1 + area)
        return abs(value - area) - _Z * math.sqrt(area * (1 - area) * factor / (m * n))

    return Estimate(value, _crossing(distance, 0.0, value), _crossing(distance, 1.0, value))


def _crossing(distance: Callable[[float], float], outer: float, inner: float) -> float:
    """Return where `distance` changes its sign between a point outside the interval and one inside, by halving."""
    if outer == inner:
        return outer
    for _ in range(60):
        middle = (outer + inner) / 2
        outer, inner = (middle, inner) if distance(middle) > 0 else (outer, middle)
    return inner


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
