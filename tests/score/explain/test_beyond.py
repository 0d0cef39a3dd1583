"""The sum once more: with the picture and its metadata heard, start and shares are still the log-odds of `fit`."""

import math
from dataclasses import replace

import pytest

from captioncheck.datatypes import Evidence, Level, Verdict, Witness
from captioncheck.explanation import Explanation, Limits, Sum
from captioncheck.score.explain.beyond import log_odds, logit, with_shares
from captioncheck.score.fusion import load, sigmoid
from captioncheck.score.verdict import DOUBT, with_metadata
from tests.fakes import good, note, warning
from tests.score.test_picture_verdict import seen

CONTRADICTION = Level.WARNING, Evidence("CC203", "metadata", "the photo's own caption is about something else", 0.1)
MODEL = load().mode(second_look=True)


def explained(judgement, total, start=-0.8):
    """Return a judgement with an explanation whose sum is `total`, and the fit that this makes."""
    made = Explanation(Sum("same_language", start, total), Limits(0.02, 0.1, 0.3, 0.6), ("so it was",), "more words")
    rows = (Witness("meaning", 1.0, total - start),)
    return replace(judgement, fit=sigmoid(total), witnesses=rows, explanation=made)


def total(judgement):
    return math.fsum((judgement.explanation.sum.start, *(row.share for row in judgement.witnesses)))


@pytest.mark.parametrize("text", [-40.0, -9.0, -1.0, 0.0, 3.0, 25.0, 40.0])
@pytest.mark.parametrize("sds", [-6, -2.2, 0, 2])
def test_shares_add_up_with_a_picture(text, sds):
    judged = seen(explained(good("A pier."), text), sds)
    assert total(judged) == pytest.approx(judged.explanation.sum.log_odds, abs=1e-9)
    assert sigmoid(total(judged)) == pytest.approx(judged.fit, rel=1e-6, abs=1e-15)


@pytest.mark.parametrize("text", [-40.0, -9.0, 0.0, 3.0, 40.0])
def test_shares_add_up_with_metadata_too(text):
    judged = with_metadata(seen(explained(good("A pier."), text), -3), CONTRADICTION, MODEL)
    assert [row.name for row in judged.witnesses] == ["meaning", "picture", "picture and article", "metadata"]
    assert total(judged) == pytest.approx(judged.explanation.sum.log_odds, abs=1e-9)
    assert sigmoid(total(judged)) == pytest.approx(judged.fit, rel=1e-6, abs=1e-15)


def test_the_same_is_judged_without_an_explanation():
    for text in (-9.0, 3.0):
        asked = seen(explained(good("A pier."), text), -1)
        plain = seen(replace(explained(good("A pier."), text), explanation=None), -1)
        assert plain.fit == pytest.approx(asked.fit, rel=1e-9)
        assert [row.share for row in plain.witnesses] == pytest.approx([row.share for row in asked.witnesses])


def test_metadata_that_contradicts_is_worth_sixty_to_one():
    judged = with_metadata(good("A pier.", fit=0.9), CONTRADICTION, MODEL)
    assert judged.witnesses[-1].share == pytest.approx(-math.log(60))
    assert "60 to 1" in judged.witnesses[-1].detail


def test_metadata_that_does_not_changes_nothing():
    judgement = explained(good("A pier."), 2.0)
    assert with_metadata(judgement, None, MODEL) is judgement


def test_a_mismatch_by_the_picture_says_so_before_what_the_text_said():
    judged = with_metadata(seen(explained(good("A pier."), 3.0), -3), CONTRADICTION, MODEL)
    assert judged.explanation.verdict == (
        "a warning, as the picture's own metadata contradicts it",
        "an error, as hardly one right picture in 200 fits its caption as badly",
        "by the text alone so it was",
    )
    assert (judged.verdict, judged.explanation.needed) == (Verdict.MISMATCH, "")


def test_a_picture_that_leaves_the_verdict_says_what_the_text_said():
    judged = seen(explained(warning("A pier."), -3.0), 0)
    assert judged.explanation.verdict == ("by the text alone so it was",)


def test_doubt_that_the_picture_settles_asks_for_nothing_more():
    judged = seen(explained(note("A pier.", reason=DOUBT), -0.5), 1)
    assert judged.verdict is Verdict.CONSISTENT
    assert judged.explanation.verdict[0].startswith("consistent, as with its picture fit is ")
    assert judged.explanation.needed == ""


def test_doubt_that_stays_still_says_what_it_needs():
    judged = seen(explained(note("A pier.", reason="the article has too little text to compare with"), 0.0), 1)
    assert judged.verdict is Verdict.UNVERIFIABLE
    assert judged.explanation.needed == "more words"


def test_log_odds_of_a_rounded_fit_are_finite():
    assert logit(0.0) < -30 < 30 < logit(1.0)
    assert log_odds(explained(good("x"), 50.0)) == 50.0
    assert with_shares(good("x", fit=1.0), 0.5, "", Witness("picture", 0.0, 0.0)).witnesses[0].share < -30
