from io import BytesIO

import pytest

from captioncheck.datatypes import Article, Picture, Skipped
from captioncheck.extract.base import Source
from captioncheck.extract.photo import PhotoReader
from captioncheck.extract.readers import PHOTOS, has_reader, reader_for
from tests.photos import UTF8, drawing, iim, jpeg, saved

CAPTION = "Ein roter Ball schwebt über dem Hafen von Kiel. Foto: Ada Rower/dpa"


def read(data, path="desk/a.jpg"):
    (found,) = PhotoReader().read(Source(path, lambda: BytesIO(data)))
    return found


@pytest.mark.parametrize("extension", PHOTOS)
def test_a_photo_is_read_where_it_is_named_but_not_found_in_a_folder(extension):
    assert reader_for(f"a{extension.upper()}", b"") == "photo"
    assert not has_reader(f"a{extension}")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_a_photo_without_a_name_is_told_by_its_first_bytes(form):
    assert reader_for("-", saved(drawing(), form)[:4096]) == "photo"


def test_its_caption_is_the_caption():
    article = read(jpeg(iim([(120, CAPTION.encode()), (105, b"Harbour day"), (55, b"20190308")], UTF8)))
    assert isinstance(article, Article)
    assert (article.headline, article.published, article.language) == ("Harbour day", "2019-03-08", "de")
    assert (article.passages, article.notes) == ((), ())
    (caption,) = article.captions
    assert caption.text == CAPTION
    assert caption.parts.credit == "Foto: Ada Rower/dpa"
    assert caption.picture == Picture("desk/a.jpg", named=True)
    assert article.photo is not None
    assert article.photo.captions[0].field == "IPTC caption"


def test_a_photo_without_a_caption_says_so():
    silent = read(saved(drawing(), "PNG"))
    assert silent.notes == ("it says nothing of itself: no caption, credit, date or place",)
    assert silent.captions == ()
    assert read(jpeg(iim([(110, b"dpa")]))).notes == ("it carries no caption",)


def test_a_photo_cut_short_still_says_what_it_is_and_that_it_is_cut():
    article = read(jpeg(iim([(120, CAPTION.encode())], UTF8), image=drawing((640, 480)))[:-2000])
    assert article.captions[0].text == CAPTION
    assert article.notes == ("it is cut short: the rest of the file is missing",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty (0 bytes)"),
        (b"no picture at all", "is no picture that is known here"),
        (saved(drawing(), "JPEG")[:30], "is"),
        (b"<!DOCTYPE html>", "is a web page, not a picture"),
    ],
)
def test_what_is_no_photo_is_an_error_with_its_reason(data, said):
    found = read(data)
    assert isinstance(found, Skipped)
    assert found.reason.startswith(said)
    assert "desk/a.jpg" not in found.reason
