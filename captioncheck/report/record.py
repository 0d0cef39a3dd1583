"""A result as plain dicts and lists, as the JSON outputs write it. The keys and their order are public interface."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from captioncheck.config import Settings
from captioncheck.datatypes import (
    CaptionParts,
    Checked,
    Evidence,
    Finding,
    Judgement,
    Nearest,
    PhotoMetadata,
    Result,
    Skipped,
    Suppression,
    Tally,
    Verdict,
)
from captioncheck.report.base import short_reference
from captioncheck.report.explained import digits, explained
from captioncheck.version import __version__

SCHEMA = "captioncheck/1"


def header(settings: Settings) -> dict[str, Any]:
    """Return what a document says before its articles."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "settings": {
            "encoder": settings.encoder,
            "careful_encoder": settings.careful_encoder,
            "picture_encoder": settings.picture_encoder,
            "input_format": settings.input_format,
            "fail_on": settings.fail_on,
            "calibration": settings.calibration,
        },
    }


def article(result: Result, *, explain: bool = False) -> dict[str, Any]:
    """Return one entry of `articles`; with `explain` each caption also has all passages and witnesses."""
    if isinstance(result, Skipped):
        return _skipped(result)
    return _checked(result, explain)


def summary(tally: Tally) -> dict[str, int]:
    """Return the counts of a run."""
    return {
        "articles": tally.articles,
        "ok": tally.ok,
        "errors": tally.errors,
        "skipped": tally.skipped,
        "captions": tally.captions,
        "suppressed": tally.suppressed,
        "mismatch": tally.verdicts[Verdict.MISMATCH],
        "unverifiable": tally.verdicts[Verdict.UNVERIFIABLE],
        "consistent": tally.verdicts[Verdict.CONSISTENT],
    }


def _skipped(skipped: Skipped) -> dict[str, Any]:
    where = skipped.location
    return {
        "path": where.path,
        "record": where.record,
        "line": where.line,
        "status": str(skipped.status),
        "reason": skipped.reason,
    }


def _checked(checked: Checked, explain: bool) -> dict[str, Any]:
    source = checked.article
    photo = {} if source.photo is None else {"photo": _photo(source.photo)}
    return {
        "path": source.location.path,
        "record": source.location.record,
        "headline": source.headline,
        "language": source.language,
        "published": source.published,
        "status": "ok",
        "notes": list(source.notes),
        **photo,
        "captions": [_judgement(judgement, explain) for judgement in checked.judgements],
        "findings": [_finding(finding) for finding in checked.findings],
    }


def _photo(photo: PhotoMetadata) -> dict[str, Any]:
    """Return what a photo says of itself; only photos as inputs have this."""
    return {
        "captions": [{"text": row.text, "field": row.field, "language": row.language} for row in photo.captions],
        "headline": photo.headline or None,
        "credit": photo.credit or None,
        "byline": photo.byline or None,
        "dates": [{"date": row.iso, "field": row.field} for row in photo.dates],
        "location": photo.location or None,
        "city": photo.city or None,
        "region": photo.region or None,
        "country": photo.country or None,
        "country_code": photo.country_code,
        "people": list(photo.people),
        "keywords": list(photo.keywords),
        "gps": list(photo.gps) if photo.gps else None,
        "gps_city": (photo.gps_place[0] or None) if photo.gps_place else None,
        "gps_country": photo.gps_place[1] if photo.gps_place else None,
    }


def _judgement(judgement: Judgement, explain: bool) -> dict[str, Any]:
    caption = judgement.caption
    entry: dict[str, Any] = {
        "text": caption.text,
        "line": caption.location.line,
        "column": caption.location.column,
        "image": short_reference(caption.picture) if caption.picture else None,
        "language": caption.language,
        "parts": _parts(caption.parts),
        "verdict": str(judgement.verdict),
        "level": str(judgement.level),
        "fit": digits(judgement.fit),
        "confidence": digits(caption.confidence),
        "reason": judgement.reason or None,
        "rules": [rule(evidence) for evidence in judgement.rules],
        "nearest": _passage(judgement.nearest[0]) if judgement.nearest else None,
        "unchecked": [{"code": one.code, "reason": one.reason} for one in judgement.unchecked],
        "suppressed": judgement.suppressed,
    }
    if explain:
        entry["explain"] = explained(judgement)
    return entry


def _parts(parts: CaptionParts) -> dict[str, Any]:
    return {
        "description": parts.description,
        "credit": parts.credit,
        "date": parts.date,
        "places": list(dict.fromkeys(place.country for place in parts.places)),
        "people": list(parts.people),
    }


def rule(evidence: Evidence) -> dict[str, Any]:
    """Return one finding."""
    return {
        "code": evidence.code,
        "name": evidence.name,
        "message": evidence.message,
        "score": digits(evidence.score),
        "evidence": list(evidence.evidence),
        "level": str(evidence.level) if evidence.level else None,
        "suppressed": _suppression(evidence.suppressed) if evidence.suppressed else None,
    }


def _suppression(suppression: Suppression) -> dict[str, Any]:
    return {"kind": suppression.kind, "reason": suppression.reason or None, "line": suppression.line}


def _finding(finding: Finding) -> dict[str, Any]:
    where = {"line": finding.location.line, "column": finding.location.column, "level": str(finding.level)}
    return where | rule(replace(finding.evidence, level=finding.level))


def _passage(passage: Nearest) -> dict[str, Any]:
    return {"text": passage.text, "line": passage.line, "similarity": digits(passage.similarity)}
