import math

import pytest

from captioncheck.evaluation.bounds import SURE, attainable, needed, rank


def at_least(k, n, rate):
    return 1 - sum(math.comb(n, i) * rate**i * (1 - rate) ** (n - i) for i in range(k))


@pytest.mark.parametrize(("rate", "n"), [(0.001, 2995), (0.005, 598), (0.01, 299), (0.02, 149), (0.08, 36), (0.2, 14)])
def test_a_promise_takes_so_many_captions(rate, n):
    # None below the true quantile in n draws: (1 - rate) ** n; the numbers are those of Wilks' tables.
    assert needed(rate) == n
    assert (1 - rate) ** n <= 1 - SURE < (1 - rate) ** (n - 1)
    assert rank(n - 1, rate) == 0
    assert rank(n, rate) == 1
    assert attainable(n) <= rate < attainable(n - 1)


@pytest.mark.parametrize(("n", "rate", "k"), [(1400, 0.005, 3), (1000, 0.02, 13), (93, 0.05, 2), (5000, 0.005, 17)])
def test_the_rank_is_the_highest_that_holds_the_promise(n, rate, k):
    assert rank(n, rate) == k
    assert at_least(k, n, rate) >= SURE > at_least(k + 1, n, rate)


def test_many_captions_do_not_overflow():
    assert rank(100_000, 0.08) == 7859  # 1.645 standard deviations below 8,000
