"""What becomes of a row when something was found on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Evidence, Level, Suppression
from captioncheck.gate.selection import Selection
from captioncheck.report import record
from captioncheck.scan.across.amending import Amend
from captioncheck.scan.across.base import Found
from tests.fakes import checked, error
from tests.report.writing import suppressed

HOME = Evidence("CC301", "belongs-elsewhere", "belongs to “Derby”: it fits there with 97 %", 0.97, ("Derby",))
REUSED = Evidence("CC302", "reused-picture", "the same picture stands elsewhere", 1.0)
SUBJECT = {"code": "CC101", "level": None, "suppressed": None}
SILENT = Suppression("comment", "ours", 7)


def caption(verdict: str = "mismatch", level: str = "warning") -> dict[str, Any]:
    rules = [SUBJECT] if verdict == "mismatch" else []
    place = {"line": 3, "column": 5, "text": "Players celebrate.", "fit": 0.01}
    return {**place, "verdict": verdict, "level": level, "rules": rules, "unchecked": [], "suppressed": False}


def row(*captions: dict[str, Any]) -> dict[str, Any]:
    return {"status": "ok", "path": "a.html", "record": None, "captions": list(captions), "findings": []}


def amended(given, *found, settings=None, commented=lambda result: result, missing=None):
    return Amend(Selection(settings or Settings()).rules, commented)(given, found, missing or {})


def silenced(code: str):
    """Return what a comment does that silences a code."""

    def commented(result: Checked) -> Checked:
        judgements = tuple(
            replace(
                one,
                rules=tuple(replace(each, suppressed=SILENT) if each.code == code else each for each in one.rules),
            )
            for one in result.judgements
        )
        return replace(result, judgements=judgements)

    return commented


def test_a_row_on_which_nothing_was_found_stays_as_it_is():
    given = row(caption(), caption("consistent", "none"))
    assert amended(given) == given


def test_a_row_that_is_no_article_stays_as_it_is():
    given = {"status": "error", "path": "a.html", "reason": "broken"}
    assert amended(given, missing={"CC301": (lambda caption: True, "no library")}) == given


@pytest.mark.parametrize("settings", [Settings(ignore=("CC301",)), Settings(severity={"CC301": "off"})])
def test_what_the_settings_switch_off_is_not_told(settings):
    given = row(caption())
    assert amended(given, Found(0, 0, HOME, Level.ERROR), settings=settings) == given


def test_verdict_level_and_other_rules_stay():
    (one,) = amended(row(caption()), Found(0, 0, HOME, Level.ERROR))["captions"]
    assert (one["verdict"], one["level"]) == ("mismatch", "warning")
    assert one["rules"][0] == SUBJECT
    assert (one["rules"][1]["code"], one["rules"][1]["level"]) == ("CC301", None)


def test_under_a_mismatch_a_finding_is_no_louder_than_that_and_may_be_quieter():
    given = row(caption(level="error"))
    (one,) = amended(given, Found(0, 0, REUSED, Level.WARNING))["captions"]
    assert (one["level"], one["rules"][1]["level"]) == ("error", "warning")
    (one,) = amended(given, Found(0, 0, HOME, Level.ERROR), settings=Settings(severity={"CC301": "note"}))["captions"]
    assert (one["level"], one["rules"][1]["level"]) == ("error", "note")


def test_on_any_other_caption_it_is_a_finding_of_the_article_at_its_place():
    given = row(caption("consistent", "none"))
    new = amended(given, Found(0, 0, REUSED))
    assert new["captions"] == given["captions"]
    (one,) = new["findings"]
    assert (one["code"], one["line"], one["column"], one["level"]) == ("CC302", 3, 5, "warning")


def test_what_an_earlier_pass_found_is_taken_away():
    before = amended(row(caption(), caption("consistent", "none")), Found(0, 0, HOME), Found(0, 1, REUSED))
    assert amended(before) == row(caption(), caption("consistent", "none"))
    assert amended(before, Found(0, 0, HOME), Found(0, 1, REUSED)) == before


def test_a_comment_silences_it_and_the_caption_only_where_all_is_silent():
    new = amended(row(caption()), Found(0, 0, HOME), commented=silenced("CC301"))
    (one,) = new["captions"]
    assert one["rules"][1]["suppressed"] == {"kind": "comment", "reason": "ours", "line": 7}
    assert not one["suppressed"]
    alone = row({**caption(), "rules": [{**SUBJECT, "suppressed": {"kind": "comment"}}]})
    (one,) = amended(alone, Found(0, 0, HOME), commented=silenced("CC301"))["captions"]
    assert one["suppressed"]


def test_what_could_not_be_looked_for_is_said_of_the_captions_concerned_once():
    missing = {"CC301": (lambda one: one["verdict"] == "mismatch", "it needs usearch")}
    new = amended(row(caption(), caption("consistent", "none")), missing=missing)
    assert [one["unchecked"] for one in new["captions"]] == [[{"code": "CC301", "reason": "it needs usearch"}], []]
    assert amended(new, missing=missing) == new
    assert amended(new) == row(caption(), caption("consistent", "none"))


AMEND = Amend(Selection(Settings()).rules, lambda result: result)
HUSHED = record.article(checked("a.txt", "A", error("A race.", rules=(suppressed("comment"),))))


def reuse(level):
    return Found(0, 0, Evidence("CC302", "reused-picture", "stands elsewhere", 1.0), level)


@pytest.mark.parametrize(
    ("level", "silent", "loud", "levels"),
    [
        (Level.NOTE, True, "error", {"CC101": None, "CC302": "note"}),
        (Level.WARNING, False, "warning", {"CC101": "error", "CC302": None}),
        (Level.ERROR, False, "error", {"CC101": None, "CC302": None}),
    ],
)
def test_beside_what_is_suppressed(level, silent, loud, levels):
    row = AMEND(HUSHED, [reuse(level)], {})
    (caption,) = row["captions"]
    assert (caption["suppressed"], caption["level"]) == (silent, loud)
    assert {one["code"]: one["level"] for one in caption["rules"]} == levels
    assert AMEND(row, [reuse(level)], {}) == row
    assert AMEND(row, [], {}) == HUSHED
