"""Which findings a baseline knows, and which of its entries are stale."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from captioncheck.datatypes import (
    Checked,
    Evidence,
    Finding,
    Level,
    Location,
    Result,
    Skipped,
    Suppression,
    Tally,
    Unchecked,
)
from captioncheck.errors import ConfigError
from captioncheck.gate.baseline import Baseline, told
from tests.fakes import checked, error, good, note

LEFT_OUT = Evidence("CC101", "subject", "x", 0.1, suppressed=Suppression("settings"))
FIRST, SECOND = error("A pier.", line=3), error("A quay.", line=4, picture="q.jpg")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("x", encoding="utf-8")
    return tmp_path


def run(results: Iterable[Result], path: str = "base.json", **options: object) -> tuple[Baseline, list[Result]]:
    baseline = Baseline(path, **options)  # type: ignore[arg-type]
    return baseline, [baseline.apply(result) for result in results]


def learnt(*results: Result, path: str = "base.json") -> int:
    baseline, _ = run(results, path, learning=True)
    return baseline.learn()


def stale(*results: Result, **options: object) -> list[str]:
    baseline, _ = run(results, **options)
    return [told(*row) for row in baseline.stale()]


def worst(results: Iterable[Result]) -> Level:
    tally = Tally()
    for result in results:
        tally.add(result)
    return tally.worst


# What must fail a run although a baseline with FIRST of a.txt is there.
NEW = {
    "another caption": checked("a.txt", "", error("A crane.", line=3)),
    "another file": checked("b.txt", "", FIRST),
    "another folder": checked("sub/a.txt", "", FIRST),
    "another record": checked("a.txt", "", FIRST, record="7"),
    "another picture": checked("a.txt", "", error("A pier.", line=3, picture="p.jpg")),
    "another rule": checked("a.txt", "", error("A pier.", rules=(Evidence("CC103", "names", "x", 0.1),))),
    "one more rule": checked("a.txt", "", error("A pier.", rules=(*FIRST.rules, Evidence("CC103", "names", "x", 0.1)))),
    "one more": checked("a.txt", "", FIRST, error("A pier.", line=9)),
}


@pytest.mark.parametrize("name", NEW)
def test_what_is_new_counts(name):
    assert learnt(checked("a.txt", "", FIRST)) == 1
    _, results = run([NEW[name]])
    assert worst(results) is Level.ERROR


OLD = {
    "the same": checked("a.txt", "", FIRST),
    "on another line": checked("a.txt", "", error("A pier.", line=300, column=7)),
    "another message": checked("a.txt", "", error("A pier.", rules=(Evidence("CC101", "subject", "else", 0.5),))),
    "other blanks and signs": checked("a.txt", "", error("a PIER", line=3)),
    "the path written otherwise": checked("./sub/../a.txt", "", FIRST),
}


@pytest.mark.parametrize("name", OLD)
def test_what_it_knows_does_not_count(name):
    learnt(checked("a.txt", "", FIRST))
    _, results = run([OLD[name]])
    (result,) = results
    assert worst(results) is Level.NONE
    assert result.judgements[0].rules[0].suppressed == Suppression("baseline")
    assert result.judgements[0].level is Level.ERROR


def test_two_are_known_and_the_third_is_new():
    twice = checked("a.txt", "", FIRST, error("A pier.", line=9))
    assert learnt(twice) == 2
    _, (result,) = run([checked("a.txt", "", FIRST, error("A pier.", line=6), error("A pier.", line=9))])
    assert [one.suppressed for one in result.judgements] == [True, True, False]


def test_a_folder_that_moves_with_its_baseline_keeps_it(here):
    learnt(checked("sub/c.txt", "", FIRST), path="sub/base.json")
    (here / "sub").rename(here / "moved")
    _, results = run([checked(str(here / "moved" / "c.txt"), "", FIRST)], "moved/base.json")
    assert worst(results) is Level.NONE
    os.chdir("moved")
    _, results = run([checked("c.txt", "", FIRST)])
    assert worst(results) is Level.NONE


def test_only_findings_are_taken():
    assert learnt(checked("a.txt", "", note("File"), good("A quay."))) == 0


def test_what_is_suppressed_otherwise_is_not_taken():
    rule = Evidence("CC101", "subject", "x", 0.1, suppressed=Suppression("comment", "x", 2))
    assert learnt(checked("a.txt", "", error("A pier.", rules=(rule,)))) == 0


def test_findings_on_the_article_are_taken_too():
    rule = Evidence("CC401", "unused-suppression", "x", 0.0, ("captioncheck: ignore[CC101]",))
    full = Checked(checked("a.txt", "").article, (), (Finding(Location("a.txt", 3), Level.WARNING, rule),))
    assert learnt(full) == 1
    _, results = run([full])
    assert worst(results) is Level.NONE


def test_all_is_suppressed_while_it_is_written():
    _, results = run([checked("a.txt", "", FIRST, SECOND)], learning=True)
    assert worst(results) is Level.NONE


def test_a_second_time_writes_the_same(here):
    results = [checked("b.txt", "", SECOND, FIRST), checked("a.txt", "", FIRST)]
    learnt(*results)
    first = (here / "base.json").read_bytes()
    learnt(*reversed(results))
    assert (here / "base.json").read_bytes() == first


def test_writing_anew_keeps_what_was_not_looked_at():
    learnt(checked("a.txt", "", FIRST), checked("b.txt", "", FIRST), checked("sub/c.txt", "", FIRST))
    assert learnt(checked("a.txt", "", SECOND), Skipped(Location("sub/c.txt"), "unreadable")) == 1
    _, results = run([checked("a.txt", "", SECOND), checked("b.txt", "", FIRST), checked("sub/c.txt", "", FIRST)])
    assert worst(results) is Level.NONE
    _, results = run([checked("a.txt", "", FIRST)])
    assert worst(results) is Level.ERROR


def test_what_is_gone_is_stale():
    learnt(checked("a.txt", "", FIRST, error("A pier.", line=9), SECOND))
    assert stale(checked("a.txt", "", FIRST)) == ["CC101 a.txt “A pier.”", "CC101 a.txt “A quay.”"]
    assert stale(checked("a.txt", "")) == ["CC101 a.txt “A pier.” (2 times)", "CC101 a.txt “A quay.”"]


# What must not be called stale: run on a baseline with FIRST of a.txt and of sub/c.txt.
NOT_STALE: dict[str, tuple[list[Result], tuple[str, ...]]] = {
    "nothing was checked": ([], ("a.txt",)),
    "another file was checked": ([checked("b.txt", "")], ("b.txt",)),
    "a folder was, but not this file": ([checked("b.txt", "")], (".",)),
    "it could not be read": ([Skipped(Location("a.txt"), "unreadable")], (".",)),
    "one record of it could not be read": ([checked("a.txt", ""), Skipped(Location("a.txt", 3), "broken")], (".",)),
    "the rule could not be applied": (
        [checked("a.txt", "", good("A pier.", unchecked=(Unchecked("CC101", "no reason"),)))],
        (".",),
    ),
    "the settings suppress it": (
        [checked("a.txt", "", error("A pier.", rules=(LEFT_OUT,)))],
        (".",),
    ),
    "it is there": ([checked("a.txt", "", FIRST)], (".",)),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_STALE)
def test_what_is_not_stale(name):
    learnt(checked("a.txt", "", FIRST), checked("sub/c.txt", "", FIRST))
    results, roots = NOT_STALE[name]
    assert stale(*results, roots=roots) == []


@pytest.mark.parametrize(
    ("roots", "wanted"),
    [
        ((".",), 1),
        (("sub",), 1),
        (("",), 0),
        (("sub/",), 1),
        (("sub/../sub",), 1),
        (("a.txt",), 0),
        (("su",), 0),
        (("-",), 0),
    ],
)
def test_a_file_that_is_gone_is_stale_below_what_was_checked(roots, wanted, here):
    learnt(checked("sub/c.txt", "", FIRST))
    (here / "sub/c.txt").unlink()
    assert len(stale(roots=roots)) == wanted


def test_a_rule_that_this_run_does_not_apply_is_not_stale():
    learnt(checked("a.txt", "", FIRST))
    assert stale(checked("a.txt", ""), idle=frozenset({"CC101"})) == []


def test_a_comment_makes_it_stale():
    learnt(checked("a.txt", "", FIRST))
    rule = Evidence("CC101", "subject", "x", 0.1, suppressed=Suppression("comment", "x", 2))
    assert len(stale(checked("a.txt", "", error("A pier.", rules=(rule,))))) == 1


def test_dropping_what_is_stale_adds_nothing(here):
    learnt(checked("a.txt", "", FIRST, error("A pier.", line=9), SECOND), checked("b.txt", "", FIRST))
    baseline, _ = run([checked("a.txt", "", FIRST, error("A crane.", line=1))])
    assert baseline.drop_stale() == 2
    _, (one, other) = run([checked("a.txt", "", FIRST, error("A crane.", line=1)), checked("b.txt", "", FIRST)])
    assert [judgement.suppressed for judgement in one.judgements] == [True, False]
    assert other.judgements[0].suppressed
    before = (here / "base.json").read_bytes()
    baseline, _ = run([checked("a.txt", "", FIRST)])
    assert baseline.drop_stale() == 0
    assert (here / "base.json").read_bytes() == before


def test_one_that_is_missing_is_an_error_unless_it_is_to_be_written():
    with pytest.raises(ConfigError, match="no such file"):
        Baseline("base.json")
    Baseline("base.json", learning=True)


def test_what_is_no_baseline_is_never_written_over(here):
    with pytest.raises(ConfigError, match="is not JSON"):
        Baseline("a.txt", learning=True)
    assert (here / "a.txt").read_text(encoding="utf-8") == "x"
