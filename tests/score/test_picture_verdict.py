import pytest

from captioncheck.datatypes import CaptionParts, Level, Verdict
from captioncheck.score.picture_verdict import with_picture
from captioncheck.score.pictures import Rival, Sight, load
from captioncheck.score.verdict import DOUBT
from tests.fakes import error, good, note, warning


def sight(sds, article=1.0, better=3):
    """Return a sight whose caption lies `sds` standard deviations of matches below (or above) an expected match."""
    calibration, expected = load(), 4.2
    z = expected + sds * calibration.match_sd
    support = expected * (z - expected / 2) / (calibration.match_sd * calibration.stranger_sd)
    rivals = (Rival("A dog on a beach.", 0.31, 2.5), Rival("A cat.", 0.3, 2.3), Rival("A cow.", 0.29, 2.2))
    return Sight(0.2, z, expected, min(max(support, -8.0), 8.0), article, article, better, 100, rivals)


def seen(judgement, sds, **more):
    return with_picture(judgement, sight(sds, **more), load(), 0.6)


def codes(judgement):
    return [rule.code for rule in judgement.rules]


@pytest.mark.parametrize("sds", [3, 0, -1, -2])
def test_a_caption_that_describes_its_picture_stays_consistent(sds):
    judged = seen(good("A pier."), sds)
    assert (judged.verdict, judged.level, codes(judged)) == (Verdict.CONSISTENT, Level.NONE, [])


@pytest.mark.parametrize(("sds", "level"), [(-2.1, Level.WARNING), (-2.5, Level.WARNING), (-2.6, Level.ERROR)])
def test_a_caption_that_does_not_is_a_mismatch(sds, level):
    judged = seen(good("A pier."), sds)
    assert (judged.verdict, judged.level) == (Verdict.MISMATCH, level)
    assert "CC201" in codes(judged)


def test_two_sure_reasons_are_told_apart():
    wrong_picture = seen(good("A pier."), -5, article=-2.0)
    wrong_caption = seen(error("A pier."), -5, article=2.0)
    assert "looks like the wrong picture" in wrong_picture.rules[0].message
    assert codes(wrong_picture) == ["CC201", "CC202"]
    assert "looks like the wrong caption" in wrong_caption.rules[1].message
    assert codes(wrong_caption) == ["CC101", "CC201"]


def test_caption_and_picture_of_another_article_are_told():
    judged = seen(error("A pier."), 0, article=-2.0)
    assert codes(judged) == ["CC101", "CC202"]
    assert "both belong to another article" in judged.rules[1].message


def test_a_picture_that_does_not_fit_its_article_never_fires_alone():
    assert codes(seen(good("A pier."), 0, article=-2.0)) == []


def test_the_message_counts_the_rivals_and_the_evidence_names_them():
    rule = seen(good("A pier."), -5, better=40).rules[0]
    assert "40 of 100 captions of other pictures fit it better" in rule.message
    assert rule.evidence == ("A dog on a beach.", "A cat.")
    assert "hardly better than 100" in seen(good("A pier."), -5, better=0).rules[0].message


def test_what_the_text_found_is_kept():
    judged = seen(error("A race."), 1)
    assert (judged.verdict, judged.level) == (Verdict.MISMATCH, Level.ERROR)
    assert codes(judged)[0] == "CC101"


@pytest.mark.parametrize("parts", [{"markers": ("symbol",)}, {"markers": ("illustration",)}])
def test_a_symbol_picture_is_no_error(parts):
    assert seen(good("A pier.", parts=parts), -6).level is Level.WARNING


def test_what_may_be_no_caption_is_no_error():
    assert seen(good("A pier.", confidence=0.5), -6).level is Level.WARNING
    assert seen(good("A pier.", confidence=0.6), -6).level is Level.ERROR


def test_doubt_goes_when_the_picture_speaks_for_it():
    judged = seen(note("A pier.", reason=DOUBT), 1)
    assert (judged.verdict, judged.level, judged.reason) == (Verdict.CONSISTENT, Level.NONE, "")


def test_doubt_stays_where_nothing_could_be_told():
    judged = seen(note("A pier.", reason="the article has too little text to compare with"), 1)
    assert judged.verdict is Verdict.UNVERIFIABLE
    assert judged.reason


def test_fit_rises_with_a_match_and_falls_with_a_mismatch():
    judgement = warning("A pier.", fit=0.3)
    assert seen(judgement, -4).fit < seen(judgement, -2).fit < seen(judgement, 0).fit
    assert seen(judgement, 0).fit > judgement.fit
    assert seen(good("A pier."), -4).fit < 0.2


@pytest.mark.parametrize("fit", [0.97, 0.9999])
def test_a_mismatch_is_never_said_to_fit(fit):
    assert seen(good("A pier.", fit=fit), -2.1, article=2.0).fit <= 0.2


def test_the_shares_of_the_witnesses_add_up():
    judged = seen(good("A pier.", fit=0.8), -1)
    shares = {witness.name: witness.share for witness in judged.witnesses}
    assert set(shares) == {"picture", "picture and article"}
    assert shares["picture"] > 0
    assert all(witness.detail for witness in judged.witnesses)


def test_parts_are_what_they_were():
    assert seen(good("A pier."), 0).caption.parts == CaptionParts("A pier.")
