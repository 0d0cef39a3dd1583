"""Which articles a stray caption is held against: the nearest, whatever else is there and however they come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from captioncheck.scan.across import candidates
from captioncheck.scan.across.candidates import NEAREST, Candidates, Stray
from captioncheck.traces import Trace

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
    monkeypatch.setattr(candidates, "_ROWS", 50)
    traces, lost = articles(count), strays(60)
    found = Candidates(lost, lambda: traces, lambda done: None).found()
    assert found == [expected(stray, traces) for stray in lost]


def test_very_many_strays_are_looked_up_in_a_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MANY", 50)
    traces, lost = articles(300), strays(60)
    found = Candidates(lost, lambda: traces, lambda done: None).found()
    shared = [len({*near} & {*expected(stray, traces)}) for near, stray in zip(found, lost, strict=True)]
    assert sum(shared) >= 0.9 * NEAREST * len(lost)
