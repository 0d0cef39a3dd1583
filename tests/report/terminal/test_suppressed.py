"""Findings that do not count are shown quietly; comments that silence nothing are shown at their line."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.cells import cell_len

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Evidence, Finding, Level, Location, Suppression, Tally
from captioncheck.report.terminal import TerminalReporter
from captioncheck.report.terminal.console import open_console
from tests.fakes import checked, error, good

COMMENT = Suppression("comment", "a file picture, the desk knows", 6)
RULE = Evidence("CC101", "subject", "about something else: the closest passage (line 9) is only 8 % alike", 0.08)
NAMES = Evidence("CC103", "names", "names Dana Whitlock; the article does not", 0.0)


def by(suppression: Suppression, *rules: Evidence) -> tuple[Evidence, ...]:
    return tuple(replace(rule, suppressed=suppression) for rule in rules)


def unused(message: str, line: int = 12, suppressed: Suppression | None = None) -> Finding:
    rule = Evidence("CC401", "unused-suppression", message, 0.0, suppressed=suppressed)
    return Finding(Location("a.txt", line, 3), Level.WARNING, rule)


def drawn(result: Checked, width: int = 80, color: str = "never", **settings: object) -> str:
    stream, made = StringIO(), Settings(color=color, **settings)  # type: ignore[arg-type]
    reporter = TerminalReporter(stream, made, console=open_console(stream, made.color, width))
    tally = Tally()
    tally.add(result)
    reporter.add(result)
    reporter.end(tally)
    return stream.getvalue()


ONE = checked("a.txt", "A story", error("A crane stands still on the quay.", line=7, rules=by(COMMENT, RULE, NAMES)))


def test_one_quiet_line():
    lines = drawn(ONE).splitlines()
    assert lines[1] == "  · 7:1  suppressed  line 6: a file picture, the desk knows · CC101, CC103"
    assert "CC101, CC103 · A crane stands still on the quay." in drawn(ONE, 120)
    assert lines[2:] == ["", "1 caption in 1 article: 1 suppressed."]


def test_it_is_dim():
    assert "\x1b[2m  · 7:1  suppressed" in drawn(ONE, color="always")


@pytest.mark.parametrize(
    ("suppression", "said"),
    [
        (Suppression("baseline"), "suppressed  baseline · CC101 · A crane"),
        (Suppression("settings", "a.txt"), "suppressed  settings: a.txt · CC101 · A crane"),
        (Suppression("comment", "", 6), "suppressed  line 6 · CC101 · A crane"),
        (
            Suppression("comment", "bad\x1b[31m\nthing", 6),
            "suppressed  line 6: bad\N{REPLACEMENT CHARACTER}[31m thing ·",
        ),
    ],
)
def test_by_what(suppression, said):
    assert said in drawn(checked("a.txt", "A story", error("A crane stands.", rules=by(suppression, RULE))))


def test_quiet_leaves_it_out():
    assert drawn(ONE, quiet=True) == ""
    both = replace(ONE, findings=(unused("x", suppressed=COMMENT),))
    assert drawn(both, quiet=True) == ""


def test_one_rule_of_two_is_still_a_finding():
    half = checked("a.txt", "A story", error("A crane.", rules=(*by(COMMENT, RULE), NAMES)))
    for text in (drawn(half), drawn(half, quiet=True)):
        assert "✗ 3:1  MISMATCH" in text
        assert "CC101 subject  suppressed (line 6: a file picture, the desk knows)\n" in text
        assert "CC103 names    names Dana Whitlock; the article does not\n" in text


def test_explain_shows_all_of_it():
    text = drawn(ONE, explain=True)
    assert "7:1  suppressed  fit 0.3 %" in text
    assert "about something else" in " ".join(text.split())


def test_the_summary_tells_them_apart():
    more = checked("a.txt", "", error("A"), error("B", rules=by(COMMENT, RULE)), good("C"))
    assert "3 captions in 1 article: 1 mismatch, 1 suppressed, 1 consistent." in drawn(more)


def test_no_way_on_is_shown_for_it():
    assert "Why?" not in drawn(ONE)


def test_an_unused_comment_is_shown_at_its_line():
    full = replace(checked("a.txt", "A story", good("A crane.")), findings=(unused("it suppresses nothing"),))
    assert "  ! 12:3  CC401 unused-suppression  it suppresses nothing\n" in drawn(full)
    assert drawn(full).splitlines()[-1] == "1 caption in 1 article: 1 consistent. 1 unused suppression."
    assert "  ! 12:3  CC401" in drawn(full, quiet=True)
    assert "A crane" not in drawn(full, quiet=True)


def test_one_in_an_article_without_captions_is_shown():
    full = replace(checked("a.txt", "A story"), findings=(unused("it suppresses nothing"),))
    for quiet in (False, True):
        assert "  ! 12:3  CC401 unused-suppression  it suppresses nothing\n" in drawn(full, quiet=quiet)


def test_one_that_is_suppressed_is_quiet():
    full = replace(ONE, findings=(unused("it suppresses nothing", suppressed=COMMENT),))
    assert "· 12:3  CC401 unused-suppression  suppressed (line 6: a file picture" in drawn(full)
    assert "unused suppression." not in drawn(full)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_screen(width):
    caption = error("لاعبون يحتفلون بالهدف الأول", rules=by(COMMENT, RULE))
    full = Checked(ONE.article, (*ONE.judgements, caption), (unused("it suppresses nothing at all, " * 5),))
    for line in drawn(full, width).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()
