"""Which candidate is named, and that none is where that is not sure."""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import permutations

import pytest

from captioncheck.scan.across.belongs import AGAIN, Claim, Contest
from captioncheck.scan.across.ranking import Bar, Home, Ranking, bits, document, load, measures, odds
from captioncheck.score.words import stems_of

RANKING = Ranking(
    weights={"fit": 1.0, "words": 0.5, "language": 2.0, "days": -0.1},
    none=0.0,
    printed=3.0,
    named=Bar(sure=0.8, least=0.4, better=3.0),
    hinted=Bar(sure=0.1, least=0.05, better=1.0),
)


def home(fit: float = 0.9, words: int = 0, *, fluent: bool = True, printed: bool = False) -> Home:
    return Home(fit, words, fluent, printed)


@pytest.mark.parametrize(
    ("best", "rivals", "here"),
    [
        (home(0.39), [], 0.001),  # fits too badly
        (home(0.6), [], 0.2),  # not clearly better than where it stands
        (home(0.9), [home(0.9)], 0.001),  # two that are alike
        (home(0.5, fluent=False), [], 0.001),  # not sure enough that it is there at all
    ],
)
def test_none_is_named(best, rivals, here):
    worths = [RANKING.worth(one, []) for one in (best, *rivals)]
    assert not RANKING.passes(RANKING.named, best, worths, here)


def test_one_that_is_clearly_better_is_named():
    worths = [RANKING.worth(one, []) for one in (home(0.9), home(0.05))]
    assert RANKING.passes(RANKING.named, home(0.9), worths, 0.01)


def test_words_decide_between_articles_that_it_fits_alike():
    right, wrong = home(0.9, words=0b101), home(0.92, words=0b010)
    assert RANKING.worth(right, [3.0, 0.5, 3.0]) > RANKING.worth(wrong, [3.0, 0.5, 3.0])


@pytest.mark.parametrize(("fit", "more"), [(0.9, 3.0), (0.1, 0.0)])
def test_being_printed_counts_only_above_the_bar(fit, more):
    plain, printed = (RANKING.worth(home(fit, printed=one), []) for one in (False, True))
    assert printed - plain == pytest.approx(more)


def test_the_order_of_candidates_makes_no_difference():
    worths = [0.1, 0.2, 0.3, 1e-9, 40.0, 39.7]
    assert len({RANKING.sureness(one) for one in permutations(worths)}) == 1


def test_sureness_is_a_share_whatever_the_worths():
    assert RANKING.sureness([0.0]) == pytest.approx(0.5)
    assert RANKING.sureness([-1000.0]) == pytest.approx(0.0, abs=1e-9)
    assert RANKING.sureness([1000.0]) == 1.0


def test_what_a_caption_says_is_kept_in_order_and_once():
    stems = stems_of("Ships wait, ships leave.")
    assert stems == ("ships", "wait", "leave")
    assert bits(stem in {"ships", "leave"} for stem in stems) == 0b101


def test_log_odds_stay_finite():
    assert odds(0.0) == pytest.approx(-odds(1.0))
    assert odds(0.5) == 0.0


def test_an_article_of_the_days_that_the_caption_names_is_worth_more():
    near, far = (measures(replace(home(), days=days), []) for days in (1, 270))
    assert 0 < near["days"] < far["days"]
    assert measures(home(), [])["days"] == 0
    assert all(ranking.weights["days"] < 0 for ranking in load().values())


def test_the_models_that_ship_weigh_what_is_measured_and_say_how_they_were_made():
    assert {"by", "date", "data", "figures"} <= set(document()["made"])
    assert set(load()) == {"fast", "careful"}
    for ranking in load().values():
        assert set(ranking.weights) == set(measures(home(), []))
        assert 0 < ranking.named.sure < 1
        assert ranking.hinted.sure <= ranking.named.sure
        assert ranking.weights["fit"] > 0


def contest(*homes: Home, mode: str = "fast") -> Contest:
    """Return a contest that articles have entered, the last row first."""
    made = Contest(0.001, array("d", [0.9] * 8), load()[mode])
    for row, one in reversed(list(enumerate(homes))):
        made.enter(row, one)
    return made


@pytest.mark.parametrize("mode", ["fast", "careful"])
def test_without_candidates_or_with_strangers_alone_none_is_named(mode):
    assert contest(mode=mode).claim() is None
    assert contest(home(0.04), home(0.02), home(0.03), mode=mode).claim() is None
    claim = contest(home(0.3), home(0.02), home(0.2), mode=mode).claim()
    assert claim is None or not claim.sure


def test_the_best_of_strangers_is_at_most_likely():
    one = Contest(0.001, array("d"), RANKING)
    for row, fit in enumerate((0.2, 0.02, 0.1)):
        one.enter(row, home(fit))
    assert one.claim() == Claim(0, home(0.2), sure=False)


@pytest.mark.parametrize("copies", [1, 2, 3])
def test_of_an_article_that_stands_in_the_archive_twice_the_first_is_named(copies):
    right = home(0.99, words=0b11111111)
    assert contest(home(0.02), *[right] * copies, home(0.05)).claim() == Claim(1, right, sure=True)


def test_of_articles_that_it_fits_alike_the_one_that_prints_it_is_named():
    printed = home(0.97, words=0b1111, printed=True)
    assert contest(home(0.99, words=0b111111), printed).claim() == Claim(1, printed, sure=True)


def test_the_best_are_kept_for_the_careful_encoder_and_all_compete():
    fits = [0.1, 0.9, 0.5, 0.7, 0.6, 0.2]
    made = contest(*map(home, fits))
    assert [row for _, row, _ in made.best] == [1, 3, 4, 2][:AGAIN]
    assert len(made.worths) == len(fits)


@pytest.mark.parametrize(("first", "said"), [(0.97, 0.97), (0.2, 0.6), (0.01, 0.01)])
def test_what_is_said_is_what_a_check_would_say_there(first, said):
    """The careful encoder is heard by a check only where the first look leaves doubt."""
    assert contest(home(first)).checked(Claim(0, home(0.6), sure=True)) == said
