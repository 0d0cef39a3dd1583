import base64
from io import BytesIO

import pytest
from PIL import Image

from captioncheck.pictures import PictureFinder
from captioncheck.report.review import thumbnails as module
from captioncheck.report.review.entries import Entries
from captioncheck.report.review.thumbnails import FULL, Thumbnails
from tests.photos import drawing, saved
from tests.report.review.making import article, caption


def given(*captions):
    entries = Entries()
    entries.add(article("a.html", *captions))
    thumbnails = Thumbnails(PictureFinder())
    thumbnails.give(entries.rows)
    return [row.shown for row in entries.rows], thumbnails.uris


def opened(uri):
    return Image.open(BytesIO(base64.b64decode(uri.partition("base64,")[2])))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("image", "note"),
    [
        ("gone.jpg", "gone.jpg: no such file"),
        ("../secret.jpg", "lies outside the article's folder"),
        ("https://example.org/a.jpg", "is remote: --fetch-images fetches it"),
        ("cut.jpg", "cut.jpg is cut short"),
        ("text.jpg", "is no picture that is known here"),
        ("data:image/png;base64,… (222 characters)", "the page holds the picture's own data"),
    ],
)
def test_a_picture_that_cannot_be_shown_says_why(folder, image, note):
    (folder.parent / "secret.jpg").write_bytes(saved(drawing(), "JPEG"))
    (folder / "cut.jpg").write_bytes(saved(drawing((640, 480)), "JPEG")[:900])
    (folder / "text.jpg").write_text("no picture")
    rows, uris = given(caption("A race.", image=image))
    assert note in rows[0]["note"]
    assert (rows[0]["thumb"], rows[0]["heat"], uris) == (None, None, [])


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("GIF", "P"), ("TIFF", "L")])
def test_a_copy_is_a_small_jpeg(folder, form, mode):
    (folder / "a").write_bytes(saved(drawing((2000, 1000), mode), form))
    rows, uris = given(caption("A race.", image="a"))
    assert rows[0]["thumb"] == 0
    assert rows[0]["note"] == ""
    assert opened(uris[0]).format == "JPEG"
    assert opened(uris[0]).size == (416, 208)


def test_one_picture_stands_in_the_page_once(folder):
    (folder / "a.png").write_bytes(saved(drawing(), "PNG"))
    rows, uris = given(caption("A race.", image="a.png"), caption("A goal.", image="a.png"), caption("A quay."))
    assert [row["thumb"] for row in rows] == [0, 0, None]
    assert len(uris) == 1


def test_findings_have_their_pictures_first_when_there_is_no_room_for_all(folder, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    for name in "abc":
        (folder / name).write_bytes(saved(drawing((64, 48 + ord(name))), "PNG"))
    rows, uris = given(
        caption("A quay.", "consistent", image="a"), caption("x", image="b", fit=0.02), caption("y", image="c")
    )
    assert [row["thumb"] for row in rows] == [None, 1, 0]
    assert rows[0]["note"] == FULL
    assert len(uris) == 2


def test_the_size_of_all_pictures_is_bounded(folder, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 1)
    (folder / "a.png").write_bytes(saved(drawing(), "PNG"))
    (folder / "b.png").write_bytes(saved(drawing((50, 50)), "PNG"))
    rows, _ = given(caption("A race.", image="a.png"), caption("A goal.", image="b.png", fit=0.02))
    assert [row["thumb"] for row in rows] == [0, None]
