"""From an archive to a calibration: sample, pair, fit the thresholds, and measure before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from captioncheck.datatypes import Skipped
from captioncheck.evaluation.archive import PER_ARTICLE, Archive, sample
from captioncheck.evaluation.bounds import SURE, rank
from captioncheck.evaluation.document import outcomes
from captioncheck.evaluation.intervals import Estimate, area
from captioncheck.evaluation.pairs import Pair, Pairs, pairs
from captioncheck.evaluation.rates import Outcomes, outcomes_of
from captioncheck.evaluation.thresholds import Fitted, Wanted, fitted
from captioncheck.extract.base import Source
from captioncheck.score.calibration import LEVELS, SCHEMA, Basis
from captioncheck.score.fusion import Thresholds

if TYPE_CHECKING:
    from captioncheck.pipeline import Checker


@dataclass(frozen=True, slots=True)
class Expected:
    """Of captions that belong and say enough to be judged, the share below a threshold.

    `likely` is what to expect, `most` what it is at most with 95 % certainty, `all_right` the share in the archive
    itself if what was set aside is right after all.
    """

    likely: float
    most: float
    all_right: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a calibration found: outcomes with the shipped thresholds (`before`) and with the new ones (`after`)."""

    archive: Archive
    pairs: Pairs
    fitted: Fitted
    wanted: Wanted
    shipped: Mapping[str, Thresholds]
    basis: Basis
    seed: int
    own: tuple[Outcomes, Outcomes]
    repaired: tuple[Outcomes, Outcomes]
    auc: Estimate
    expected: Mapping[str, Expected]


def calibrate(
    sources: Iterable[Source | Skipped],
    checker: Checker,
    wanted: Wanted,
    *,
    articles: int,
    seed: int,
    complain: Callable[[Skipped], None],
    tick: Callable[[str], None],
) -> Outcome:
    """Fit thresholds to an archive, of which up to `articles` are drawn.

    `complain` hears of inputs that could not be read, `tick` after each article what is being done with it. Raises
    TooLittleData where the archive cannot promise what is wanted.
    """
    random = Random(seed)
    read = (_ticked(item, tick) for item in checker.read(sources))
    archive = sample(read, articles, random, complain)
    found = pairs(archive, checker, random, lambda: tick("judged"))
    shipped = checker.model.thresholds
    result = fitted(found, wanted, shipped, PER_ARTICLE)
    return Outcome(
        archive,
        found,
        result,
        wanted,
        shipped,
        Basis.of(checker.encoders, checker.model),
        seed,
        (_outcomes(found.own, shipped), _outcomes(found.own, result.thresholds)),
        (_outcomes(found.repaired, shipped), _outcomes(found.repaired, result.thresholds)),
        area(_fits(found.own), _fits(found.repaired)),
        {level: _expected(level, result, wanted) for level in LEVELS},
    )


def document(outcome: Outcome) -> dict[str, Any]:
    """Return the calibration file's content, as `score.calibration.read` takes it; the rest says how it was made."""
    archive, found = outcome.archive, outcome.fitted
    return {
        "schema": SCHEMA,
        "made": {"by": "captioncheck calibrate", "date": date.today().isoformat(), **asdict(outcome.basis)},
        "thresholds": {
            regime: {level: getattr(row, level) for level in LEVELS}
            | {
                "from": "the archive" if found.own[regime] else "shipped, or the archive's where stricter",
                "captions": sum(pair.regime == regime for pair in found.judged),
            }
            for regime, row in found.thresholds.items()
        },
        "wanted": {**asdict(outcome.wanted), "certainty": SURE},
        "archive": {
            "articles": archive.seen,
            "captions": archive.captions,
            "unreadable": archive.failed,
            "articles_used": len(archive.articles),
            "captions_used": len(outcome.pairs.own),
            "judged": len(found.judged),
            "re_paired": len(outcome.pairs.repaired),
            "seed": outcome.seed,
        },
        "measured": {
            "own": {when: outcomes(row) for when, row in zip(("before", "after"), outcome.own, strict=True)},
            "re_paired": {when: outcomes(row) for when, row in zip(("before", "after"), outcome.repaired, strict=True)},
            "expected_per_1000": {
                level: {name: round(1000 * value, 1) for name, value in asdict(row).items()}
                for level, row in outcome.expected.items()
            },
        },
        "set_aside": [
            {"path": pair.where.path, "line": pair.where.line, "record": pair.where.record, "text": pair.text}
            for pair in found.aside
        ],
    }


def _ticked(item: Any, tick: Callable[[str], None]) -> Any:
    tick("read")
    return item


def _outcomes(rows: Iterable[Pair], thresholds: Mapping[str, Thresholds]) -> Outcomes:
    return outcomes_of(pair.decide(thresholds[pair.regime]) for pair in rows)


def _fits(rows: Iterable[Pair]) -> Any:
    import numpy as np

    return np.array([pair.fit for pair in rows], dtype=np.float64)


def _expected(level: str, found: Fitted, wanted: Wanted) -> Expected:
    kept, rate = len(found.judged) - len(found.aside), getattr(wanted, level)
    below = sum(pair.fit < getattr(found.thresholds[pair.regime], level) for pair in found.judged)
    return Expected(min(rank(kept, rate) / (kept + 1), rate), rate, below / len(found.judged))
