import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Location, Skipped, Unchecked, Witness
from captioncheck.pictures.unchecked import LOOKED, SILENT, failure, with_pictures
from tests.fakes import checked, good


def unchecked(result):
    return {one.code: one.reason for judgement in result.judgements for one in judgement.unchecked}


def test_without_a_picture_nothing_is_missing():
    result = with_pictures(checked("a.txt", "A story", good("A pier.")), Settings())
    assert unchecked(result) == {"CC201": "no picture given", "CC202": "no picture given"}


def test_a_picture_that_nothing_looked_at_is_accounted_for():
    result = with_pictures(checked("a.html", "A story", good("A pier.", picture="p.jpg")), Settings())
    assert set(unchecked(result)) == {"CC201", "CC202"}
    assert "no picture" not in unchecked(result)["CC201"]


def test_a_reason_that_was_given_is_kept():
    reasons = (Unchecked("CC201", "p.jpg: no such file"), Unchecked("CC202", "p.jpg: no such file"))
    story = checked("a.html", "A story", good("A pier.", picture="p.jpg", unchecked=reasons))
    assert with_pictures(story, Settings()) == story


def test_a_picture_that_was_looked_at_is_not_unchecked():
    story = checked("a.html", "A story", good("A pier.", picture="p.jpg", witnesses=(Witness(LOOKED, 1.0, 2.0),)))
    assert unchecked(with_pictures(story, Settings())) == {}


def test_a_given_picture_stands_with_every_caption():
    story = checked("a.html", "A story", good("A pier.", picture="p.jpg"), good("A quay."))
    result = with_pictures(story, Settings(image="q.jpg"))
    assert [one.caption.picture.reference for one in result.judgements] == ["q.jpg", "q.jpg"]


def test_it_can_be_repeated_and_leaves_other_reasons_alone():
    story = checked("a.txt", "A story", good("A pier.", unchecked=(Unchecked("CC104", "the article has no date"),)))
    once = with_pictures(story, Settings())
    assert with_pictures(once, Settings()) == once
    assert unchecked(once)["CC104"] == "the article has no date"


def test_what_gave_no_article_is_passed_on():
    skipped = Skipped(Location("a.txt"), "empty")
    assert with_pictures(skipped, Settings(image="q.jpg")) is skipped


@pytest.mark.parametrize(
    ("picture", "reason", "is_failure"),
    [
        (None, "no picture given", False),
        ("p.jpg", f"{SILENT}: says too little to tell", False),
        ("p.jpg", "p.jpg: no such file", True),
        ("p.jpg", "the picture model 'english' is not on this machine: captioncheck models fetch english", True),
    ],
)
def test_a_failure_is_a_picture_that_should_have_been_compared(picture, reason, is_failure):
    more = {"picture": picture} if picture else {}
    judged = good("A pier.", unchecked=(Unchecked("CC201", reason),), **more)
    assert failure(judged) == (reason if is_failure else "")


def test_a_picture_that_was_compared_is_no_failure():
    assert not failure(good("A pier.", picture="p.jpg"))
