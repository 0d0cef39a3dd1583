from random import Random

import pytest

from captioncheck.datatypes import Level, Location
from captioncheck.report.findings import Row
from captioncheck.report.ranking import Worst, severity
from tests.report.writing import suppressed


def row(level=Level.ERROR, fit=None, hidden=None):
    return Row(level, "CC101", "subject", "m", Location("a"), fit=fit, suppressed=hidden)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (row(fit=0.001), row(fit=0.002)),
        (row(fit=0.5), row(Level.WARNING, fit=0.001)),
        (row(fit=0.99), row()),
        (row(), row(Level.WARNING, fit=0.001)),
        (row(Level.NOTE), row(fit=0.0, hidden=suppressed("baseline").suppressed)),
    ],
)
def test_what_is_more_severe(more, less):
    assert severity(more) > severity(less)


@pytest.mark.parametrize("most", [1, 7, 100, 1_000])
def test_the_most_severe_are_kept_in_order(most):
    dice = Random(most)
    items = [(number, (True, 1, float(dice.randrange(20)))) for number in range(500)]
    worst = Worst(most)
    for item in items:
        worst.add(item, item[1])
    assert worst.sorted() == sorted(items, key=lambda item: (-item[1][2], item[0]))[:most]
    assert worst.left_out == max(500 - most, 0)
