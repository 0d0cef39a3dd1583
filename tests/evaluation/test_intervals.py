"""Known values, exact limits, and that an interval covers what it claims to cover."""

import numpy as np
import pytest

from captioncheck.evaluation.intervals import area, placements, recall, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),  # Wilson's own limits, from published tables
        (10, 10, 0.7225, 1.0),
        (1, 10, 0.0179, 0.4042),
        (81, 263, 0.2553, 0.3662),
        (0, 1, 0.0, 0.7935),
    ],
)
def test_wilson(hits, n, low, high):
    found = wilson(hits, n)
    assert found.value == hits / n
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_ties_count_one_half():
    assert placements(np.array([0.5, 0.2, 0.9]), np.array([0.5, 0.1])).tolist() == [0.75, 0.5, 1.0]


@pytest.mark.parametrize(
    ("own", "swapped", "value"),
    [([0.9], [0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([0.4, 0.8], [0.6, 0.2], 0.75)],
)
def test_area(own, swapped, value):
    found = area(np.array(own), np.array(swapped))
    assert found.value == value
    assert 0 <= found.low <= value <= found.high <= 1
    assert found.high - found.low > 0.2  # so few captions tell little, also where nothing overlaps


def test_the_area_turns_with_its_sides():
    own, swapped = np.array([0.3, 0.6, 0.9, 0.7]), np.array([0.1, 0.4, 0.65])
    one, other = area(own, swapped), area(swapped, own)
    assert (one.value, one.low, one.high) == pytest.approx((1 - other.value, 1 - other.high, 1 - other.low))


@pytest.mark.parametrize("size", [8, 40])
def test_the_area_lies_in_its_interval_as_often_as_it_should(size):
    # Two unit normals 2.2 apart: the true area is Phi(2.2 / sqrt(2)).
    random, true, times = np.random.default_rng(1), 0.94005, 600
    hits = 0
    for _ in range(times):
        found = area(random.normal(2.2, 1, size), random.normal(0, 1, 2 * size))
        hits += found.low <= true <= found.high
    assert 0.92 <= hits / times <= 0.99


def test_recall_is_below_the_wanted_share_of_own_captions():
    own = np.arange(200) / 200
    assert recall(own, np.array([0.0, 0.009, 0.01, 0.5])).value == 0.5  # strictly below the third lowest
    assert recall(own[:50], np.array([0.0, -0.1])).value == 0.5  # under 100 captions: below them all


def test_recall_of_a_few_captions_is_not_sure():
    found = recall(np.linspace(0.5, 1, 300), np.full(4, 0.1))
    assert found.value == found.high == 1
    assert found.low < 0.6


def test_intervals_do_not_depend_on_order_or_chance():
    random = np.random.default_rng(3)
    own, swapped = random.beta(5, 1, 120), random.beta(1, 5, 80)
    assert recall(own, swapped) == recall(own[::-1], random.permutation(swapped))
    assert area(own, swapped) == area(own, swapped)


@pytest.mark.parametrize("seed", range(5))
def test_area_and_recall_are_those_of_counting_by_hand(seed):
    random = np.random.default_rng(seed)
    own, swapped = (random.beta(*shape, size).round(2) for shape, size in (((4, 1), 230), ((1, 4), 170)))  # with ties
    pairs = [(x > y) + (x == y) / 2 for x in own for y in swapped]
    assert area(own, swapped).value == pytest.approx(sum(pairs) / len(pairs), abs=1e-12)
    edge = sorted(own)[int(0.01 * len(own))]
    assert recall(own, swapped).value == sum(y < edge for y in swapped) / len(swapped)
