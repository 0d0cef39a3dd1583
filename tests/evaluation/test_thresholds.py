"""The promise holds on captions that were never seen, with slips in the archive and without."""

import random

import pytest

from captioncheck.datatypes import Location
from captioncheck.evaluation.pairs import Pair, Pairs
from captioncheck.evaluation.thresholds import HIGHEST, TooLittleData, Wanted, fitted
from captioncheck.score.fusion import Thresholds

SHIPPED = {
    "same_language": Thresholds(0.03, 0.06, 0.2, 0.6),
    "other_language": Thresholds(0.02, 0.05, 0.1, 0.6),
}
LOOSE = Wanted(error=0.05, warning=0.1, doubt=0.2, slips=0.01)


def pair(fit, regime="same_language", silent=""):
    return Pair(f"Caption {fit}", Location("a"), regime, fit, 0.0, silent, 1.0)


def pairs(own, repaired=(0.001,) * 60, regime="same_language"):
    return Pairs(tuple(pair(fit, regime) for fit in own), tuple(pair(fit) for fit in repaired), 0)


def belonging(count, rng):
    return [rng.betavariate(4, 1) for _ in range(count)]


def test_the_order_of_captions_sets_the_thresholds():
    own = [number / 1000 for number in range(1, 201)]
    found = fitted(pairs(reversed(own)), LOOSE, SHIPPED, 4)
    row = found.thresholds["same_language"]
    # The 5th, 13th and 31st lowest of 200: the ranks of these rates at 95 % certainty.
    assert (row.error, row.warning, row.doubt) == (0.005, 0.013, 0.031)
    assert row.confidence == SHIPPED["same_language"].confidence
    assert [one.fit for one in found.judged] == own
    assert found.aside == ()


def test_a_threshold_is_never_rounded_up():
    own = [0.0123456789] * 300
    row = fitted(pairs(own), LOOSE, SHIPPED, 4).thresholds["same_language"]
    assert row.error == row.doubt == 0.01234


def test_no_threshold_flags_what_more_likely_belongs():
    row = fitted(pairs([0.9] * 300), LOOSE, SHIPPED, 4).thresholds["same_language"]
    assert (row.error, row.warning, row.doubt) == (HIGHEST,) * 3


def test_silent_captions_have_no_part():
    found = pairs([0.9] * 100)
    silent = tuple(pair(0.0, silent="says too little") for _ in range(50))
    with_silent = Pairs(found.own + silent, found.repaired, 0)
    assert fitted(with_silent, LOOSE, SHIPPED, 4).thresholds == fitted(found, LOOSE, SHIPPED, 4).thresholds


def test_slips_are_set_aside_only_where_they_look_like_it_and_no_more_than_allowed():
    strangers = [0.01] * 30 + [0.2] * 30 + [0.3]  # the middle one: .2
    own = [0.05, 0.1, 0.15] + [0.25 + number / 1000 for number in range(397)]
    assert [one.fit for one in fitted(pairs(own, strangers), LOOSE, SHIPPED, 4).aside] == [0.05, 0.1, 0.15]
    few = Wanted(0.05, 0.1, 0.2, slips=0.005)
    assert [one.fit for one in fitted(pairs(own, strangers), few, SHIPPED, 4).aside] == [0.05, 0.1]
    none = Wanted(0.05, 0.1, 0.2, slips=0.0)
    assert fitted(pairs(own, strangers), none, SHIPPED, 4).aside == ()


def test_a_regime_without_enough_captions_is_only_ever_stricter():
    own = [*pairs([0.04] * 300).own, *pairs([0.9] * 10, regime="other_language").own]
    found = fitted(Pairs(tuple(own), pairs([]).repaired, 0), LOOSE, SHIPPED, 4)
    assert found.own == {"same_language": True, "other_language": False}
    other = found.thresholds["other_language"]
    assert (other.error, other.warning, other.doubt) == (0.02, 0.04, 0.04)


def test_a_regime_with_enough_captions_has_thresholds_of_its_own():
    own = [*pairs([0.4] * 300).own, *pairs([0.1] * 100, regime="other_language").own]
    found = fitted(Pairs(tuple(own), pairs([]).repaired, 0), LOOSE, SHIPPED, 4).thresholds
    assert found["same_language"].error == 0.4
    assert found["other_language"].error == 0.1


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (
            0,
            "takes 598 different captions that say enough to be judged (at most 4 an article), and here are 0: 598",
        ),
        (14, "584 more are needed"),
        (212, "386 more are needed; with these --false-alarms 1.5% can be had"),
        (597, "1 more are needed; with these --false-alarms 0.6% can be had"),
    ],
)
def test_too_few_captions_are_refused_with_what_is_missing(count, words):
    with pytest.raises(TooLittleData) as refusal:
        fitted(pairs([0.9] * count), Wanted(), SHIPPED, 4)
    assert words in str(refusal.value)
    assert ("can be had" in str(refusal.value)) == ("can be had" in words)
    assert "\n" not in str(refusal.value)


def test_what_can_be_had_can_be_had():
    fitted(pairs([0.9] * 212), Wanted(error=0.015), SHIPPED, 4)


def test_setting_aside_counts_against_the_number():
    with pytest.raises(TooLittleData, match="here are 593: 5 more"):
        fitted(pairs([0.0] * 50 + [0.9] * 548), Wanted(), SHIPPED, 4)


def test_an_archive_of_one_story_is_refused():
    with pytest.raises(TooLittleData, match="only 49 captions could be re-paired"):
        fitted(pairs([0.9] * 700, [0.1] * 49), Wanted(), SHIPPED, 4)


@pytest.mark.parametrize(("slips", "broken"), [(0.0, 0), (0.01, 6), (0.01, 60)])
def test_the_promise_holds_on_captions_unseen(slips, broken):
    """With 95 % certainty no more than 1 % of further captions that belong lie below the error threshold."""
    rng, kept, times = random.Random(5), 0, 120
    for _ in range(times):
        strangers = [rng.betavariate(1, 6) for _ in range(300)]
        own = belonging(600, rng) + [rng.betavariate(1, 6) for _ in range(broken)]
        limit = fitted(pairs(own, strangers), Wanted(0.01, 0.02, 0.08, slips), SHIPPED, 4)
        # P(Beta(4, 1) < t) is t ** 4.
        kept += limit.thresholds["same_language"].error ** 4 <= 0.01
    assert kept / times >= 0.9
