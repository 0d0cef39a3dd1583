"""Pictures in the marks of inputs: any change of one is a change of the input, and nothing else is."""

import os

import pytest

from captioncheck.datatypes import Location, Skipped
from captioncheck.pictures import PictureFinder
from captioncheck.scan import picture_marks
from captioncheck.scan.picture_marks import PictureMarks
from tests.fakes import checked, good

OWN = "120 1700"


@pytest.fixture
def marks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.jpg").write_bytes(b"one")
    return PictureMarks(PictureFinder())


def mark(marks, *pictures, base=OWN):
    for picture in pictures:
        base = marks.extended(base, checked("a.html", "A", good("A pier.", picture=picture)))
    return base


def same(marks, noted, own=OWN, many=False):
    return marks.same(noted, own, "a.html", many=many)


@pytest.mark.parametrize(
    "result",
    [
        Skipped(Location("a.html"), "is empty"),
        checked("a.html", "A", good("A pier.")),
        checked("a.html", "A", good("A pier.", picture="data:image/png;base64,AAAA")),
    ],
)
def test_without_pictures_on_disk_the_mark_is_the_input_s_own(marks, result):
    assert marks.extended(OWN, result) == OWN
    assert same(marks, OWN)
    assert not same(marks, OWN, own="121 1700")


CHANGES = {
    "longer": lambda path: path.write_bytes(b"other"),
    "touched": lambda path: os.utime(path, ns=(1, 1)),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_picture_is_a_change(marks, tmp_path, change):
    noted = mark(marks, "gone.jpg", "p.jpg", "https://example.org/a.jpg")
    assert same(marks, noted)
    assert not same(marks, noted, own="121 1700")
    (tmp_path / "other.jpg").write_bytes(b"x")
    assert same(marks, noted)
    CHANGES[change](tmp_path / "p.jpg")
    assert not same(marks, noted)


def test_a_picture_that_turns_up_is_a_change(marks, tmp_path):
    noted = mark(marks, "gone.jpg")
    assert same(marks, noted)
    (tmp_path / "gone.jpg").write_bytes(b"x")
    assert not same(marks, noted)


def test_a_picture_is_noted_once_and_in_whatever_steps(marks):
    whole = mark(marks, "p.jpg", "gone.jpg", "p.jpg")
    assert whole == mark(marks, "gone.jpg", "p.jpg", base=mark(marks, "p.jpg"))
    assert whole.count("p.jpg") == 1


def test_too_many_pictures_are_judged_anew_by_an_update_and_resumed_all_the_same(marks, monkeypatch):
    monkeypatch.setattr(picture_marks, "MOST", 2)
    assert same(marks, mark(marks, "a.jpg", "b.jpg"))
    noted = mark(marks, "a.jpg", "b.jpg", "c.jpg", "d.jpg")
    assert len(noted) < 20
    assert not same(marks, noted)
    assert same(marks, noted, many=True)
    assert not same(marks, noted, own="121 1700", many=True)
