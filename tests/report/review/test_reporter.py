from io import StringIO

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Tally
from captioncheck.pictures import PictureFinder
from captioncheck.registry import REPORTERS
from captioncheck.report.jsonl import JsonlReporter
from captioncheck.report.review.entries import Entries
from captioncheck.report.review.reporter import render
from captioncheck.report.review.results import read_results
from captioncheck.report.review.thumbnails import Thumbnails
from tests.photos import drawing, saved
from tests.report.review.making import data_of
from tests.report.writing import NASTY, nasty, run_of, written
from tests.samples import results


def ran(reporter):
    tally = Tally()
    reporter.begin()
    for result in results():
        tally.add(result)
        reporter.add(result)
    reporter.end(tally)
    return tally


def test_a_run_and_its_results_make_the_same_page():
    page, lines = StringIO(), StringIO()
    tally = ran(REPORTERS.load("html")(page, Settings()))
    ran(JsonlReporter(lines, Settings()))
    entries = Entries()
    assert read_results("r.jsonl", lines.getvalue().encode(), entries) == []
    assert render(entries, Thumbnails(PictureFinder())) == page.getvalue()
    assert (entries.captions, len(entries.problems), entries.checked) == (tally.captions, tally.errors, tally.ok)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nothing_breaks_the_page(text):
    html = written("html", nasty(text))
    assert html.count("<script") == html.count("</script>") == 2
    assert data_of(html)["findings"][0]["rules"][0]["message"] == text
    assert not any(sign in html.partition('id="data">')[0] for sign in "\x00\x07\x1b\x85")


def test_an_interrupted_run_says_so():
    assert "The check was interrupted" not in written("html", run_of())
    assert "The check was interrupted" in written("html", run_of(), interrupted=True)


def test_nothing_is_written_before_the_end():
    stream = StringIO()
    reporter = REPORTERS.load("html")(stream, Settings())
    reporter.begin()
    reporter.add(results()[0])
    assert stream.getvalue() == ""


def test_pictures_in_a_named_folder_are_shown(tmp_path):
    from dataclasses import replace

    from captioncheck.datatypes import Picture
    from tests.fakes import checked, error

    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.png").write_bytes(saved(drawing(), "PNG"))
    judgement = error("A race.")
    judgement = replace(judgement, caption=replace(judgement.caption, picture=Picture("/a.png")))
    for roots, thumbs in (((), 0), ((tmp_path,), 1)):
        stream = StringIO()
        reporter = REPORTERS.load("html")(stream, Settings(), roots=roots)
        reporter.add(checked(str(tmp_path / "posts" / "a.md"), "Port", judgement))
        reporter.end(Tally())
        assert len(data_of(stream.getvalue())["thumbs"]) == thumbs
