"""The sum: whatever the measures say, start and shares are the log-odds of `fit`."""

import math
import random
from dataclasses import replace

import pytest

from captioncheck.datatypes import Place
from captioncheck.score.explain.shares import log_odds, witnesses
from captioncheck.score.fusion import WITNESSES, load, sigmoid
from captioncheck.score.typical import typical
from captioncheck.score.verdict import judge
from tests.score.stories import STORY, article, caption, hear


@pytest.mark.parametrize("regime", ["same_language", "other_language"])
@pytest.mark.parametrize("seed", range(50))
def test_shares_add_up_for_any_measures(regime, seed):
    chance = random.Random(seed)
    told = hear(caption("A ferry leaves Marseille."), article(STORY))
    features = {name: chance.uniform(-3, 8) for name in told.features}
    told = replace(told, regime=regime, features=features)
    judged = judge(told, load().mode(second_look=True), explain=True)
    total = load().regimes[regime].intercept + sum(row.share for row in judged.witnesses)
    assert total == pytest.approx(judged.explanation.sum.log_odds, abs=1e-9)
    assert sigmoid(total) == pytest.approx(judged.fit, abs=1e-12)
    if 1e-9 < judged.fit < 1 - 1e-9:
        assert total == pytest.approx(math.log(judged.fit / (1 - judged.fit)), abs=1e-6)


def test_every_witness_is_there_also_without_anything_to_say():
    told = hear(caption("A ferry leaves."), article(STORY))
    rows = witnesses(told, load().regimes["same_language"])
    assert [row.name for row in rows] == [name for name in WITNESSES if name != "second look"]
    assert {row.name: row.detail for row in rows if row.name in {"names", "places", "date"}} == {
        "names": "it names nobody",
        "places": "it names no place",
        "date": "it bears no date",
    }
    assert log_odds(load().regimes["same_language"], rows) == pytest.approx(
        load().regimes["same_language"].intercept + sum(row.share for row in rows)
    )


def test_measures_add_up_to_their_witness():
    rows = witnesses(hear(caption("A ferry leaves."), article(STORY)), load().regimes["same_language"])
    for row in rows:
        assert row.share == pytest.approx(sum(measure.term for measure in row.measures))
    first = sum(len(names) for witness, names in WITNESSES.items() if witness != "second look")
    assert sum(len(row.measures) for row in rows) == first


# In another language words say little.
@pytest.mark.parametrize(
    ("regime", "words"),
    [("same_language", 1), ("same_language_brief", 1), ("other_language", 0.5), ("other_language_brief", 0)],
)
def test_right_captions_typically_have_more_than_wrong_ones(regime, words):
    told = replace(hear(caption("A ferry leaves."), article(STORY)), regime=regime)
    rows = {row.name: row for row in witnesses(told, load().regimes[regime])}
    assert rows["meaning"].own > rows["meaning"].other + 1
    assert rows["words"].own > rows["words"].other + words


def test_a_caption_without_names_is_not_held_against_those_with():
    told = hear(caption("A ferry leaves."), article(STORY))
    names = next(row for row in witnesses(told, load().regimes["same_language"]) if row.name == "names")
    assert names.own == names.other == names.share


def test_typical_values_of_an_unknown_regime_are_none():
    assert typical("no_language").of("top") == (None, None)
    assert typical("same_language").of("no_measure") == (None, None)


@pytest.mark.parametrize(
    ("parts", "name", "detail"),
    [
        ({"people": ("Ada Brix",)}, "names", "the person it names is not in the article"),
        (
            {"people": ("Ada Brix", "Jo Lind")},
            "names",
            "none of the 2 people it names are in the article",
        ),
        ({"date": "--07-24"}, "date", "dated 24 July, without a year: not compared"),
        ({"date": "2019-03"}, "date", "dated March 2019, 2 years apart"),
        (
            {"places": (Place("Washington", "US"),)},
            "places",
            "it names the United States: 0 % of the article's place names, so it is set elsewhere",
        ),
    ],
)
def test_what_a_witness_rests_on(parts, name, detail):
    story = article(STORY, headline="Marseille, France, builds a ferry terminal", published="2022-01-10")
    rows = witnesses(hear(caption("A picnic", **parts), story), load().regimes["same_language"])
    assert next(row.detail for row in rows if row.name == name) == detail
