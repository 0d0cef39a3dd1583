"""What was measured, as plain dicts and lists: the JSON that `evaluate` and `calibrate` print. The keys are public."""

from __future__ import annotations

from typing import Any

from captioncheck.evaluation.intervals import Estimate
from captioncheck.evaluation.judged import Judged
from captioncheck.evaluation.misses import worst
from captioncheck.evaluation.rates import Evaluation, KindRates, LanguageRates, Outcomes
from captioncheck.evaluation.reliability import Reliability
from captioncheck.version import __version__

SCHEMA = "captioncheck-evaluation/1"


def document(evaluation: Evaluation, misses: int) -> dict[str, Any]:
    """Return an evaluation with up to `misses` misses a kind; every share is {"value", "low", "high"}, 0 to 1."""
    sample = evaluation.sample
    return {
        "schema": SCHEMA,
        "version": __version__,
        "counts": {
            "captions": len(sample.rows),
            "unlabelled": sample.unlabelled,
            "merged": sample.merged,
            "without_result": len(sample.lacking),
        },
        "kinds": [_kind(row) for row in evaluation.kinds],
        "languages": [_language(row) for row in evaluation.languages],
        "reliability": _reliability(evaluation.reliability),
        "misses": [
            {"kind": kind.name, **_miss(row)}
            for kind, rows in worst(sample.rows, (row.kind for row in evaluation.kinds), misses)
            for row in rows
        ],
    }


def estimate(found: Estimate | None) -> dict[str, float] | None:
    """Return a number with its interval, to four digits."""
    if found is None:
        return None
    return {"value": round(found.value, 4), "low": round(found.low, 4), "high": round(found.high, 4)}


def _kind(row: KindRates) -> dict[str, Any]:
    compared = {"against": row.against, "auc": estimate(row.auc), "recall_at_1_percent": estimate(row.recall)}
    return {
        "kind": row.kind.name,
        "label": str(row.kind.label),
        **outcomes(row.outcomes),
        **(compared if row.auc else {}),
    }


def _language(row: LanguageRates) -> dict[str, Any]:
    return {
        "language": row.language,
        "belongs": outcomes(row.belongs),
        "elsewhere": outcomes(row.elsewhere) if row.elsewhere else None,
        "auc": estimate(row.auc),
    }


def outcomes(row: Outcomes) -> dict[str, Any]:
    """Return what became of some captions."""
    return {
        "n": row.n,
        "flagged": estimate(row.flagged),
        "error": estimate(row.error),
        "unverifiable": estimate(row.unverifiable),
    }


def _reliability(found: Reliability) -> dict[str, Any]:
    return {
        "n": found.n,
        "share_that_belongs": round(found.belongs, 4),
        "expected_calibration_error": estimate(found.error),
        "brier": estimate(found.brier),
        "bins": [
            {"low": row.low, "high": row.high, "n": row.n, "fit": round(row.fit, 4), "belongs": estimate(row.belongs)}
            for row in found.bins
        ],
    }


def _miss(row: Judged) -> dict[str, Any]:
    return {
        "record": row.record,
        "language": row.language,
        "verdict": str(row.verdict),
        "level": str(row.level),
        "fit": float(f"{row.fit:.4g}"),
        "text": row.text,
        "headline": row.headline,
    }
