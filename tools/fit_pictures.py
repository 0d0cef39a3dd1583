#!/usr/bin/env python3
"""Fit the picture witness on VERITE's embeddings, and prove that what is fitted on one checkpoint holds on the other.

usage: fit_pictures.py --data FOLDER [--write]

FOLDER holds verite/VERITE.csv and the embeddings of its pairs by two checkpoints of OpenAI (.npy). Of the 338 stories
one half is the background of the other: 100 of its captions at a time, as many as the English part of the background
that ships. "random" are true captions under other pictures, "out-of-context" lookalikes chosen by hand, "miscaptioned"
right pictures with a wrong detail. The background that ships cannot be encoded here (no weights), so what is proved is
the form and its parameters, with other captions of VERITE as background.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from captioncheck.score.pictures import likeness

CHECKPOINTS = ("ViTB32", "ViTL14")
SCALE = 100.0
"""The scale of both checkpoints (OpenAI clipped it there)."""
BACKGROUND, DRAWS, STRANGERS = 100, 10, 20
TAILS = {"error": (0.005, -2.576), "1 %": (0.01, -2.326), "warning": (0.02, -2.054)}
TARGET = Path(__file__).parent.parent / "captioncheck/score/data/pictures.json"

Scores = dict[str, np.ndarray]


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="write the parameters")
    args = parser.parse_args()
    folder = args.data / "verite"
    if not (folder / "VERITE.csv").exists():
        sys.exit(f"SKIPPED: no embeddings at {folder}; give their folder with --data")
    report = prove(folder)
    print("\n".join(lines(report)))
    if args.write:
        data = json.loads(TARGET.read_text())
        data["made"]["date"] = datetime.date.today().isoformat()
        for name in ("expected", "match_sd", "stranger_sd"):
            data[name] = round(float(np.mean([report[one][name] for one in CHECKPOINTS])), 4)
        TARGET.write_text(json.dumps(data, indent=1) + "\n")


def prove(folder: Path) -> dict[str, dict[str, Any]]:
    """Return, for each checkpoint, its own parameters and what those of the other one give on it."""
    pairs = pair_sets(folder)
    noise = json.loads(TARGET.read_text())["noise"] / SCALE
    drawn = {name: [draw(folder, name, pairs, seed, noise) for seed in range(DRAWS)] for name in CHECKPOINTS}
    report = {}
    for name in CHECKPOINTS:
        other = next(one for one in CHECKPOINTS if one != name)
        rows = [
            judged(here, parameters(there), parameters(here))
            for here, there in zip(drawn[name], drawn[other], strict=True)
        ]
        report[name] = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
    return report


def parameters(scores: dict[str, Scores]) -> dict[str, float]:
    """Return the parameters that one checkpoint gives."""
    true = scores["true"]
    expected = float(true["z"].mean() / true["unit"].mean())
    return {
        "expected": expected,
        "match_sd": float((true["z"] - expected * true["unit"]).std()),
        "stranger_sd": float(scores["random"]["z"].std()),
    }


def judged(scores: dict[str, Scores], given: dict[str, float], own: dict[str, float]) -> dict[str, float]:
    """Return how a checkpoint's pairs fare with given parameters."""
    short = {kind: (row["z"] - given["expected"] * row["unit"]) / given["match_sd"] for kind, row in scores.items()}
    found = dict(own)
    for name, (_, threshold) in TAILS.items():
        for kind, values in short.items():
            found[f"{kind} below {name}"] = float((values < threshold).mean())
    for kind in ("random", "out-of-context", "miscaptioned"):
        found[f"AUC {kind}"] = auc(short["true"], short[kind])
    return found


def draw(folder: Path, name: str, pairs: Any, seed: int, noise: float) -> dict[str, Scores]:
    """Return z-scores, and what a whole match is worth, of every kind of pair with one draw of the background."""
    pictures = unit(np.load(folder / f"VERITE_clip_image_embeddings_{name}.npy"))
    texts = unit(np.load(folder / f"VERITE_clip_text_embeddings_{name}.npy"))
    dice = np.random.default_rng(seed)
    parts: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for kinds, others in pairs:
        background = texts[dice.permutation(others)[:BACKGROUND]]
        for kind, (caption, picture) in kinds.items():
            cosines = pictures[picture] @ background.T
            spread = np.sqrt((cosines.var(axis=1) + noise**2) / 2)
            own = (pictures[picture] * texts[caption]).sum(axis=1)
            z = (own - cosines.mean(axis=1)) / spread
            parts.setdefault(kind, []).append((z, (1 - likeness(background)) / spread))
    return {
        kind: {"z": np.concatenate([z for z, _ in rows]), "unit": np.concatenate([unit for _, unit in rows])}
        for kind, rows in parts.items()
    }


def pair_sets(folder: Path) -> list[tuple[dict[str, tuple[np.ndarray, np.ndarray]], np.ndarray]]:
    """Return for each half of the stories its pairs of every kind, and the captions of the other half."""
    with (folder / "VERITE.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    true = [i for i, row in enumerate(rows) if row["label"] == "true"]
    dice = np.random.default_rng(0)
    sets = []
    for half in (0, 1):
        mine, others = np.array(true[half::2]), np.array(true[1 - half :: 2])
        captions = {rows[i]["caption"] for i in mine}
        images = {rows[i]["image_path"] for i in mine}
        far = np.array(
            [i for i, row in enumerate(rows) if row["label"] == "out-of-context" and row["caption"] in captions]
        )
        near = np.array(
            [i for i, row in enumerate(rows) if row["label"] == "miscaptioned" and row["image_path"] in images]
        )
        first = np.repeat(mine, STRANGERS)
        second = dice.choice(mine, len(first))
        kept = first != second
        kinds = {
            "true": (mine, mine),
            "random": (first[kept], second[kept]),
            "out-of-context": (far, far),
            "miscaptioned": (near, near),
        }
        sets.append((kinds, others))
    return sets


def auc(right: np.ndarray, wrong: np.ndarray) -> float:
    """Return the share of (right, wrong) pairs in the right order."""
    order = np.argsort(np.concatenate([right, wrong]), kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    return float((ranks[: len(right)].sum() - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong)))


def unit(rows: np.ndarray) -> np.ndarray:
    """Return rows of length one."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float64)


def lines(report: dict[str, dict[str, Any]]) -> list[str]:
    """Return the report in words."""
    found = []
    for name, row in report.items():
        other = next(one for one in CHECKPOINTS if one != name)
        found.append(
            f"{name}: own expected {row['expected']:.4f}, match sd {row['match_sd']:.3f}, stranger sd "
            f"{row['stranger_sd']:.3f}; with the parameters of {other}: AUC random {row['AUC random']:.4f}, "
            f"out-of-context {row['AUC out-of-context']:.3f}, miscaptioned {row['AUC miscaptioned']:.3f}"
        )
        for tail, (wanted, _) in TAILS.items():
            shares = ", ".join(
                f"{kind} {row[f'{kind} below {tail}']:.2%}" for kind in ("random", "out-of-context", "miscaptioned")
            )
            found.append(
                f"  {tail}: false alarms {row[f'true below {tail}']:.2%} (wanted {wanted:.1%}); found: {shares}"
            )
    return found


if __name__ == "__main__":
    main()
