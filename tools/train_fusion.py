#!/usr/bin/env python3
"""Fit the fusion of the witnesses on labelled pairs, validate it out of fold, and write `score/data/fusion.json`.

usage: train_fusion.py --data FOLDER [--results FILE [--fast]] [--cache FILE] [--dry-run]

FOLDER holds pairs/pairs.jsonl.xz and pairs/labels.json (kinds: own, same, cross, hard, own_translated,
same_translated are trained on; own_generic and found only looked at). Folds are by article: a pair is judged by a model
that has seen nothing on its article and none of its captions. Of a caption from elsewhere it may have seen other pairs;
leaving those out, too, takes .0003 from the AUC of hard swaps (2026-11-25). The pairs' articles are long; what briefs
look like is learnt from the same articles cut short, which take no part in the results.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from additive import fit_additive

from captioncheck.backgrounds import background_for
from captioncheck.datatypes import Article, Level
from captioncheck.encode.cache import CachedEncoder
from captioncheck.encode.e5 import E5Encoder
from captioncheck.extract.base import Source
from captioncheck.pipeline import Checker
from captioncheck.score import fusion
from captioncheck.score.lexical import CaptionTerms
from captioncheck.score.meaning import sentences
from captioncheck.score.saying import Plea, plea
from captioncheck.score.verdict import decide, too_little
from captioncheck.score.witnesses import Testimony, measures
from captioncheck.score.words import terms

FOLDS = 5
BELONGS = {"own", "own_translated"}
TRAINED = BELONGS | {"same", "cross", "hard", "same_translated"}
STRENGTH = {
    "same_language": 0.3,
    "same_language_brief": 0.3,
    "other_language": 0.03,
    "other_language_brief": 0.03,
}
"""Inverse regularisation a regime (sklearn's C); three times more or less differs by less than the folds do."""
DIRECTIONS = {name: 1 for group in fusion.WITNESSES.values() for name in group} | {
    "rare_terms": 0,
    "places_foreign": -1,
    "date_years": -1,
    "date_after": -1,
}
"""Which way a measure may speak (see additive.py): all others for the caption, the more there is of them."""
BAND = (0.02, 0.4)
"""Where `fit` leaves a caption in doubt, so that it is looked at again: about the thresholds, wide enough to move."""
LEARNT = (0.005, 0.8)
"""The wider band of captions that the careful models learn from."""
HEARD = (0.002, 0.9)
"""The still wider one of captions that the careful encoder is asked about while training: `fit` differs by fold."""
SECOND = "second look"
FIRST = tuple(name for witness, group in fusion.WITNESSES.items() if witness != SECOND for name in group)
BELOW = {"error": 0.0013, "warning": 0.013, "doubt": 0.05}
"""Wanted shares of belonging captions below each threshold; promised are 0.5 %, 2 % and 8 % on captions unseen."""
BRIEFS = (40, 165)
"""Distinct terms that articles are cut to; the models of briefs learn from every article, cut or not, up to these."""
LEAD = 2
"""Sentences that every cut article keeps."""
CUT = "~cut"
"""What the id of a pair with a cut article ends in."""
CONFIDENCE = 0.6
"""Extraction confidence below which a finding is never an error."""
TARGET = Path(__file__).parent.parent / "captioncheck/score/data/fusion.json"


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--results", type=Path, help="write out-of-fold results here, in the form of --format jsonl")
    parser.add_argument("--fast", action="store_true", help="results without the second look")
    parser.add_argument("--cache", type=Path, help="keep the features here between runs (while experimenting)")
    parser.add_argument("--dry-run", action="store_true", help="do not write the weights")
    args = parser.parse_args()
    source = pairs_file(args.data)
    rows = labelled_rows(args.data, args.cache)
    if args.results:
        results = out_of_fold(rows, fast=args.fast)
        args.results.write_text("".join(json.dumps(result) + "\n" for result in results))
    if args.dry_run:
        return
    document = fitted(rows)
    document["made"] |= {
        "by": "tools/train_fusion.py",
        "date": datetime.date.today().isoformat(),
        "data": f"{len(rows)} rows, sha256 {hashlib.sha256(source.read_bytes()).hexdigest()[:16]}",
        "encoders": [Checker().encoder.name, E5Encoder().name],
    }
    TARGET.write_text(json.dumps(document, ensure_ascii=False).replace('{"x"', '\n{"x"') + "\n")
    print(f"wrote {TARGET}", file=sys.stderr)


def pairs_file(data: Path) -> Path:
    """Return the file of the labelled pairs; end the program, loudly, where there is none."""
    source = data / "pairs/pairs.jsonl.xz"
    if not source.exists():
        sys.exit(f"SKIPPED: no labelled pairs at {source}; give their folder with --data")
    return source


def labelled_rows(data: Path, cache: Path | None) -> list[dict[str, Any]]:
    """Return what the witnesses say of every labelled pair, from the cache file if it is there."""
    source = pairs_file(data)
    labels = json.loads((data / "pairs/labels.json").read_text())
    rows: list[dict[str, Any]] = cached(cache, lambda: features(source, labels))
    return rows


def features(source: Path, labels: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return what the witnesses say of every pair; where in doubt, the careful encoder as well."""
    checker, rows, texts = Checker(), [], []
    pairs = [Source("pairs.jsonl", partial(lzma.open, source))]
    owned = own_captions(checker.read(pairs), labels)
    for article in checker.read(pairs):
        name = article.location.record or ""
        if name not in labels:
            continue
        for length, mark in ((article, ""), (brief(article, owned[name.split("@")[1]]), CUT)):
            for testimony in checker.first_look(length):
                row = {
                    "id": name + mark,
                    "kind": labels[name][0],
                    "regime": testimony.regime,
                    "terms": len(testimony.article.terms.counts),
                    "features": dict(testimony.features),
                    "silent": too_little(testimony),
                    "excused": excused_up_to(testimony),
                    "text": testimony.caption.caption.text,
                }
                rows.append(row)
                texts.append([testimony.caption.said, *(passage.text for passage in testimony.nearest)])
    add_second_looks(rows, texts)
    return rows


def excused_up_to(testimony: Testimony) -> str:
    """Return the level up to which nothing is held against a caption that says little, "" for one that says enough."""
    found = plea(testimony.caption)
    return str(found.most) if found else ""


def own_captions(articles: Iterable[Article], labels: dict[str, list[str]]) -> dict[str, list[CaptionTerms]]:
    """Return the terms of each article's own captions."""
    found: dict[str, list[CaptionTerms]] = defaultdict(list)
    for article in articles:
        name = article.location.record or ""
        if labels.get(name, [""])[0] in {"own", "own_generic"}:
            said = article.captions[0]
            found[name.split("@")[1]].append(CaptionTerms.of(said.said, said.language))
    return found


def brief(article: Article, owned: Iterable[CaptionTerms]) -> Article:
    """Return the article cut to a length that is drawn by its headline.

    It keeps the lead and, as a brief under a picture tells what that shows, the sentence nearest to each caption of its
    own; the rest is filled up from the top.
    """
    draw = int(hashlib.sha1(article.headline.encode()).hexdigest(), 16)
    wanted = BRIEFS[0] + draw % (BRIEFS[1] - BRIEFS[0])
    rows = [(at, sentence) for at, passage in enumerate(article.passages) for sentence in sentences(passage.text)]
    stems = [{term.stem for term in terms(sentence)} for _, sentence in rows]
    nearest = [max(range(len(rows)), key=lambda i: caption.found_share(stems[i])) for caption in owned if rows]
    kept: set[int] = set()
    seen = {term.stem for term in terms(article.headline)}
    for i in dict.fromkeys([*range(min(LEAD, len(rows))), *nearest, *range(len(rows))]):
        if len(seen) >= wanted:
            break
        kept.add(i)
        seen |= stems[i]
    passages = [
        replace(passage, text=" ".join(rows[i][1] for i in sorted(kept) if rows[i][0] == at))
        for at, passage in enumerate(article.passages)
        if any(rows[i][0] == at for i in kept)
    ]
    return replace(article, passages=tuple(passages))


def add_second_looks(rows: list[dict[str, Any]], texts: list[list[str]]) -> None:
    """Add the careful encoder's measures to the rows that a first look leaves in doubt, with room to spare."""
    encoder = CachedEncoder(E5Encoder())
    others = background_for(encoder).vectors(None)
    first = inner_scores(rows, first_models)
    for row, (said, *passages) in zip(rows, texts, strict=True):
        if passages and HEARD[0] < first[row["id"]] < HEARD[1]:
            vectors = encoder.encode_texts([said, *passages])
            row["features"] |= measures("careful", vectors[0], vectors[1:], others)


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
    caption, article = row["id"].removesuffix(CUT).split("@")
    return fold_of(article), fold_of(caption.rsplit(":", 1)[0])


def fitted(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the model document that fits the rows; thresholds come from folds within them."""
    first = inner_scores(rows, first_models)
    doubtful = [row for row in rows if "careful" in row["features"] and LEARNT[0] < first[row["id"]] < LEARNT[1]]
    again = inner_scores(doubtful, careful_models)
    both = first | {name: fit for name, fit in again.items() if BAND[0] < first[name] < BAND[1]}
    return {
        "made": {},
        "regimes": first_models(rows) | careful_models(doubtful),
        "thresholds": thresholds(rows, first, "") | thresholds(rows, both, fusion.CAREFUL),
        "band": list(BAND),
    }


def thresholds(rows: list[dict[str, Any]], fits: dict[str, float], suffix: str) -> dict[str, Any]:
    """Return the limits of each language's regimes, by the shares of belonging captions that may fall below each.

    Briefs have the limits of other articles: the shares of real briefs below them are alike, those of cut articles two
    to six times as high, as these have lost what a brief would keep.
    """
    own = [row for row in rows if row["kind"] in BELONGS and not row["silent"] and not row["id"].endswith(CUT)]
    found = {}
    for name in dict.fromkeys(map(fusion.language_of, STRENGTH)):
        # The languages' own limits may only be stricter than the common ones: they rest on few captions.
        part = [row for row in own if fusion.language_of(row["regime"]) == name]
        sides = [sorted(fits[row["id"]] for row in among) for among in (own, part)]
        found[name + suffix] = {
            level: round(min(side[int(share * len(side))] for side in sides), 5) for level, share in BELOW.items()
        } | {"confidence": CONFIDENCE}
    return found


def first_models(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one additive model a regime, on what the cheap witnesses say."""
    return {regime: additive(rows, regime, FIRST, strength) for regime, strength in STRENGTH.items()}


def careful_models(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one additive model a regime for captions in doubt, on what all witnesses say."""
    names = (*FIRST, *fusion.WITNESSES[SECOND])
    return {fusion.careful(regime): additive(rows, regime, names, strength) for regime, strength in STRENGTH.items()}


def additive(rows: list[dict[str, Any]], regime: str, names: tuple[str, ...], strength: float) -> dict[str, Any]:
    """Return the intercept and the curves of one model, fitted on the regime's rows."""
    part = [row for row in rows if row["kind"] in TRAINED and learns_from(regime, row)]
    columns = {name: np.array([row["features"][name] for row in part]) for name in names}
    return fit_additive(columns, np.array([row["kind"] in BELONGS for row in part]), DIRECTIONS, strength)


def learns_from(regime: str, row: dict[str, Any]) -> bool:
    """Say whether a regime's model learns from a row: there is no sharp line between briefs and other articles."""
    if fusion.language_of(regime) != fusion.language_of(row["regime"]):
        return False
    return row["terms"] <= BRIEFS[1] if fusion.is_brief(regime) else not row["id"].endswith(CUT)


def inner_scores(rows: list[dict[str, Any]], make: Callable[..., dict[str, Any]]) -> dict[str, float]:
    """Return each row's `fit` by models that have not seen it."""
    scored = {}
    for fold in range(FOLDS):
        train = [row for row in rows if fold not in folds_of(row)]
        held_out = [row for row in rows if folds_of(row)[0] == fold]
        if held_out:
            model = fusion.parse({"regimes": make(train), "thresholds": {}, "band": BAND, "made": {}})
            regime = fusion.careful if make is careful_models else str
            scored |= {row["id"]: model.fit(regime(row["regime"]), row["features"])[0] for row in held_out}
    return scored


def out_of_fold(rows: list[dict[str, Any]], *, fast: bool) -> list[dict[str, Any]]:
    """Return the results that captioncheck would give on each pair with a model fitted on the other folds."""
    results = []
    for fold in range(FOLDS):
        model = fusion.parse(fitted([row for row in rows if fold not in folds_of(row)]))
        for row in (row for row in rows if folds_of(row)[0] == fold and not row["id"].endswith(CUT)):
            fit, shares = model.fit(row["regime"], row["features"])
            limits = model.mode(second_look=not fast).limits(row["regime"])
            if not fast and model.doubtful(fit) and not row["silent"] and "careful" in row["features"]:
                fit, shares = model.fit(fusion.careful(row["regime"]), row["features"])
            pleading = Plea("", Level(row["excused"])) if row["excused"] else None
            verdict, level = decide(fit, shares["date"], limits, row["silent"], 1.0, pleading)
            caption = {"text": row["text"], "verdict": str(verdict), "level": str(level), "fit": fit}
            results.append({"path": "pairs.jsonl", "record": row["id"], "status": "ok", "captions": [caption]})
    return results


if __name__ == "__main__":
    main()
