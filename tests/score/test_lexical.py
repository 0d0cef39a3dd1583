import math

import pytest

from captioncheck.score.lexical import ArticleTerms, CaptionTerms, overlap

SHARES = ("found", "best", "headline", "salient", "rare_share")


def measured(text, headline, *passages, language="en"):
    return overlap(CaptionTerms.of(text, language), ArticleTerms.of(headline, passages))


def test_nothing_shared():
    found = measured("Beekeepers inspect hives", "Trains", "The station was closed.")
    assert (found["found"], found["best"], found["headline"], found["salient"], found["phrases"]) == (0, 0, 0, 0, 0)
    assert found["rare_terms"] == pytest.approx(math.log1p(2))
    assert found["rare_share"] == pytest.approx(0.5 / 3)


def test_all_shared():
    found = measured("Beekeepers inspect hives", "Beekeepers", "Some beekeepers inspect old hives.", "Rain.")
    assert (found["found"], found["best"]) == (pytest.approx(1), pytest.approx(1))
    assert 0 < found["headline"] < 1
    assert found["rare_share"] == pytest.approx(2.5 / 3)
    assert found["phrases"] > 0


def test_the_best_passage_stands_alone():
    found = measured("Beekeepers inspect hives", "", "Beekeepers.", "Hives.")
    assert found["best"] < found["found"] < 1


def test_words_that_come_again_count_more():
    assert measured("hives", "", "hives " * 9)["salient"] > measured("hives", "", "hives")["salient"]


@pytest.mark.parametrize("text", ["", "!", "3 / 8", "東京都の火山", "😀", "a " * 5_000])
@pytest.mark.parametrize("passages", [(), ("",), ("東京都の火山 3 8 " * 50,)])
def test_shares_are_bounded(text, passages):
    found = measured(text, "", *passages, language=None)
    assert all(0 <= found[name] <= 1 + 1e-9 for name in SHARES)
    assert all(math.isfinite(value) and value >= 0 for value in found.values())
