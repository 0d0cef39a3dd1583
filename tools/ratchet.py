"""The ratchet: what captioncheck does on the evaluation set, compared with the floors pinned in `floors.toml`.

Every caption is in one state: consistent, unverifiable, warning or error. Per kind the ratchet counts them and, for
captions from elsewhere, takes the area under the ROC curve of `fit` against the captions that belong. A figure may not
get worse than its floor; what may rise is for `make pin` to pin.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval_set import FOLDER, LABELS, digest, lines

ROOT = Path(__file__).parent.parent
FLOORS = FOLDER / "floors.toml"
STATES = ("consistent", "unverifiable", "warning", "error")
EXPECTED = {"belongs": ("consistent",), "generic": ("unverifiable", "consistent"), "elsewhere": ("error",)}
"""States that a caption of each label should be in."""
BETTER = {
    "belongs": {"flagged": -1, "error": -1, "unverifiable": -1},
    "generic": {"flagged": -1, "error": -1},
    "elsewhere": {"flagged": 1, "error": 1, "auc": 1},
}
"""The figures with a floor, per label: 1 for those where more is better, -1 where less is."""
CLEAR_RISE = {"auc": 0.005}
"""How much better a figure must be before the floor should be raised; a caption's worth for those not named."""
_SAME = 1e-9


class RatchetError(Exception):
    """The ratchet cannot turn: captioncheck did not run, or the floors cannot be read."""


@dataclass(frozen=True)
class Judged:
    """What captioncheck said of one caption; `pair` is CAPTION@ARTICLE."""

    pair: str
    kind: str
    state: str
    fit: float
    text: str


@dataclass(frozen=True)
class Change:
    """A figure that is no longer what its floor says; `captions` names, one a line, what changed for the worse."""

    kind: str
    figure: str
    floor: float
    now: float
    captions: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the change as text, the captions on lines of their own."""
        before, after = (f"{value:.3f}" if self.figure == "auc" else f"{value:.0f}" for value in (self.floor, self.now))
        return "\n  ".join([f"{self.kind}: {self.figure} was {before}, is {after}", *self.captions])


@dataclass(frozen=True)
class Pinned:
    """The floors: the set's digest, per kind the figures, and per kind the captions that were off, with their state."""

    digest: str
    figures: Mapping[str, Mapping[str, float]]
    off: Mapping[str, Mapping[str, str]]
    made: Mapping[str, str]


def judge(records: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """Run captioncheck over the records in a process of its own. Raises RatchetError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "eval.jsonl"
        path.write_text(lines(list(map(dict, records))), encoding="utf-8")
        command = [sys.executable, "-m", "captioncheck", "check", str(path), "--format", "jsonl", "--fail-on", "never"]
        here = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        done = subprocess.run(command, env=here, capture_output=True, check=False)
    if done.returncode:
        raise RatchetError(f"captioncheck exited {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    results = {row["record"]: row for row in map(json.loads, done.stdout.splitlines())}
    return [judged for record in records for judged in _judged(record, results.get(record["id"], {}))]


def _judged(record: Mapping[str, Any], result: Mapping[str, Any]) -> Iterable[Judged]:
    said = result.get("captions", [])
    if [caption["text"] for caption in said] != [caption["text"] for caption in record["captions"]]:
        raise RatchetError(f"{record['id']}: other captions came back than went in: {result.get('reason', said)}")
    article = record["id"].rpartition("@")[2]
    for asked, caption in zip(record["captions"], said, strict=True):
        state = caption["level"] if caption["verdict"] == "mismatch" else caption["verdict"]
        yield Judged(f"{asked['id']}@{article}", asked["kind"], state, caption["fit"], caption["text"])


def figures(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Return per kind how many captions there are, how many are flagged, errors and unverifiable, and the AUC."""
    fits = {kind: [row.fit for row in judged if row.kind == kind] for kind in LABELS}
    found: dict[str, dict[str, float]] = {}
    for kind, label in LABELS.items():
        states = [row.state for row in judged if row.kind == kind]
        found[kind] = {
            "captions": len(states),
            "flagged": states.count("warning") + states.count("error"),
            "error": states.count("error"),
            "unverifiable": states.count("unverifiable"),
        }
        if label == "elsewhere":
            found[kind]["auc"] = auc(fits["own_translated" if kind == "same_translated" else "own"], fits[kind])
    return found


def auc(belonging: Sequence[float], elsewhere: Sequence[float]) -> float:
    """Return how often a caption that belongs has the higher `fit`; ties count half. NaN where there is none."""
    wins = sum((b > e) + (b == e) / 2 for b in belonging for e in elsewhere)
    return wins / (len(belonging) * len(elsewhere)) if belonging and elsewhere else math.nan


def off(judged: Sequence[Judged]) -> dict[str, dict[str, str]]:
    """Return per kind the captions that are in another state than their label asks for."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in LABELS}
    for row in judged:
        if row.state not in EXPECTED[LABELS[row.kind]]:
            found[row.kind][row.pair] = row.state
    return found


def compare(pinned: Pinned, judged: Sequence[Judged]) -> tuple[list[Change], list[Change]]:
    """Return the figures that fell below their floor, and those that rose clearly above it."""
    now, falls, rises = figures(judged), [], []
    for kind, label in LABELS.items():
        floors = pinned.figures.get(kind, {})
        for figure, sign in BETTER[label].items():
            if figure not in floors:
                continue
            before, after = floors[figure], now[kind][figure]
            if figure != "auc":  # as shares, so that a set that grew can be compared
                before, after = before / max(floors["captions"], 1), after / max(now[kind]["captions"], 1)
            gain = sign * (after - before)
            if gain < -_SAME:
                falls.append(Change(kind, figure, floors[figure], now[kind][figure], worse(pinned, kind, judged)))
            elif gain > CLEAR_RISE.get(figure, _SAME):
                rises.append(Change(kind, figure, floors[figure], now[kind][figure]))
    return falls, rises


def worse(pinned: Pinned, kind: str, judged: Sequence[Judged]) -> tuple[str, ...]:
    """Return the captions of a kind that got worse since they were pinned; else those nearest to the wrong side."""
    label = LABELS[kind]
    order = STATES if label != "elsewhere" else STATES[::-1]
    rows = [row for row in judged if row.kind == kind]
    found = []
    for row in rows:
        expected = row.state if row.state in EXPECTED[label] else EXPECTED[label][0]
        before = pinned.off.get(kind, {}).get(row.pair, expected)
        if order.index(row.state) > order.index(before):
            found.append(f"{row.pair}: was {before}, is {row.state}, fit {row.fit:.3f}: {row.text}")
    if found:
        return tuple(found)
    nearest = sorted(rows, key=lambda row: row.fit, reverse=label == "elsewhere")[:5]
    return tuple(f"{row.pair}: {row.state}, fit {row.fit:.3f}: {row.text}" for row in nearest)


def read_floors(path: Path = FLOORS) -> Pinned:
    """Return the pinned floors. Raises RatchetError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        made = document.pop("made")
        off = {kind: row.pop("off", {}) for kind, row in document.items()}
        return Pinned(made["digest"], document, off, made)
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise RatchetError(f"{path}: {error!r}; write it with `make pin`") from error


def written(records: Sequence[dict[str, Any]], judged: Sequence[Judged], version: str, lowered: str = "") -> str:
    """Return the floors as they stand now, as TOML; an AUC is rounded down."""
    made = {"digest": digest(list(records)), "date": datetime.date.today().isoformat(), "version": version}
    rows = ["# Written by `make pin`; it lowers a floor only when told why: make pin LOWER='the reason'.", "", "[made]"]
    rows += [f"{key} = {_quoted(value)}" for key, value in (made | ({"lowered": lowered} if lowered else {})).items()]
    wrong = off(judged)
    for kind, row in figures(judged).items():
        rows += ["", f"[{kind}]", *(f"{name} = {_floored(value)}" for name, value in row.items())]
        if wrong[kind]:
            pairs = (f"{_quoted(pair)} = {_quoted(state)}" for pair, state in wrong[kind].items())
            rows += ["", f"[{kind}.off]", *pairs]
    return "\n".join(rows) + "\n"


def table(found: Mapping[str, Mapping[str, float]]) -> list[tuple[str, ...]]:
    """Return the figures as rows: kind, captions, flagged, errors, unverifiable, AUC."""
    rows: list[tuple[str, ...]] = []
    for kind, row in found.items():
        shares = [_percent(row[name] / max(row["captions"], 1)) for name in ("flagged", "error", "unverifiable")]
        rows.append((kind, f"{row['captions']:.0f}", *shares, f"{row['auc']:.3f}" if "auc" in row else ""))
    return rows


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if 0 < share < 0.1 else f"{100 * share:.0f} %"


def _floored(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{math.floor(1000 * value) / 1000:.3f}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
