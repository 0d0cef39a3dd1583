#!/usr/bin/env python3
"""What each witness brings, and what it costs: the README's ablation table, as Markdown.

usage: ablate.py --data FOLDER [--cache FILE] [--articles N]

FOLDER and FILE are those of train_fusion.py. Figures are out of fold, as in `make eval`: the area under the ROC curve
and the share of swaps that lie below the lowest 1 % of right captions. Costs are milliseconds an article of one thread,
over the first N pairs, with nothing remembered at the start.
"""

from __future__ import annotations

import argparse
import functools
import lzma
import os
import pkgutil
import time
from collections import defaultdict
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import train_fusion
from train_fusion import FIRST, labelled_rows, out_of_fold, pairs_file

from captioncheck.evaluation.intervals import area, recall
from captioncheck.extract.base import Source
from captioncheck.pipeline import Checker
from captioncheck.score.fusion import WITNESSES

AGAINST = {"same": "own", "cross": "own", "hard": "own", "same_translated": "own_translated"}
COHORT = {
    "no cohort: raw likeness only": {"top_article", "top_caption"},
    "cohort of captions only": {"top_caption"},
    "cohort of leads only": {"top_article"},
}
PARTS = {
    "meaning": "captioncheck.encode.sentence.SentenceEncoder.encode_texts",
    "names": "captioncheck.score.names.match",
    "places": "captioncheck.score.places.match",
    "date": "captioncheck.score.dates.match",
    "second look": "captioncheck.secondlook.SecondLook.hear",
}
"""Where a witness's time goes, besides reading and cutting into words, which all share."""


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    args = parser.parse_args()
    rows = labelled_rows(args.data, args.cache)
    spent = costs(pairs_file(args.data), args.articles)
    print(f"| witnesses | {' | '.join(AGAINST)} | ms an article |")
    print(f"| --- |{' --- |' * (len(AGAINST) + 1)}")
    show("all, with the second look", out_of_fold(rows, fast=False), rows, f"{sum(spent.values()):.0f}")
    show(
        "all, without it (`--fast`)",
        out_of_fold(rows, fast=True),
        rows,
        f"{sum(spent.values()) - spent['second look']:.0f}",
    )
    for witness, group in WITNESSES.items():
        if witness != "second look":
            show(f"{witness} alone", heard(rows, set(FIRST) - set(group)), rows, f"{spent[witness]:.1f}")
    for witness, group in WITNESSES.items():
        if witness != "second look":
            show(f"without {witness}", heard(rows, set(group)), rows, "")
    for name, left_out in COHORT.items():
        show(name, heard(rows, left_out), rows, "")


def heard(rows: list[dict[str, Any]], left_out: set[str]) -> list[dict[str, Any]]:
    """Return out-of-fold results of a first look that does without some measures."""
    kept = tuple(name for name in FIRST if name not in left_out)
    with mock.patch.object(train_fusion, "FIRST", kept):
        fits = train_fusion.inner_scores(rows, train_fusion.first_models)
    return [{"record": row["id"], "captions": [{"fit": fits[row["id"]]}]} for row in rows]


def show(name: str, results: list[dict[str, Any]], rows: list[dict[str, Any]], cost: str) -> None:
    """Print one line of the table."""
    kinds = {row["id"]: row["kind"] for row in rows}
    fits: dict[str, list[float]] = defaultdict(list)
    for result in results:
        fits[kinds[result["record"]]].append(result["captions"][0]["fit"])
    cells = []
    for kind, against in AGAINST.items():
        own, swapped = np.array(fits[against]), np.array(fits[kind])
        cells.append(f"{area(own, swapped).value:.3f} / {recall(own, swapped).value:.2f}")
    print(f"| {name} | {' | '.join(cells)} | {cost} |", flush=True)


def costs(source: Path, articles: int) -> dict[str, float]:
    """Return milliseconds an article: each witness's own, and what is left as that of the words."""
    os.environ["CAPTIONCHECK_NO_CACHE"] = "yes"
    checker, spent = Checker(), dict.fromkeys(PARTS, 0.0)
    _ = checker.background, checker.model
    with lzma.open(source) as stream:
        lines = b"".join(next(stream) for _ in range(articles))
    read = list(checker.read([Source("pairs.jsonl", lambda: BytesIO(lines))]))
    with ExitStack() as patches:
        for name, target in PARTS.items():
            patches.enter_context(timed(target, name, spent))
        started = time.perf_counter()
        for article in read:
            checker.check_article(article)
        whole = time.perf_counter() - started
    shares = {name: 1000 * seconds / articles for name, seconds in spent.items()}
    return shares | {"words": 1000 * whole / articles - sum(shares.values())}


def timed(target: str, name: str, spent: dict[str, float]) -> Any:
    """Return a patch that adds what a function takes to `spent[name]`."""
    function = pkgutil.resolve_name(target)

    @functools.wraps(function)
    def wrapper(*args: Any, **options: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*args, **options)
        finally:
            spent[name] += time.perf_counter() - started

    return mock.patch(target, wrapper)


if __name__ == "__main__":
    main()
