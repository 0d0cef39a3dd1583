"""Short ways to make labelled sets, results and judged captions."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from captioncheck.datatypes import Level, Verdict
from captioncheck.evaluation.judged import Judged
from captioncheck.evaluation.kinds import Label, kind_of, known_kinds
from captioncheck.extract.base import Source

LEVELS = {"error": Verdict.MISMATCH, "warning": Verdict.MISMATCH, "note": Verdict.UNVERIFIABLE}


def source(content: object, path: str = "set.jsonl") -> Source:
    """Return an input: bytes as they are, a list as JSON lines, anything else as one JSON document."""
    if isinstance(content, list):
        content = b"".join(json.dumps(row).encode() + b"\n" for row in content)
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Source(path, lambda: BytesIO(data))


def record(name: str, *captions: dict[str, Any] | str) -> dict[str, Any]:
    """Return a JSONL record; a caption is an object, or its text."""
    rows = [{"text": caption} if isinstance(caption, str) else caption for caption in captions]
    return {"id": name, "title": f"Story {name}", "body": "A ferry.", "captions": rows}


def result(name: str, *captions: tuple[str, str, float], **more: Any) -> dict[str, Any]:
    """Return a line of --format jsonl; a caption is (text, level, fit)."""
    rows = [
        {"text": text, "verdict": str(LEVELS.get(level, Verdict.CONSISTENT)), "level": level, "fit": fit}
        for text, level, fit in captions
    ]
    return {"path": "set.jsonl", "record": name, "status": "ok", "captions": rows, **more}


def judged(kind: str, level: str, fit: float, language: str = "en", label: str = "", record: str = "a1") -> Judged:
    """Return one judged caption."""
    known = known_kinds().get(kind) or kind_of(kind, Label(label or kind))
    verdict = LEVELS.get(level, Verdict.CONSISTENT)
    return Judged(record, f"A caption of {record}.", "", language, known, verdict, Level(level), fit)
