import math

import pytest

from captioncheck.score import fusion
from captioncheck.score.fusion import WITNESSES, load, sigmoid
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


@pytest.mark.parametrize("regime", ["same_language", "other_language"])
def test_shares_add_up_to_the_log_odds(regime):
    features = {name: 0.3 * i for i, name in enumerate(n for names in WITNESSES.values() for n in names)}
    fit, shares = load().fit(regime, features)
    assert sum(shares.values()) + load().regimes[regime].intercept == pytest.approx(math.log(fit / (1 - fit)))


@pytest.mark.parametrize("regime", ["same_language", "other_language"])
def test_the_shipped_model_is_whole(regime):
    model = load().regimes[regime]
    known = {name for names in WITNESSES.values() for name in names}
    assert set(model.weights) == set(model.means) == set(model.scales) == known
    assert all(scale > 0 for scale in model.scales.values())
    assert sum(len(names) for names in WITNESSES.values()) == len(known)
    limits = load().thresholds[regime]
    assert 0 < limits.error < limits.warning < limits.doubt < 0.5 < limits.confidence < 1


def test_every_feature_of_the_witnesses_is_heard():
    heard = hear(caption("A ferry."), article(STORY)).features
    # These are shown, not weighed: "found" says less than the best passage, the others are what z-scores rest on.
    assert set(heard) - {"found", "rivals", "strangers"} == {name for names in WITNESSES.values() for name in names}


def test_a_model_with_an_unknown_field_is_refused():
    with pytest.raises(TypeError):
        fusion.parse({"regimes": {"same_language": {"bias": 1}}, "thresholds": {}, "made": {}})


@pytest.mark.parametrize("story", GARBAGE.values(), ids=GARBAGE)
@pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE)
def test_garbage_gives_a_probability(text, story):
    for given in (hear(caption(text), article(story)), hear(caption(text, None), article())):
        assert all(math.isfinite(value) for value in given.features.values())
        fit, _ = load().fit(given.regime, given.features)
        assert 0 < fit < 1
