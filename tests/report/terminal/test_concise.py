from io import StringIO

import pytest

from captioncheck.config import Settings
from captioncheck.report.terminal.concise import ConciseReporter
from tests.fakes import checked, error, good, warning
from tests.report.writing import SUBJECT, written


def test_one_line_a_finding_however_long():
    places = SUBJECT.__class__("CC102", "places", "word " * 60, 0.1)
    lines = written("concise", [checked("a.html", "A", error("A boat.", line=7, column=4, rules=(SUBJECT, places)))])
    first, second = lines.splitlines()
    assert first == f"a.html:7:4: error CC101 subject: {SUBJECT.message} · “A boat.”"
    assert second.startswith("a.html:7:4: error CC102 places: word word")
    assert len(second) > 300


def test_nothing_when_all_is_well():
    assert written("concise", [checked("a.html", "A", good("x")), checked("b.html", "B")]) == ""


@pytest.mark.parametrize(("color", "coloured"), [("auto", False), ("never", False), ("always", True)])
def test_colour_only_where_it_is_wanted(color, coloured):
    stream = StringIO()
    story = checked("a.html", "A", warning("x", rules=(SUBJECT,)))
    ConciseReporter(stream, Settings(color=color)).add(story)
    assert ("\x1b[" in stream.getvalue()) is coloured
    assert "warning" in stream.getvalue()


def test_a_place_is_one_word_for_an_editor():
    line = written("concise", [checked("feed.jsonl", "A", error("x", line=0, column=0), record="a 17")])
    assert line.startswith("feed.jsonl:1:1 [a 17]: error ")
