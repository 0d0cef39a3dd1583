#!/usr/bin/env python3
"""Fit the ranking of CC301's candidates on re-paired captions, show what it gives out of fold, and write it.

usage: fit_homes.py --data FOLDER [--cache FILE] [--dry-run]

FOLDER holds pairs/pairs.jsonl.xz and pairs/labels.json. Captions of all kinds are put into one archive, which is
scanned (`tools/belongs.py`); candidates of the stray ones are found and judged as CC301 does it, once with the cheap
witnesses alone, and once with the best candidates heard by the careful encoder, too. Every caption teaches
twice: with its own article among the candidates, and without it, when none of them is its home. Folds are by the
caption's own article. That an article prints a caption is left out of account: each stands there in several kinds.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import lzma
import math
import pickle
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import belongs
import numpy as np
from scipy.optimize import minimize
from train_fusion import FOLDS, fold_of, pairs_file

from captioncheck.config import Settings
from captioncheck.datatypes import Article, Checked
from captioncheck.extract.base import Source, one_line
from captioncheck.pipeline import Checker
from captioncheck.scan import journal
from captioncheck.scan.across.base import Scanned
from captioncheck.scan.across.belongs import AGAIN, description, rarities, strays_of
from captioncheck.scan.across.candidates import Candidates
from captioncheck.scan.across.judging import home_of, make_stray, words_of
from captioncheck.scan.across.ranking import Home, measures, odds
from captioncheck.scan.files import files_for
from captioncheck.score.words import stems_of
from captioncheck.sources import open_file
from captioncheck.work import Job

TAUGHT = ("same", "same_translated")
"""Kinds of pairs that the weights are fitted on: of a translated caption the home is in another language."""
KINDS = (*TAUGHT, "own")
MEASURES = ("fit", "words", "language", "days")
NAMED, HINTED = (0.4, 3.0), (0.05, 1.0)
"""`fit` that a home must have, and how much higher that must be on the log-odds than where the caption stands: one that
is named, and one that is only said to be likely."""
PRINTED = 3.0
"""Assumed: no caption of the pairs is printed twice."""
BARS = (0.0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Probabilities that are tried as what a home must have."""
STRANGERS, ALARMS = 0.20, 0.01
"""How many may be given a home: of strays whose own is absent (those that are named one), and of own captions."""
Planted = dict[str, dict[str, list[str]]]
"""By article and text: of which kinds a caption stands there."""
STRENGTH = 1.0
"""The penalty on the weights of measures of unit spread."""
TARGET = Path(__file__).parent.parent / "captioncheck/scan/across/data/homes.json"


@dataclass(frozen=True)
class Case:
    """A stray: its text, its own article and that where it stands, its `fit` there, its candidates, each measured."""

    text: str
    own: str
    here: str
    fit: float
    names: list[str]
    fits: np.ndarray
    rows: np.ndarray

    @property
    def home(self) -> int | None:
        """Return which of the candidates is its own article."""
        return self.names.index(self.own) if self.own in self.names else None

    def homeless(self) -> Case:
        """Return the case with its own article taken out of the archive."""
        kept = [i for i, name in enumerate(self.names) if name != self.own]
        return replace(self, names=[self.names[i] for i in kept], fits=self.fits[kept], rows=self.rows[kept])


@dataclass(frozen=True)
class Kind:
    """The strays of one kind of pairs, and of how many captions."""

    cases: list[Case]
    total: int


@dataclass(frozen=True)
class Weights:
    """What each measure is worth, and "none of them"."""

    measures: np.ndarray
    none: float

    def best(self, case: Case) -> tuple[int | None, float]:
        """Return the best candidate and the probability that it is the home."""
        if not case.names:
            return None, 0.0
        worths = case.rows @ self.measures
        top = int(np.argmax(worths))
        whole = np.exp(np.minimum(np.append(worths, self.none) - worths[top], 700)).sum()
        return top, float(1 / whole)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keep what is measured here between runs (while experimenting)")
    parser.add_argument("--dry-run", action="store_true", help="do not write the weights")
    args = parser.parse_args()
    source = pairs_file(args.data)
    if args.cache and args.cache.exists():
        modes = pickle.loads(args.cache.read_bytes())
    else:
        labels = json.loads((args.data / "pairs/labels.json").read_text())
        modes = {"fast": gathered(source, labels)}
        modes["careful"] = gathered(source, labels, fitted(taught(modes["fast"])))
        if args.cache:
            args.cache.write_bytes(pickle.dumps(modes))
    models, figures = {}, {}
    for mode, kinds in modes.items():
        print(f"\n{mode}")
        folds = [fitted(taught(kinds, without=fold)) for fold in range(FOLDS)]
        show(kinds, folds)
        named, figures[mode] = chosen(kinds, folds, NAMED, strangers=STRANGERS)
        hinted, figures[f"{mode}, likely ones too"] = chosen(kinds, folds, HINTED, strangers=1.0)
        weights = fitted(taught(kinds))
        models[mode] = {
            "weights": {name: round(float(value), 4) for name, value in zip(MEASURES, weights.measures, strict=True)},
            "none": round(weights.none, 4),
            "printed": PRINTED,
            "named": named,
            "hinted": hinted,
        }
    if args.dry_run:
        return
    strays = {mode: sum(len(kinds[kind].cases) for kind in TAUGHT) for mode, kinds in modes.items()}
    document = {
        "made": {
            "by": "tools/fit_homes.py",
            "date": datetime.date.today().isoformat(),
            "data": f"strays of the kinds {', '.join(TAUGHT)}, sha256 "
            f"{hashlib.sha256(source.read_bytes()).hexdigest()[:16]}",
            "strays": strays,
            "encoders": f"{Checker(Settings(careful=False)).encoder.name}, careful {Checker().encoders}",
            "assumed": ["printed", "least", "better"],
            "figures": figures,
        },
        "models": models,
    }
    TARGET.write_text(json.dumps(document, indent=1) + "\n")
    print(f"wrote {TARGET}", file=sys.stderr)


def gathered(source: Path, labels: dict[str, list[str]], shortlist: Weights | None = None) -> dict[str, Kind]:
    """Return what is measured of the strays of every kind; of the best by `shortlist`, where given, by careful ears."""
    with tempfile.TemporaryDirectory() as temporary:
        pairs = Path(temporary, "pairs.jsonl")
        with lzma.open(source) as packed, pairs.open("wb") as stream:
            shutil.copyfileobj(packed, stream)
        planted: Planted = defaultdict(lambda: defaultdict(list))
        owns: dict[str, str] = {}
        totals = dict.fromkeys(KINDS, 0)
        for kind in KINDS:
            articles, rows = belongs.read(pairs, labels, kind)
            for name, captions in rows.items():
                for text, own in ((one_line(text), own) for text, own in captions):
                    planted[name][text].append(kind)
                    owns[text] = own
                    totals[kind] += 1
        texts = {name: [(text, "") for text in captions] for name, captions in planted.items()}
        archive = belongs.written(articles, texts, Path(temporary))
        belongs.scanned(archive, ["--careful" if shortlist else "--fast", "--ignore=CC301"], "1")
        found = cases(archive, owns, shortlist)
    return {
        kind: Kind([one for one in found if kind in planted[one.here].get(one.text, ())], totals[kind])
        for kind in KINDS
    }


def cases(archive: Path, owns: dict[str, str], shortlist: Weights | None) -> list[Case]:
    """Return the strays of an archive that was scanned, with their candidates, each judged; `owns` by their text."""
    files = files_for(str(archive.with_name("out.jsonl")))
    past = journal.read(files.journal)
    engine: Any = None
    scanned = Scanned(files.old, past, Settings(), engine, files.judged, files.compared, lambda *_: None)
    names = [row.entry["record"] for row in scanned.rows()]
    strays = [one for row in scanned.rows() for one in strays_of(row)]
    found = Candidates([stray for stray, _ in strays], scanned.traces, lambda _: None)
    near = found.found()
    captions = [caption for _, caption in strays]
    weights = [rarities(stems_of(description(caption)), found.rarity) for caption in captions]

    def made(near: Sequence[Sequence[int]], *, thorough: bool) -> list[Case]:
        known = held(archive, captions, near, thorough=thorough)
        rows = [
            [[measures(known[number, row], weights[number])[name] for name in MEASURES] for row in of]
            for number, of in enumerate(near)
        ]
        return [
            Case(
                caption["text"],
                owns[caption["text"]],
                names[stray.row],
                caption["fit"],
                [names[row] for row in of],
                np.array([known[number, row].fit for row in of]),
                np.array(rows[number]).reshape(len(of), len(MEASURES)),
            )
            for number, ((stray, caption), of) in enumerate(zip(strays, near, strict=True))
        ]

    first = made(near, thorough=False)
    if shortlist is None:
        return first
    tops = [np.argsort(-(one.rows @ shortlist.measures), kind="stable")[:AGAIN] for one in first]
    return made([[of[i] for i in top] for of, top in zip(near, tops, strict=True)], thorough=True)


def held(
    archive: Path, captions: Sequence[Mapping[str, Any]], near: Sequence[Sequence[int]], *, thorough: bool
) -> dict[tuple[int, int], Home]:
    """Return what speaks for each row as each caption's home."""
    wanted = defaultdict(list)
    for number, rows in enumerate(near):
        for row in rows:
            wanted[row].append(number)
    stems = [stems_of(description(caption)) for caption in captions]
    checker = Checker(Settings(careful=thorough))
    known: dict[tuple[int, int], Home] = {}
    for row, article in enumerate(checker.read([Source(str(archive), partial(open_file, str(archive)))])):
        assert isinstance(article, Article)
        words = words_of(article)
        held = replace(article, captions=tuple(make_stray(captions[number]["text"], article) for number in wanted[row]))
        for outcome in checker.outcomes([Job(held, fresh=True, thorough=thorough)]):
            assert isinstance(outcome.result, Checked)
            for number, judgement in zip(wanted[row], outcome.result.judgements, strict=True):
                known[number, row] = home_of(judgement, stems[number], article, words, printed=False)
    return known


def taught(kinds: dict[str, Kind], without: int | None = None) -> list[Case]:
    """Return the cases to fit on: with their home and without it, but none of the captions of a fold."""
    rows = [one for kind in TAUGHT for one in kinds[kind].cases if fold_of(one.own) != without]
    return [*rows, *(one.homeless() for one in rows if one.home is not None)]


def fitted(rows: Sequence[Case]) -> Weights:
    """Return the weights that make the right choices likeliest: the home, or none where that is no candidate."""
    spread = np.concatenate([one.rows for one in rows if len(one.names)]).std(axis=0)
    none = np.eye(len(spread) + 1)[-1:]
    options = [np.vstack([np.pad(one.rows / spread, ((0, 0), (0, 1))), none]) for one in rows]
    right = [len(one.names) if one.home is None else one.home for one in rows]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        penalty = np.append(weights[:-1], 0.0)
        value, slope = STRENGTH / 2 * penalty @ penalty, STRENGTH * penalty
        for option, choice in zip(options, right, strict=True):
            worths = option @ weights
            shares = np.exp(worths - worths.max())
            shares /= shares.sum()
            value -= math.log(max(shares[choice], 1e-300))
            slope = slope + shares @ option - option[choice]
        return value, slope

    found = minimize(loss, np.zeros(len(spread) + 1), jac=True, method="L-BFGS-B").x
    return Weights(found[:-1] / spread, float(found[-1]))


def show(kinds: dict[str, Kind], folds: Sequence[Weights]) -> None:
    """Print how often the home is a candidate, and the best of them."""
    for name, kind in kinds.items():
        homes = [one for one in kind.cases if one.home is not None]
        first = sum(folds[fold_of(one.own)].best(one)[0] == one.home for one in homes)
        share = max(len(kind.cases), 1)
        print(
            f"{name}: {kind.total} captions, {len(kind.cases)} flagged; of those their own article is a candidate for "
            f"{len(homes) / share:.1%} and the best for {first / share:.1%}"
        )


def chosen(
    kinds: dict[str, Kind], folds: Sequence[Weights], above: tuple[float, float], strangers: float
) -> tuple[dict[str, float], dict[str, object]]:
    """Return the bar that names the most homes within the limits, of like ones the highest; print what others would."""
    least, better = above
    bars = [{"sure": sure, "least": least, "better": better} for sure in BARS]
    rows = [{name: outcome(kind, folds, bar) for name, kind in kinds.items()} for bar in bars]
    for bar, row in zip(bars, rows, strict=True):
        print(f"\n{bar}")
        for name, found in row.items():
            print(f"  {name:16} " + ", ".join(f"{what} {value:.1%}" for what, value in found.items()))
    allowed = [
        number
        for number, row in enumerate(rows)
        if row["same"]["wrongly_where_absent"] <= strangers and row["own"]["named_of_all"] <= ALARMS
    ]
    best = max(allowed, key=lambda number: (rows[number]["same"]["rightly"], bars[number]["sure"]))
    return bars[best], {"out_of_fold": True, **rows[best]}


def outcome(kind: Kind, folds: Sequence[Weights], bar: dict[str, float]) -> dict[str, float]:
    """Return what a bar gives: shares of the flagged captions, of all captions, and of those that are named."""
    rightly = wrongly = strangers = 0
    for one in kind.cases:
        weights = folds[fold_of(one.own)]
        top = named(one, weights, **bar)
        rightly += top is not None and top == one.home
        wrongly += top is not None and top != one.home
        strangers += named(one.homeless(), weights, **bar) is not None
    flagged, total = max(len(kind.cases), 1), max(kind.total, 1)
    shares = {
        "rightly": rightly / flagged,
        "wrongly": wrongly / flagged,
        "rightly_of_all": rightly / total,
        "rightly_of_named": rightly / max(rightly + wrongly, 1),
        "wrongly_where_absent": strangers / flagged,
        "named_of_all": (rightly + wrongly) / total,
    }
    return {name: round(value, 4) for name, value in shares.items()}


def named(case: Case, weights: Weights, sure: float, least: float, better: float) -> int | None:
    """Return the candidate that is named, if one is."""
    top, share = weights.best(case)
    if top is None or share < sure or case.fits[top] < least or odds(case.fits[top]) - odds(case.fit) < better:
        return None
    return top


if __name__ == "__main__":
    main()
