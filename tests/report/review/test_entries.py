import hashlib
from pathlib import Path

import pytest

from captioncheck.datatypes import Picture
from captioncheck.report.review import entries as module
from captioncheck.report.review.entries import Entries
from tests.report.review.making import article, caption, rule

BROKEN = [
    {},
    {"status": "done"},
    {"status": "ok"},
    {"status": "ok", "path": 3, "record": None},
    {"status": "error", "path": "a.txt", "record": None, "reason": None},
    article("a.html", caption("A race.", verdict="mismatch") | {"verdict": "wrong"}),
    article("a.html", caption("A race.", level="loud")),
    article("a.html", caption("A race.", fit=float("inf"))),
    article("a.html", caption("A race.", fit="0.1")),
    article("a.html", caption("A race.", fit=True)),
    article("a.html", caption("A race.", line=-1)),
    article("a.html", caption("A race.", line="5")),
    article("a.html", caption("A race.", rules=[{}])),
    article("a.html", caption("A race.", rules=[rule(evidence=[1])])),
    article("a.html", caption("A race.", rules=[rule(suppressed={"kind": "comment", "reason": 1, "line": None})])),
    article("a.html", caption("A race.", nearest={"text": "x", "line": 1, "similarity": "much"})),
    article("a.html", caption("A race.", nearest=[])),
    article("a.html", caption("A race.", parts=None)),
    article("a.html", caption("A race."), findings=[{}]),
    article("a.html", "A race."),
    article("a.html", notes=[1]),
]


@pytest.mark.parametrize("result", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_result_is_refused_and_leaves_nothing(result):
    entries = Entries()
    with pytest.raises((KeyError, TypeError, ValueError)):
        entries.add(result)
    assert entries == Entries()


def test_counts():
    entries = Entries()
    entries.add(article("a.html", caption("A race."), caption("A quay.", "consistent"), caption("x", suppressed=True)))
    entries.add({"path": "b.txt", "record": "r1", "line": 1, "status": "error", "reason": "is empty"})
    entries.add({"path": "c.txt", "record": None, "line": 1, "status": "skipped", "reason": "is no article"})
    assert (entries.checked, entries.skipped, entries.captions, entries.suppressed, entries.flagged) == (1, 1, 3, 1, 1)
    assert entries.problems == [("b.txt [r1]", "is empty")]
    assert entries.verdicts == {"mismatch": 2, "consistent": 1, "unverifiable": 0}


def test_of_too_many_consistent_captions_the_best_fitting_are_left_out(monkeypatch):
    monkeypatch.setattr(module, "_KEPT", 2)
    entries = Entries()
    fits = [0.99, 0.8, 0.9, 0.8]
    entries.add(article("a.html", caption("A race."), *(caption("A quay.", "consistent", fit=fit) for fit in fits)))
    entries.trim()
    assert [row.shown["fit"] for row in entries.rows] == [0.004, 0.8, 0.8]
    assert entries.left_out == 2
    assert entries.captions == 5


def test_reasons_that_rules_share_stand_once():
    unchecked = [{"code": code, "reason": "no picture given"} for code in ("CC203", "CC201")]
    entries = Entries()
    entries.add(article("a.html", caption("A race.", unchecked=unchecked)))
    assert entries.rows[0].shown["unchecked"] == [{"codes": ["CC201", "CC203"], "reason": "no picture given"}]


@pytest.mark.parametrize(
    ("path", "base"),
    [("a.html", "a.html"), ("./b/../a.html", "a.html"), ("../a.html", "../a.html"), ("-", "-")],
)
def test_a_baseline_names_paths_from_the_current_folder(path, base, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    entries = Entries()
    entries.add(article(path))
    entries.add(article(str(Path(tmp_path, "deep", "a.html"))))
    assert [one["base"] for one in entries.articles] == [base, "deep/a.html"]


def test_pictures_are_named_as_a_baseline_does():
    data = "data:image/png;base64," + "A" * 200
    shown = [
        (caption("x", image="a.jpg"), None, "a.jpg", False),
        (caption("x", image="data:image/png;base64,… (222 characters)"), None, None, True),
        (
            caption("x", image="data:image/png;base64,… (222 characters)"),
            Picture(data),
            f"data:{hashlib.sha256(data.encode()).hexdigest()[:32]}",
            False,
        ),
        (caption("x"), None, None, False),
    ]
    for one, picture, name, cut in shown:
        entries = Entries()
        entries.add(article("a.html", one), [picture])
        assert (entries.rows[0].shown["picture"], entries.rows[0].shown["cut"]) == (name, cut)


def test_findings_on_an_article_have_no_caption():
    entries = Entries()
    entries.add(article("a.html", findings=[{"line": 3, "column": 1, **rule("CC401"), "level": "warning"}]))
    shown = entries.rows[0].shown
    assert (shown["verdict"], shown["text"], shown["fit"], shown["line"]) == ("article", "", None, 3)
    assert entries.captions == 0


def test_articles_of_which_nothing_is_shown_are_left_out_too(monkeypatch):
    monkeypatch.setattr(module, "_KEPT", 2)
    entries = Entries()
    for number in range(20):
        entries.add(article(f"{number}.html", caption("A pier.", "consistent", fit=0.5 + number / 100)))
        assert len(entries.articles) <= 8
    entries.add(article("bad.html", caption("A race.", fit=0.004)))
    entries.trim()
    shown = [(entries.articles[row.shown["article"]]["path"], row.shown["fit"]) for row in entries.rows]
    assert shown == [("0.html", 0.5), ("1.html", 0.51), ("bad.html", 0.004)]
    assert (entries.checked, entries.captions, entries.left_out, len(entries.articles)) == (21, 21, 18, 3)
