"""How many captions a promise takes, and which of them sets the threshold: exact, whatever the distribution.

Take n captions that belong, in order of their fit. Of further such captions the share below the k-th lowest of these
is distributed as Beta(k, n + 1 - k). So with `SURE` certainty it is at most `rate` when at least k of n captions would
fall below the true quantile: P(Binomial(n, rate) >= k) >= SURE. (Wilks 1941, distribution-free tolerance limits.)
"""

from __future__ import annotations

import math

SURE = 0.95


def needed(rate: float) -> int:
    """Return the least number of captions from which `rate` can be promised: even the lowest fit must suffice."""
    return math.ceil(math.log(1 - SURE) / math.log(1 - rate))


def attainable(n: int) -> float:
    """Return the lowest rate that n captions can promise. n must not be 0."""
    return float(1 - (1 - SURE) ** (1 / n))


def rank(n: int, rate: float) -> int:
    """Return the k of the threshold, from 1: the highest that holds the promise; 0 where n captions are too few."""
    below, k = 0.0, 0  # P(Binomial < k + 1), by summing its terms
    while k < n:
        below += math.exp(_log_binomial(n, k) + k * math.log(rate) + (n - k) * math.log1p(-rate))
        if 1 - below < SURE:
            return k
        k += 1
    return k


def _log_binomial(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
