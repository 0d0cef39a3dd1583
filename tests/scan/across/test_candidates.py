"""Candidates in small archives, compared whole and through the graph."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
import pytest

from captioncheck.scan.across import candidates
from captioncheck.scan.across.candidates import NEAREST, SHARING, Candidates, Stray
from captioncheck.traces import Trace
from captioncheck.tracing import hashed

DIMENSIONS = 32


def vector(seed: int, near: int | None = None) -> bytes:
    """Return a vector, one much like that of another seed if wanted."""
    dice, other = random.Random(seed), random.Random(near)
    row = [dice.gauss(0, 1) for _ in range(DIMENSIONS)]
    if near is not None:
        row = [other.gauss(0, 1) + 0.3 * value for value in row]
    top = max(map(abs, row))
    return bytes(round(127 * value / top) % 256 for value in row)


def found(strays: list[Stray], traces: list[Trace]) -> list[list[int]]:
    return Candidates(strays, lambda: iter(traces), lambda done: None).found()


def archive(articles: int) -> list[Trace]:
    """Return articles of two passages and one word of their own."""
    return [Trace((vector(n), vector(10_000 + n)), hashed([f"word{n}"])) for n in range(articles)]


def stray(row: int, near: int = 77_777, words: tuple[str, ...] = ()) -> Stray:
    """Return a caption like the first passage of an article."""
    return Stray(row, 0, vector(50_000 + row, near), hashed(list(words)))


@pytest.fixture(params=["whole", "graph"])
def way(request, monkeypatch):
    monkeypatch.setattr(candidates, "MANY", 1 if request.param == "graph" else 10_000)


def test_the_article_it_stands_on_is_none(way):
    (rows,) = found([stray(3, near=3, words=("word3",))], archive(40))
    assert 3 not in rows


def test_an_archive_of_its_own_article_alone_gives_none(way):
    assert found([stray(0, near=0, words=("word0",))], archive(1)) == [[]]


def test_articles_without_a_trace_are_none(way):
    assert found([stray(0)], [Trace()] * 5) == [[]]


def test_no_more_than_so_many_and_none_twice(way):
    traces = [Trace(one.vectors, hashed(["same", f"word{n}"])) for n, one in enumerate(archive(20))]
    words = ("same", *(f"word{n}" for n in range(20)))
    (rows,) = found([stray(3, words=words)], traces * 4)
    assert len(rows) == len(set(rows)) <= NEAREST + SHARING


def test_the_nearest_by_meaning_comes_first(way):
    rows = found([stray(at, near=home) for at, home in ((1, 30), (2, 10_017))], archive(40))
    assert [one[0] for one in rows] == [30, 17]


def test_one_that_shares_rare_words_is_among_them(way):
    (rows,) = found([stray(1, near=30, words=("word200",))], archive(300))
    assert rows[0] == 30
    assert rows[NEAREST] == 200


def test_a_word_of_many_articles_makes_none_of_them_a_candidate(way):
    traces = [Trace((), hashed(["common", *(["rare"] if n == 90 else [])])) for n in range(100)]
    assert found([stray(0, words=("common", "rare"))], traces) == [[90]]


@pytest.mark.parametrize("part", [1, 7, 50_000])
def test_the_parts_of_the_archive_make_no_difference(way, monkeypatch, part):
    strays, traces = [stray(n, near=39 - n, words=(f"word{n + 5}",)) for n in range(8)], archive(40)
    whole = found(strays, traces)
    monkeypatch.setattr(candidates, "PART", part)
    assert found(strays, traces) == whole


def test_the_graph_finds_what_comparing_the_whole_finds(monkeypatch):
    strays, traces = [stray(n, near=399 - n) for n in range(100)], archive(400)
    whole = found(strays, traces)
    monkeypatch.setattr(candidates, "MANY", 1)
    graph = found(strays, traces)
    assert [rows[0] for rows in graph] == [rows[0] for rows in whole]
    shared = sum(len(set(one) & set(other)) for one, other in zip(graph, whole, strict=True))
    assert shared >= 0.95 * sum(map(len, whole))


def test_rarity_counts_the_articles_that_have_a_word(way):
    traces = [Trace((), hashed(["common", *(["rare"] if n == 9 else [])])) for n in range(10)]
    known = Candidates([stray(0, words=("common", "rare", "none"))], lambda: iter(traces), lambda done: None)
    known.found()
    assert {word: round(value, 6) for word, value in known.rarity.items()} == {
        hashed(["common"]): 0.0,
        hashed(["rare"]): round(1 - math.log(2) / math.log(11), 6),
        hashed(["none"]): 1.0,
    }


WIDTH = 64


def articles(count: int) -> list[Trace]:
    """Articles of one to four passages; some leave nothing, and some say the same."""
    rng = np.random.default_rng(5)
    made = [
        Trace(tuple(row.tobytes() for row in rng.integers(-127, 128, (rng.integers(5), WIDTH)).astype(np.int8)))
        for _ in range(count)
    ]
    return [*made, Trace((bytes(WIDTH),)), *made[:3]]


def strays(count: int) -> list[Stray]:
    rng = np.random.default_rng(6)
    return [Stray(n * 3, 0, rng.integers(-127, 128, WIDTH).astype(np.int8).tobytes(), b"") for n in range(count)]


def expected(stray: Stray, traces: Sequence[Trace]) -> list[int]:
    """The nearest articles, by the textbook."""
    wanted = np.frombuffer(stray.vector, np.int8).astype(float)
    alike = {}
    for row, trace in enumerate(traces):
        if row != stray.row and trace.vectors:
            rows = [np.frombuffer(one, np.int8).astype(float) for one in trace.vectors]
            alike[row] = max(round(float(one @ wanted / max(np.linalg.norm(one), 1)), 3) for one in rows)
    return sorted(alike, key=lambda row: (-alike[row], row))[:NEAREST]


@pytest.mark.parametrize("count", [0, 1, NEAREST, NEAREST + 1, 300])
@pytest.mark.parametrize("part", [7, 50_000])
def test_the_nearest_are_found_in_whatever_parts_they_come(
    monkeypatch: pytest.MonkeyPatch, count: int, part: int
) -> None:
    monkeypatch.setattr(candidates, "PART", part)
    monkeypatch.setattr(candidates, "_PRODUCTS", 50 * 60)
    traces, lost = articles(count), strays(60)
    found = Candidates(lost, lambda: traces, lambda done: None).found()
    assert found == [expected(stray, traces) for stray in lost]


def test_very_many_strays_are_looked_up_in_a_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MANY", 50)
    traces, lost = articles(300), strays(60)
    found = Candidates(lost, lambda: traces, lambda done: None).found()
    shared = [len({*near} & {*expected(stray, traces)}) for near, stray in zip(found, lost, strict=True)]
    assert sum(shared) >= 0.9 * NEAREST * len(lost)
