"""The JSON key `explain`: the evidence on both sides and the sum, from which `fit` can be worked out again."""

from __future__ import annotations

from typing import Any

from captioncheck.datatypes import Judgement, Nearest, Witness
from captioncheck.explanation import DateSeen, Explanation, Measure, NameSeen, Where, WordSeen


def explained(judgement: Judgement) -> dict[str, Any]:
    """Return what `--explain` adds to a caption; what no explanation says is null or empty.

    Log-odds are written to nine digits, so that `start` and the witnesses' shares add up to `log_odds`.
    """
    parts, explanation = judgement.caption.parts, judgement.explanation
    return {
        "verdict": list(explanation.verdict) if explanation else [],
        "needed": (explanation.needed if explanation else "") or None,
        "sum": _sum(explanation) if explanation else None,
        "witnesses": [_witness(witness) for witness in judgement.witnesses],
        "passages": [_passage(passage) for passage in judgement.nearest],
        "names": [_name(name) for name in explanation.names] if explanation else [],
        "places": [{"name": place.name, "country": place.country, "kind": place.kind} for place in parts.places],
        "article_places": [
            {"country": one.code, "share": digits(one.share), "words": list(one.words)}
            for one in (explanation.countries if explanation else ())
        ],
        "date_text": parts.date_text,
        "date": _date(explanation.date) if explanation and explanation.date else None,
        "words": [_word(word) for word in explanation.words] if explanation else [],
        "phrases": list(explanation.phrases) if explanation else [],
        "markers": list(parts.markers),
        "marks": [{"kind": mark.kind, "effect": mark.effect} for mark in explanation.marks] if explanation else [],
        "agency": parts.agency,
    }


def _sum(explanation: Explanation) -> dict[str, Any]:
    made, limits = explanation.sum, explanation.limits
    return {
        "regime": made.regime,
        "start": _exact(made.start),
        "log_odds": _exact(made.log_odds),
        "limits": {
            "error": limits.error,
            "warning": limits.warning,
            "doubt": limits.doubt,
            "confidence": limits.confidence,
        },
    }


def _witness(witness: Witness) -> dict[str, Any]:
    known = witness.own is not None and witness.other is not None
    return {
        "name": witness.name,
        "value": digits(witness.value),
        "share": _exact(witness.share),
        "detail": witness.detail,
        "typical": {"right": digits(witness.own or 0.0), "wrong": digits(witness.other or 0.0)} if known else None,
        "measures": [_measure(measure) for measure in witness.measures],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "value": digits(measure.value),
        "term": _exact(measure.term),
        "right": None if measure.own is None else digits(measure.own),
        "wrong": None if measure.other is None else digits(measure.other),
    }


def _passage(passage: Nearest) -> dict[str, Any]:
    return {
        "text": passage.text,
        "line": passage.line,
        "headline": passage.headline,
        "similarity": digits(passage.similarity),
        "shared": list(passage.shared),
    }


def _name(name: NameSeen) -> dict[str, Any]:
    return {"name": name.name, "found": name.found, "how": name.how or None, **_where(name.text, name.where)}


def _word(word: WordSeen) -> dict[str, Any]:
    return {"word": word.word, "weight": digits(word.weight), **_where(word.text, word.where)}


def _where(text: str, where: Where | None) -> dict[str, Any]:
    return {
        "text": text or None,
        "line": where.line if where else None,
        "headline": where.headline if where else False,
    }


def _date(seen: DateSeen) -> dict[str, Any]:
    return {
        "caption": seen.caption,
        "article": seen.published,
        "source": seen.source or None,
        "months": seen.months,
        "counts": seen.counts,
        "note": seen.note,
    }


def digits(number: float) -> float:
    """Round to four significant digits: no more is known, and a tiny `fit` must not become 0."""
    return float(f"{number:.4g}")


def _exact(number: float) -> float:
    return round(number, 9)
