import pytest

from captioncheck.score.places import Salience, match, salience
from tests.score.stories import AMERICA, FRANCE, KAZAKHSTAN, article, caption


@pytest.mark.parametrize(
    ("places", "shares", "mentions"),
    [
        pytest.param((), {"KZ": 1.0}, 9.0, id="no place"),
        pytest.param((AMERICA,), {}, 0.0, id="an article without places"),
        pytest.param((AMERICA,), {"KZ": 1.0}, 3.9, id="too few mentions"),
        pytest.param((AMERICA, KAZAKHSTAN), {"KZ": 1.0}, 9.0, id="one of two places fits"),
        pytest.param((AMERICA,), {"KZ": 0.95, "US": 0.05}, 9.0, id="salient enough"),
    ],
)
def test_not_foreign(places, shares, mentions):
    assert not match(caption("A rally", places=places), Salience(shares, mentions)).foreign


@pytest.mark.parametrize(
    ("places", "shares"),
    [
        pytest.param((AMERICA,), {"KZ": 1.0}, id="nowhere in the article"),
        pytest.param((AMERICA,), {"KZ": 0.96, "US": 0.04}, id="a place in passing is no alibi"),
        pytest.param((AMERICA, FRANCE), {"KZ": 1.0}, id="all of them"),
    ],
)
def test_foreign(places, shares):
    assert match(caption("A rally", places=places), Salience(shares, 4.0)).foreign


def test_headline_and_lead_weigh_more():
    told = salience(article("A.", "B.", "C.", "A letter came from Paris.", headline="Unrest in Kazakhstan"))
    assert told.shares["KZ"] > 3 * told.shares["FR"]
    assert sum(told.shares.values()) == pytest.approx(1)


def test_about_names_the_salient_first():
    assert Salience({"FR": 0.3, "KZ": 0.6, "US": 0.1}, 9.0).about() == ("KZ", "FR")
    assert Salience({"US": 0.14, "KZ": 0.86}, 9.0).about() == ("KZ",)
    assert Salience({}, 0.0).about() == ()
