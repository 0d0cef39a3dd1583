import math

import pytest

from captioncheck.score import fusion
from captioncheck.score.fusion import (
    BRIEF,
    CAREFUL,
    WITNESSES,
    Curve,
    careful,
    is_brief,
    language_of,
    load,
    regime_of,
    sigmoid,
)
from tests.score.stories import STORY, article, caption, hear

GARBAGE = {
    "empty": "",
    "space": " \n ",
    "long": "glacier " * 1_250,
    "emoji": "😀🎉" * 50,
    "right to left": "\u202eهذا نص‏ \u200f",
    "digits": "0123456789 " * 40,
    "punctuation": "…—!?" * 9,
    "one word without end": "x" * 10_000,
    "halves": "\ud800 and \udfff",
    "null": "\0\0",
}


@pytest.mark.parametrize("x", [-1e308, -800, -40, 0, 40, 800, 1e308])
def test_the_sigmoid_bears_extremes(x):
    assert 0 <= sigmoid(x) <= 1
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1)


PLAIN = ["same_language", "other_language", "same_language_brief", "other_language_brief"]
REGIMES = [*PLAIN, *map(careful, PLAIN)]


@pytest.mark.parametrize(
    ("other", "terms", "expected"),
    [
        (False, BRIEF, "same_language"),
        (False, BRIEF - 1, "same_language_brief"),
        (True, 10 * BRIEF, "other_language"),
        (True, 0, "other_language_brief"),
    ],
)
def test_a_regime_is_told_from_language_and_length(other, terms, expected):
    regime = regime_of(other_language=other, terms=terms)
    assert regime == expected
    assert is_brief(regime) == is_brief(careful(regime)) == (terms < BRIEF)
    assert language_of(careful(regime)) == ("other_language" if other else "same_language")


def test_a_witness_of_the_right_length_is_heard():
    assert hear(caption("A ferry."), article(STORY)).regime == "same_language_brief"
    words = " ".join(f"{a}{b}zul" for a in "bcdfghjklmnpqrstvwxz" for b in "aeiouybdgk")
    assert hear(caption("A ferry."), article(STORY, words)).regime == "same_language"


@pytest.mark.parametrize("regime", REGIMES)
def test_shares_add_up_to_the_log_odds(regime):
    features = {name: 0.3 * i for i, name in enumerate(n for names in WITNESSES.values() for n in names)}
    fit, shares = load().fit(regime, features)
    assert sum(shares.values()) + load().regimes[regime].intercept == pytest.approx(math.log(fit / (1 - fit)))


@pytest.mark.parametrize("regime", REGIMES)
def test_the_shipped_model_is_whole(regime):
    model = load().regimes[regime]
    every = {name for names in WITNESSES.values() for name in names}
    known = every if regime.endswith(CAREFUL) else every - set(WITNESSES["second look"])
    assert set(model.curves) == known
    for curve in model.curves.values():
        assert len(curve.x) == len(curve.y) > 0
        assert list(curve.x) == sorted(set(curve.x))
    assert sum(len(names) for names in WITNESSES.values()) == len(every)
    limits = load().mode(second_look=regime.endswith(CAREFUL)).limits(regime)
    assert 0 < limits.error < limits.warning < limits.doubt < 0.5 < limits.confidence < 1


def test_a_curve_is_level_beyond_its_ends_and_straight_between_its_points():
    curve = Curve((0.0, 1.0, 3.0), (-1.0, 1.0, 2.0))
    given = [-1e9, -0.1, 0.0, 0.5, 1.0, 2.0, 3.0, 1e9]
    assert [curve.at(x) for x in given] == [-1.0, -1.0, -1.0, 0.0, 1.0, 1.5, 2.0, 2.0]


def test_every_feature_of_the_witnesses_is_heard():
    heard = hear(caption("A ferry."), article(STORY)).features
    # These are shown, not weighed: "found" says less than the best passage, the others are what z-scores rest on.
    first = {name for witness, names in WITNESSES.items() for name in names if witness != "second look"}
    assert set(heard) - {"found", "top_rivals", "top_strangers"} == first


def test_the_band_of_the_second_look_holds_the_thresholds():
    model = load()
    for regime, limits in model.thresholds.items():
        assert model.doubtful(limits.warning), regime
        assert model.doubtful(limits.doubt), regime
    assert not model.doubtful(0.0)
    assert not model.doubtful(0.9)


def test_a_model_with_an_unknown_field_is_refused():
    with pytest.raises(KeyError):
        fusion.parse({"regimes": {"same_language": {"bias": 1}}, "thresholds": {}, "made": {}})


@pytest.mark.parametrize("story", GARBAGE.values(), ids=GARBAGE)
@pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE)
def test_garbage_gives_a_probability(text, story):
    for given in (hear(caption(text), article(story)), hear(caption(text, None), article())):
        assert all(math.isfinite(value) for value in given.features.values())
        fit, _ = load().fit(given.regime, given.features)
        assert 0 < fit < 1
