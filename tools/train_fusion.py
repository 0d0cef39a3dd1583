#!/usr/bin/env python3
"""Fit the fusion of the witnesses on labelled pairs, validate it out of fold, and write `score/data/fusion.json`.

usage: train_fusion.py --data FOLDER [--results FILE] [--cache FILE] [--dry-run]

FOLDER holds pairs/pairs.jsonl.xz and pairs/labels.json (kinds: own, same, cross, hard, own_translated,
same_translated are trained on; own_generic and found only looked at). Folds are by article: a pair is judged by a model
that has seen neither its article nor any caption of the caption's own article.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import lzma
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import SplineTransformer, StandardScaler

from captioncheck.extract.base import Source
from captioncheck.pipeline import Checker
from captioncheck.score import fusion
from captioncheck.score.verdict import decide, too_little

FOLDS = 5
BELONGS = {"own", "own_translated"}
TRAINED = BELONGS | {"same", "cross", "hard", "same_translated"}
STRENGTH = {"same_language": 0.1, "other_language": 0.03}
"""Inverse regularisation a regime (sklearn's C); three times more or less differs by less than the folds do."""
KNOTS, POINTS = 4, 24
"""Knots of the splines that a curve is fitted with, and the points that it is written down with."""
BELOW = {"error": 0.001, "warning": 0.01, "doubt": 0.045}
"""Wanted shares of belonging captions below each threshold; promised are 0.5 %, 2 % and 8 % on captions unseen."""
CONFIDENCE = 0.6
"""Extraction confidence below which a finding is never an error."""
TARGET = Path(__file__).parent.parent / "captioncheck/score/data/fusion.json"


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--results", type=Path, help="write out-of-fold results here, in the form of --format jsonl")
    parser.add_argument("--cache", type=Path, help="keep the features here between runs (while experimenting)")
    parser.add_argument("--dry-run", action="store_true", help="do not write the weights")
    args = parser.parse_args()
    source = args.data / "pairs/pairs.jsonl.xz"
    if not source.exists():
        sys.exit(f"SKIPPED: no labelled pairs at {source}; give their folder with --data")
    labels = json.loads((args.data / "pairs/labels.json").read_text())
    rows = cached(args.cache, lambda: features(source))
    rows = [row for row in rows if row["id"] in labels]
    for row in rows:
        row["kind"] = labels[row["id"]][0]
    results = out_of_fold(rows)
    if args.results:
        args.results.write_text("".join(json.dumps(result) + "\n" for result in results))
    document = fitted(rows, TRAINED)
    document["made"] |= {
        "by": "tools/train_fusion.py",
        "date": datetime.date.today().isoformat(),
        "data": f"{len(rows)} pairs, sha256 {hashlib.sha256(source.read_bytes()).hexdigest()[:16]}",
        "encoder": Checker().encoder.name,
    }
    if not args.dry_run:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
        print(f"wrote {TARGET}", file=sys.stderr)


def features(source: Path) -> list[dict[str, Any]]:
    """Return what the witnesses say of every pair."""
    checker = Checker()
    rows = []
    for article in checker.read([Source("pairs.jsonl", partial(lzma.open, source))]):
        rows += [
            {
                "id": article.location.record,
                "regime": testimony.regime,
                "features": dict(testimony.features),
                "silent": too_little(testimony),
                "text": testimony.caption.caption.text,
            }
            for testimony in checker.testimonies(article)
        ]
    return rows


def cached(path: Path | None, make: Any) -> Any:
    """Return what `make` returns, from the file if it is there."""
    if path and path.exists():
        return json.loads(path.read_text())
    made = make()
    if path:
        path.write_text(json.dumps(made))
    return made


def fold_of(name: str) -> int:
    """Return the fold of an article."""
    return int(hashlib.sha1(name.encode()).hexdigest(), 16) % FOLDS


def folds_of(row: dict[str, Any]) -> tuple[int, int]:
    """Return the folds of a pair's article and of its caption's own article."""
    caption, article = row["id"].split("@")
    return fold_of(article), fold_of(caption.rsplit(":", 1)[0])


def fitted(rows: list[dict[str, Any]], kinds: set[str]) -> dict[str, Any]:
    """Return the model document that fits the rows; thresholds come from folds within them."""
    document: dict[str, Any] = {"made": {}, "regimes": regimes(rows, kinds), "thresholds": {}}
    held_out = inner_scores(rows, kinds)
    for name in document["regimes"]:
        # The languages' own limits may only be stricter than the common ones: they rest on few captions.
        everyone, part = (
            sorted(
                fit for row, fit in held_out if row["kind"] in BELONGS and not row["silent"] and row["regime"] in among
            )
            for among in (document["regimes"], {name})
        )
        document["thresholds"][name] = {
            level: round(min(own[int(share * len(own))] for own in (everyone, part)), 5)
            for level, share in BELOW.items()
        } | {"confidence": CONFIDENCE}
    return document


def regimes(rows: list[dict[str, Any]], kinds: set[str]) -> dict[str, Any]:
    """Return one additive model a regime."""
    names = [name for group in fusion.WITNESSES.values() for name in group]
    found = {}
    for regime, strength in STRENGTH.items():
        part = [row for row in rows if row["regime"] == regime and row["kind"] in kinds]
        columns = {name: np.array([row["features"][name] for row in part]) for name in names}
        bases = {name: Basis(column) for name, column in columns.items()}
        model = LogisticRegression(C=strength, max_iter=5000)
        model.fit(np.hstack([bases[name].rows(columns[name]) for name in names]), [row["kind"] in BELONGS for row in part])
        curves, start = {}, 0
        for name in names:
            end = start + bases[name].width
            curves[name] = bases[name].curve(columns[name], model.coef_[0][start:end])
            start = end
        found[regime] = {"intercept": round(float(model.intercept_[0]), 5), "curves": curves}
    return found


class Basis:
    """What a measure is unfolded into before the fit: quadratic B-splines, or itself where it has few values."""

    def __init__(self, column: Any) -> None:
        distinct = len(np.unique(column))
        spline = SplineTransformer(n_knots=KNOTS, degree=2, knots="quantile", extrapolation="linear")
        self.step = distinct <= 2 * KNOTS
        self.unfold = make_pipeline(*([] if self.step else [spline]), StandardScaler()).fit(column[:, None])
        self.width = self.rows(column[:1]).shape[1]

    def rows(self, column: Any) -> Any:
        """Return the measure's columns for the fit."""
        return self.unfold.transform(column[:, None])

    def curve(self, column: Any, weights: Any) -> dict[str, list[float]]:
        """Return the fitted curve as points: every value where there are few, else evenly many rows between two."""
        x = np.unique(column) if self.step else np.unique(np.quantile(column, np.linspace(0, 1, POINTS)))
        y = self.rows(x) @ weights
        return {"x": [round(float(v), 4) for v in x], "y": [round(float(v), 4) for v in y]}


def inner_scores(rows: list[dict[str, Any]], kinds: set[str]) -> list[tuple[dict[str, Any], float]]:
    """Return each row with its `fit` by a model that has not seen it."""
    scored = []
    for fold in range(FOLDS):
        train = [row for row in rows if fold not in folds_of(row)]
        model = fusion.parse({"regimes": regimes(train, kinds), "thresholds": {}, "made": {}})
        scored += [(row, model.fit(row["regime"], row["features"])[0]) for row in rows if folds_of(row)[0] == fold]
    return scored


def out_of_fold(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the results that captioncheck would give on each pair with a model fitted on the other folds."""
    results = []
    for fold in range(FOLDS):
        train = [row for row in rows if fold not in folds_of(row)]
        model = fusion.parse(fitted(train, TRAINED))
        for row in (row for row in rows if folds_of(row)[0] == fold):
            fit, shares = model.fit(row["regime"], row["features"])
            verdict, level = decide(fit, shares["date"], model.thresholds[row["regime"]], row["silent"], 1.0)
            caption = {"text": row["text"], "verdict": str(verdict), "level": str(level), "fit": fit}
            results.append({"path": "pairs.jsonl", "record": row["id"], "status": "ok", "captions": [caption]})
    return results


if __name__ == "__main__":
    main()
