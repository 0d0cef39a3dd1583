from dataclasses import replace

import pytest

from captioncheck.codes import CODES
from captioncheck.config import Settings
from captioncheck.datatypes import (
    Checked,
    Evidence,
    Finding,
    Level,
    Location,
    Skipped,
    Suppression,
    Tally,
    Unchecked,
    Verdict,
)
from captioncheck.errors import ConfigError
from captioncheck.gate.selection import Selection, settled
from captioncheck.pictures.unchecked import failure
from tests import fakes

OFF = "switched off by the settings"


def evidence(code, **more):
    return Evidence(code, CODES.get(code, "theirs"), "message", 0.1, **more)


def judged(*codes, level=Level.ERROR, **more):
    rules = tuple(code if isinstance(code, Evidence) else evidence(code) for code in codes)
    return fakes.judgement("A race.", Verdict.MISMATCH, level, 0.01, rules=rules, **more)


def apply(judgement, path="story.txt", **settings):
    result = Selection(Settings(**settings)).apply(fakes.checked(path, "A story", judgement))
    return result.judgements[0]


def off(judgement):
    return [one.code for one in judgement.unchecked if one.reason == OFF]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"select": ["CC"]},
        {"severity": {"CC1": "error"}},
        {"overrides": [{"paths": ["wire/"], "ignore": ["CC"]}]},
        {"overrides": [{"paths": ["*.txt"]}]},
        {"ignore": ["CC1"], "select": ["CC", "CC101", "names", "CC102", "date"]},
    ],
)
def test_nothing_changes_where_nothing_is_said(settings):
    judgement = judged("CC101", "CC103")
    assert apply(judgement, **settings) == judgement


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ({"ignore": ["CC104"]}, ["CC101", "CC103"]),
        ({"ignore": ["names"]}, ["CC101", "CC104"]),
        ({"select": ["CC104", "CC2"]}, ["CC104"]),
        ({"select": ["CC1"], "ignore": ["CC101"]}, ["CC103", "CC104"]),
        ({"select": ["CC", "CC104"], "ignore": ["CC1"]}, ["CC104"]),
        ({"severity": {"CC104": "off"}}, ["CC101", "CC103"]),
        ({"severity": {"CC1": "off", "CC103": "error"}}, ["CC103"]),
        ({"overrides": [{"paths": ["*.txt"], "ignore": ["CC103"]}]}, ["CC101", "CC104"]),
        ({"ignore": ["CC101"], "overrides": [{"paths": ["*.txt"], "ignore": ["CC103"]}]}, ["CC104"]),
        ({"ignore": ["CC101"], "overrides": [{"paths": ["*.txt"], "select": ["CC101"]}]}, ["CC101"]),
        (
            {"select": ["CC101"], "overrides": [{"paths": ["*.txt"], "select": ["CC1"], "ignore": ["CC101"]}]},
            ["CC103", "CC104"],
        ),
        ({"overrides": [{"paths": ["*"], "ignore": ["CC1"]}, {"paths": ["*.txt"], "select": ["CC104"]}]}, ["CC104"]),
        ({"severity": {"CC1": "off"}, "overrides": [{"paths": ["*.txt"], "severity": {"CC103": "error"}}]}, ["CC103"]),
    ],
)
def test_what_is_not_chosen_is_no_finding_and_is_said(settings, kept):
    judgement = apply(judged("CC101", "CC103", "CC104"), **settings)
    assert [rule.code for rule in judgement.rules] == kept
    assert (judgement.verdict, judgement.level) == (Verdict.MISMATCH, Level.ERROR)
    assert {"CC101", "CC103", "CC104"} - set(kept) <= set(off(judgement))
    assert not set(kept) & set(off(judgement))


def test_a_mismatch_without_a_rule_is_unverifiable_and_never_consistent():
    judgement = apply(judged("CC101", "CC104"), ignore=["CC1"])
    assert (judgement.verdict, judgement.level, judgement.rules) == (Verdict.UNVERIFIABLE, Level.NOTE, ())
    assert judgement.reason == "the settings switch off what speaks against it: CC101, CC104"
    assert judgement.fit == 0.01
    assert off(judgement) == ["CC101", "CC102", "CC103", "CC104"]


def test_a_mismatch_that_no_rule_explains_counts_unless_all_rules_are_off():
    assert apply(judged(), ignore=["CC101"]).verdict is Verdict.MISMATCH
    assert apply(judged(), ignore=["CC"]).verdict is Verdict.UNVERIFIABLE


@pytest.mark.parametrize(
    ("severity", "before", "level", "levels"),
    [
        ({"CC104": "error"}, Level.WARNING, Level.WARNING, [None, None]),
        ({"CC": "error"}, Level.WARNING, Level.WARNING, [None, None]),
        ({"CC104": "warning"}, Level.ERROR, Level.ERROR, [None, Level.WARNING]),
        ({"CC104": "note"}, Level.ERROR, Level.ERROR, [None, Level.NOTE]),
        ({"CC101": "warning"}, Level.ERROR, Level.ERROR, [Level.WARNING, None]),
        ({"CC1": "warning"}, Level.ERROR, Level.WARNING, [None, None]),
        ({"CC1": "warning", "date": "note"}, Level.ERROR, Level.WARNING, [None, Level.NOTE]),
        ({"date": "warning", "CC1": "note"}, Level.ERROR, Level.WARNING, [Level.NOTE, None]),
    ],
)
def test_severity_quietens_and_never_raises(severity, before, level, levels):
    judgement = apply(judged("CC101", "CC104", level=before), severity=severity)
    assert (judgement.verdict, judgement.level) == (Verdict.MISMATCH, level)
    assert [rule.level for rule in judgement.rules] == levels


def test_what_is_only_a_note_is_unverifiable_and_shows_its_rules():
    judgement = apply(judged("CC101", "CC104"), severity={"CC1": "note"})
    assert (judgement.verdict, judgement.level) == (Verdict.UNVERIFIABLE, Level.NOTE)
    assert judgement.reason == "the settings make what speaks against it a note: CC101, CC104"
    assert [rule.code for rule in judgement.rules] == ["CC101", "CC104"]


def test_a_quieter_run_fails_less():
    def worst(**settings):
        tally = Tally()
        tally.add(Selection(Settings(**settings)).apply(fakes.checked("a.txt", "A story", judged("CC101"))))
        return tally.worst

    assert worst() is Level.ERROR
    assert worst(severity={"CC101": "warning"}) is Level.WARNING
    assert worst(severity={"CC101": "note"}) is worst(ignore=["CC1"]) is Level.NOTE


def test_rules_of_others_and_levels_of_old_stay():
    rows = (evidence("XY1"), evidence("CC104", level=Level.NOTE))
    judgement = apply(judged(*rows), ignore=["CC101"])
    assert judgement.rules == rows


def test_suppressed_rules_stay_so():
    row = evidence("CC101", suppressed=Suppression("comment"))
    assert apply(judged(row, "CC103"), ignore=["CC103"]).suppressed


def test_every_caption_says_which_rules_are_off_once():
    good = fakes.good("A pier.")
    good = replace(good, unchecked=(Unchecked("CC201", "no picture given"), Unchecked("CC202", "no picture given")))
    judgement = apply(good, ignore=["CC201", "CC401"])
    assert judgement.verdict is Verdict.CONSISTENT
    assert judgement.unchecked == (Unchecked("CC202", "no picture given"), Unchecked("CC201", OFF))


def test_a_picture_rule_that_is_off_is_no_failure():
    good = replace(fakes.good("A pier.", picture="p.jpg"), unchecked=(Unchecked("CC201", "no such file"),))
    assert failure(good)
    assert not failure(apply(good, ignore=["CC2"]))


def test_to_apply_it_again_changes_nothing():
    for settings in ({"ignore": ["CC101"]}, {"severity": {"CC101": "note"}}, {"severity": {"CC1": "note"}}):
        selection = Selection(Settings(**settings))
        once = selection.apply(fakes.checked("a.txt", "A story", judged("CC101", "CC104")))
        assert selection.apply(once) == once


@pytest.mark.parametrize(
    ("settings", "levels"),
    [
        ({}, [Level.WARNING]),
        ({"ignore": ["CC401"]}, []),
        ({"select": ["CC1"]}, []),
        ({"severity": {"CC401": "note"}}, [Level.NOTE]),
        ({"severity": {"CC401": "error"}}, [Level.WARNING]),
    ],
)
def test_findings_on_the_article_are_chosen_too(settings, levels):
    found = Finding(Location("a.txt"), Level.WARNING, evidence("CC401"))
    result = replace(fakes.checked("a.txt", "A story", judged("CC101")), findings=(found,))
    assert [one.level for one in Selection(Settings(**settings)).apply(result).findings] == levels


@pytest.mark.parametrize(
    ("path", "pattern", "hit"),
    [
        ("wire/a.txt", "wire/**", True),
        ("wire/a.txt", "wire", True),
        ("wire/a.txt", "wire/", True),
        ("./sub/../wire/a.txt", "/wire/*.txt", True),
        ("a/wire/b.txt", "/wire/", False),
        ("wire.txt", "wire/", False),
        ("../elsewhere/wire/a.txt", "wire/", False),
    ],
)
def test_paths_of_overrides(tmp_path, monkeypatch, path, pattern, hit):
    monkeypatch.chdir(tmp_path)
    override = {"paths": [pattern], "ignore": ["CC101"]}
    for settings in (Settings(overrides=[override]), Settings(overrides=[override], root=str(tmp_path))):
        assert ("CC101" not in Selection(settings).rules(path).on) is hit
        absolute = str(tmp_path / path)
        assert ("CC101" not in Selection(settings).rules(absolute).on) is hit


def test_a_pattern_that_is_none_is_an_error():
    with pytest.raises(ConfigError, match="overrides: '!' is no gitignore pattern"):
        apply(judged("CC101"), overrides=[{"paths": ["!"], "ignore": ["CC1"]}])


def test_what_was_skipped_stays_so():
    skipped = Skipped(Location("a.txt"), "why")
    assert Selection(Settings(ignore=["CC1"])).apply(skipped) is skipped
    empty = Checked(fakes.checked("a.txt", "A story").article, ())
    assert Selection(Settings(ignore=["CC1"])).apply(empty) == empty


HUSHED = Suppression("baseline")
# The rules with their own levels, and which of them are suppressed; then the level that is left, and the worst heard.
LEFT = [
    ([], Level.ERROR, False, Level.ERROR),
    ([("CC101", None, False)], Level.ERROR, False, Level.ERROR),
    ([("CC101", None, False), ("CC103", Level.NOTE, False)], Level.ERROR, False, Level.ERROR),
    ([("CC101", None, True), ("CC103", None, False)], Level.ERROR, False, Level.ERROR),
    ([("CC101", None, True), ("CC103", Level.WARNING, False)], Level.WARNING, False, Level.WARNING),
    ([("CC101", None, False), ("CC103", Level.WARNING, True)], Level.ERROR, False, Level.ERROR),
    ([("CC101", None, True), ("CC103", Level.NOTE, False)], Level.ERROR, True, Level.NONE),
    ([("CC101", None, True), ("CC103", Level.NOTE, True)], Level.ERROR, True, Level.NONE),
    ([("CC101", None, False), ("CC103", Level.NOTE, True)], Level.ERROR, False, Level.ERROR),
]


@pytest.mark.parametrize(("rules", "level", "silent", "worst"), LEFT)
def test_a_caption_is_as_loud_as_what_is_left_of_it(rules, level, silent, worst):
    fired = [evidence(code, level=own, suppressed=HUSHED if hushed else None) for code, own, hushed in rules]
    once = settled(fakes.checked("story.txt", "A story", judged(*fired)))
    assert settled(once) == once
    (judgement,) = once.judgements
    assert (judgement.level, judgement.suppressed) == (level, silent)
    assert [one.level or judgement.level for one in judgement.rules] == [own or Level.ERROR for _, own, _ in rules]
    tally = Tally()
    tally.add(once)
    assert tally.worst is worst


def test_what_is_unverifiable_is_not_counted_as_suppressed():
    note = fakes.judgement(
        "A race.", Verdict.UNVERIFIABLE, Level.NOTE, 0.3, rules=(evidence("CC101", suppressed=HUSHED),)
    )
    assert not note.suppressed
