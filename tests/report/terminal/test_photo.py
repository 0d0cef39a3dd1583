from io import StringIO

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import PhotoMetadata, PhotoText, Tally
from captioncheck.report.terminal import TerminalReporter
from tests.fakes import checked, note
from tests.samples import results

REASON = "no article to compare it with: this is what the photo says of itself"
SAMPLE = next(item for item in results() if getattr(item, "article", None) and item.article.photo)


def shown(item, **settings):
    stream, tally = StringIO(), Tally()
    reporter = TerminalReporter(stream, Settings(color="never", **settings))
    tally.add(item)
    reporter.add(item)
    reporter.end(tally)
    return stream.getvalue()


def photo(*texts, **fields):
    captions = tuple(PhotoText(text, "XMP caption", "en") for text in texts)
    notes = fields.pop("notes", ())
    judged = [note(text, reason=REASON) for text in texts]
    return checked("a.jpg", "", *judged, photo=PhotoMetadata(captions=captions, **fields), notes=notes)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_field_has_its_line(width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = shown(SAMPLE).splitlines()
    assert lines[0] == "desk/ferry.jpg  photo"
    assert [line.split()[0] for line in lines[1:10]] == [
        "caption", "headline", "credit", "date", "place", "GPS", "people", "keywords", "?",
    ]  # fmt: skip
    assert "  caption    A ferry leaves Trieste. (IPTC caption, en)" in lines
    assert "  credit     Maria Okafor / North Picture" in lines
    assert "  date       8 Mar 2019 (IPTC)" in lines
    assert "  GPS        45.6500 N, 13.7700 E (Trieste, IT)" in lines
    assert max(map(len, lines)) <= width


def test_the_reason_is_given_once_for_all_captions():
    text = shown(photo("A ferry.", "Ein Schiff."))
    assert text.count("caption ") >= 2
    assert " ".join(text.split()).count("no article to compare it with") == 1


def test_a_photo_that_says_nothing_is_a_line_and_its_note():
    text = shown(photo(notes=("it says nothing of itself: no caption, credit, date or place",)))
    assert text.startswith("a.jpg  photo\n  note: it says nothing of itself")
    assert "no captions found" not in text


def test_south_and_west_and_no_city():
    assert "33.8688 S, 151.2093 W\n" in shown(photo(gps=(-33.8688, -151.2093)))


def test_a_credit_that_repeats_the_byline_is_shown_once():
    assert "credit     © Maria Okafor/North\n" in shown(photo(credit="© Maria Okafor/North", byline="Maria Okafor"))


def test_many_keywords_are_counted():
    assert "and 8 more" in shown(photo(keywords=tuple(f"word{n}" for n in range(20))))


def test_what_a_photo_says_cannot_move_the_cursor():
    assert "\x1b" not in shown(photo("A \x1b[2Jpier\u202e", city="\x1b]0;x\x07Kiel"))


def test_quiet_shows_no_photo():
    assert shown(SAMPLE, quiet=True) == ""
