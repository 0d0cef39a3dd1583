import pytest

from captioncheck.errors import ConfigError
from captioncheck.pictures import PictureFinder
from captioncheck.report.picture_page import Fit, PictureView, render
from captioncheck.report.review.entries import Entries
from captioncheck.report.review.heatmaps import read_folder
from captioncheck.report.review.thumbnails import Thumbnails
from tests.fakes import checked, error
from tests.report.review.making import article, caption

PICTURE, HEAT = "data:image/jpeg;base64,AAAA", "data:image/png;base64,BBBB"
TEXT = 'A "pier" <at> dawn & after'


def drawn(folder, heat=HEAT, path="a.html"):
    judgement = error(TEXT, line=5)
    view = PictureView(judgement, PICTURE, heat, "a note", Fit("its words", 0.25, 1.5), (), 1, 100)
    (folder / "001-a.html").write_text(render(checked(path, "Port", judgement).article, [view], "model"))


def given(folder, *captions, path="a.html", record=None):
    entries = Entries()
    entries.add(article(path, *captions, record=record))
    thumbnails = Thumbnails(PictureFinder(), read_folder(str(folder)))
    thumbnails.give(entries.rows)
    return [(row.shown["thumb"], row.shown["heat"]) for row in entries.rows], thumbnails.uris


@pytest.mark.parametrize(
    ("path", "record", "text", "line"),
    [("b.html", None, TEXT, 5), ("a.html", "r", TEXT, 5), ("a.html", None, "Another.", 5), ("a.html", None, TEXT, 6)],
)
def test_a_heat_map_of_another_caption_is_not_taken(tmp_path, path, record, text, line):
    drawn(tmp_path)
    rows, uris = given(tmp_path, caption(text, image="gone.jpg", line=line), path=path, record=record)
    assert rows == [(None, None)]
    assert uris == []


def test_a_heat_map_is_found_again_by_article_and_caption(tmp_path):
    drawn(tmp_path)
    assert given(tmp_path, caption(TEXT, image="gone.jpg")) == ([(0, 1)], [PICTURE, HEAT])


def test_a_picture_without_a_heat_map_is_shown_all_the_same(tmp_path):
    drawn(tmp_path, heat="")
    assert given(tmp_path, caption(TEXT, image="gone.jpg")) == ([(0, None)], [PICTURE])


def test_what_other_pages_say_is_not_taken(tmp_path):
    drawn(tmp_path)
    (tmp_path / "other.html").write_text('<h1 data-article="[1]"></h1><section data-caption="{"><img src="data:x">')
    (tmp_path / "evil.html").write_text(
        '<h1 data-article="[&quot;a.html&quot;, null]"></h1><section data-caption="[5, &quot;x&quot;]">'
        '<img src="https://example.org/a.png"><img src="data:text/html;base64,AAAA">'
    )
    (tmp_path / "binary.html").write_bytes(b"\xff\x00\xfe")
    assert list(read_folder(str(tmp_path)).known) == [("a.html", None, 5, TEXT)]


def test_no_folder_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="no such folder"):
        read_folder(str(tmp_path / "none"))
