import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Location, Skipped, Unchecked
from captioncheck.pictures import unchecked as accounts
from captioncheck.pictures.unchecked import with_pictures
from tests.fakes import checked, good


@pytest.fixture
def clip(monkeypatch):
    def put(there):
        monkeypatch.setattr(accounts, "clip_installed", lambda: there)

    return put


def unchecked(result):
    return {one.code: one.reason for judgement in result.judgements for one in judgement.unchecked}


def test_without_a_picture_nothing_is_missing():
    result = with_pictures(checked("a.txt", "A story", good("A pier.")), Settings())
    assert unchecked(result) == {"CC201": "no picture given", "CC202": "no picture given"}


def test_a_picture_without_clip_names_the_command(clip):
    clip(False)
    result = with_pictures(checked("a.html", "A story", good("A pier.", picture="p.jpg")), Settings())
    assert set(unchecked(result)) == {"CC201", "CC202"}
    assert unchecked(result)["CC201"].endswith("pip install 'captioncheck[clip]'")


def test_a_given_picture_stands_with_every_caption(clip):
    clip(True)
    story = checked("a.html", "A story", good("A pier.", picture="p.jpg"), good("A quay."))
    result = with_pictures(story, Settings(image="q.jpg"))
    assert [one.caption.picture.reference for one in result.judgements] == ["q.jpg", "q.jpg"]
    assert "does not compare" in unchecked(result)["CC201"]


def test_it_can_be_repeated_and_leaves_other_reasons_alone():
    story = checked("a.txt", "A story", good("A pier.", unchecked=(Unchecked("CC104", "the article has no date"),)))
    once = with_pictures(story, Settings())
    assert with_pictures(once, Settings()) == once
    assert unchecked(once)["CC104"] == "the article has no date"


def test_what_gave_no_article_is_passed_on():
    skipped = Skipped(Location("a.txt"), "empty")
    assert with_pictures(skipped, Settings(image="q.jpg")) is skipped
