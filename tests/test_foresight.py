import pytest

from captioncheck.datatypes import Picture
from captioncheck.errors import PictureError
from captioncheck.foresight import Foreseen, decoded_ahead
from captioncheck.pictures import PictureFile


class Finder:
    """Counts what it is asked for; "gone" is not there."""

    def __init__(self, size=10):
        self.asked, self.size = [], size

    def find(self, picture, article):
        self.asked.append((picture.reference, article))
        if picture.reference == "gone":
            raise PictureError("gone: no such file")
        return PictureFile(picture.reference, b"x" * self.size, "PNG")


def test_a_picture_of_the_articles_in_hand_is_read_once():
    finder = Finder()
    found = Foreseen(finder)
    assert found.find(Picture("a"), "1.html") is found.find(Picture("a"), "1.html")
    found.find(Picture("a"), "elsewhere/1.html")
    assert finder.asked == [("a", "1.html"), ("a", "elsewhere/1.html")]
    found.forget()
    found.find(Picture("a"), "1.html")
    assert len(finder.asked) == 3


def test_why_there_is_none_is_remembered_too():
    finder = Finder()
    found = Foreseen(finder)
    for _ in range(2):
        with pytest.raises(PictureError, match="no such file"):
            found.find(Picture("gone"), "1.html")
    assert len(finder.asked) == 1


def test_no_more_is_held_than_fits(monkeypatch):
    monkeypatch.setattr("captioncheck.foresight._BYTES", 25)
    finder = Finder()
    found = Foreseen(finder)
    for name in "abcabc":
        found.find(Picture(name), "1.html")
    assert [name for name, _ in finder.asked] == ["a", "b", "c", "c"]


def test_damaged_pictures_are_left_out():
    def pixels(picture):
        if picture.name == "b":
            raise PictureError("b is damaged")
        return picture.name.upper()

    files = {name: PictureFile(name, b"", "PNG") for name in "abc"}
    assert decoded_ahead(files, pixels) == {"a": "A", "c": "C"}
    assert decoded_ahead({}, pixels) == {}
