"""Captions held against other articles: what is read, what is remembered, and what is no more there."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Judgement, Level, Nearest, Skipped, Status, Verdict
from captioncheck.scan import journal
from captioncheck.scan.across.judging import Judging, Question
from captioncheck.scan.across.memory import Memory
from captioncheck.scan.journal import Entry, Past
from captioncheck.score.words import stems_of
from captioncheck.work import Outcome

STRAY = "Cranes unload ships in Trieste."


class Engine:
    """Judges without models; `fit` is the length of the body. Remembers what it was asked."""

    def __init__(self, *broken: str) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.ears: list[tuple[bool | None, bool]] = []
        self.broken = broken

    def outcomes(self, settings, jobs):
        for job in jobs:
            article = job.what
            name = article.location.record
            self.ears.append((settings.careful, job.thorough))
            self.asked.append((name, tuple(one.text for one in article.captions)))
            fit = len(article.passages[0].text) / 1000
            near = (Nearest(article.passages[0].text, 1, 0.5),)
            judged = tuple(
                Judgement(one, Verdict.CONSISTENT, Level.NONE, fit, nearest=near) for one in article.captions
            )
            broken = Skipped(article.location, Status.ERROR, "broken")
            yield Outcome(broken if name in self.broken else Checked(article, judged))


@pytest.fixture
def desk(tmp_path):
    """Return two files of three articles each, and what judges over them."""
    entries = []
    for file in ("a", "b"):
        path = tmp_path / f"{file}.jsonl"
        records = [
            {
                "id": f"{file}{number}",
                "title": f"Story {number}",
                "body": "Cranes stood still in Trieste, and ships waited. " * (1 + number),
                "lang": "en",
                "captions": [{"text": STRAY}] if number == 2 else [],
            }
            for number in range(3)
        ]
        path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
        entries.append(Entry(str(path), "mark", 3, 0, 0, ended=True, whole=True))
    return SimpleNamespace(folder=tmp_path, entries=entries, engine=Engine(), header={"version": "1"})


def answers(desk, *questions: Question, thorough: bool = False) -> dict[tuple[int, int], Any]:
    log = desk.folder / "r.journal"
    log.write_bytes(b"".join(map(journal.line, ({"journal": journal.FORM}, *desk.entries))))
    past = Past(desk.header, log.stat().st_size, None, None, damaged=False)
    scanned: Any = SimpleNamespace(
        files=SimpleNamespace(journal=log),
        past=past,
        settings=Settings(),
        engine=desk.engine,
        memory=desk.folder / "r.judged",
        tell=lambda what, done: None,
    )
    with Memory(scanned.memory) as memory:
        found = [Judging(scanned, memory).answers(questions, thorough=one) for one in (False, True)[: 1 + thorough]]
        return {(number, row): home for of in found for number, row, home in of}


def asks(*rows: int, text: str = STRAY) -> Question:
    return Question(text, stems_of(text), "en", rows)


def test_nothing_asked_reads_nothing(desk):
    assert answers(desk) == {}
    assert desk.engine.asked == []


def test_an_article_that_can_no_more_be_read_has_no_answer(desk):
    desk.engine = Engine("a1")
    assert set(answers(desk, asks(0, 1, 4))) == {(0, 0), (0, 4)}
    assert set(answers(desk, asks(0, 1, 4))) == {(0, 0), (0, 4)}


def test_an_article_that_has_gone_has_no_answer(desk):
    path = desk.folder / "a.jsonl"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert set(answers(desk, asks(0, 1, 4))) == {(0, 0), (0, 4)}


def test_each_article_is_judged_once_for_all_that_ask(desk):
    found = answers(desk, asks(5, 0), asks(0, text="A pier."), asks(0))
    assert set(found) == {(0, 5), (0, 0), (1, 0), (2, 0)}
    assert desk.engine.asked == [("a0", (STRAY, "A pier.")), ("b2", (STRAY,))]


def test_what_speaks_for_a_home_is_measured(desk):
    home = answers(desk, asks(2))[0, 2]
    assert (home.fluent, home.printed) == (True, True)
    stems = stems_of(STRAY)
    assert [stem for place, stem in enumerate(stems) if home.words >> place & 1] == ["cranes", "ships", "in", "triest"]
    assert not answers(desk, asks(1))[0, 1].printed


def test_what_was_judged_is_judged_anew_only_where_something_has_changed(desk):
    first = answers(desk, asks(0, 4))
    desk.engine.asked.clear()
    assert answers(desk, asks(0, 4)) == first
    assert desk.engine.asked == []
    desk.entries[1] = replace(desk.entries[1], mark="another")
    assert answers(desk, asks(0, 4)) == first
    assert desk.engine.asked == [("b1", (STRAY,))]
    desk.header["version"] = "2"
    answers(desk, asks(0))
    assert desk.engine.asked[1:] == [("a0", (STRAY,))]


def test_a_memory_of_an_earlier_form_is_judged_anew(desk):
    first = answers(desk, asks(0, 4))
    kept = desk.folder / "r.judged"
    rows = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    kept.write_text("".join(json.dumps([row[0], 0.99, True]) + "\n" for row in rows), encoding="utf-8")
    desk.engine.asked.clear()
    assert answers(desk, asks(0, 4)) == first
    assert [name for name, _ in desk.engine.asked] == ["a0", "b1"]


def test_the_careful_encoder_is_heard_only_where_that_is_asked_for_and_that_is_remembered_apart(desk):
    answers(desk, asks(0))
    assert desk.engine.ears == [(False, False)]
    answers(desk, asks(0), thorough=True)
    assert desk.engine.ears[1:] == [(None, True)]
    answers(desk, asks(0), thorough=True)
    assert len(desk.engine.ears) == 2


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Cranes unload ships in Trieste, 3 May 2014.", 5),
        ("Cranes unload ships in Trieste on Thursday.", None),
        ("Cranes unload ships in Trieste, 3 May.", None),
        (STRAY, None),
    ],
)
def test_days_are_counted_from_a_date_with_its_year_and_no_other(desk, said, days):
    path = desk.folder / "a.jsonl"
    rows = [json.loads(line) | {"date": "2014-05-08"} for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    assert answers(desk, asks(0, text=said))[0, 0].days == days
