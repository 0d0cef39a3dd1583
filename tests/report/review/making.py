"""Short ways to make results in their JSON form, and pages of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from captioncheck.pictures import PictureFinder
from captioncheck.report.review.entries import Entries
from captioncheck.report.review.reporter import render
from captioncheck.report.review.thumbnails import Thumbnails

LEVELS = {"mismatch": "error", "unverifiable": "note", "consistent": "none"}


def rule(code: str = "CC101", message: str = "about something else", **more: Any) -> dict[str, Any]:
    row = {"code": code, "name": "subject", "message": message, "score": 0.1, "evidence": [], "level": None}
    return row | {"suppressed": None} | more


def caption(text: str, verdict: str = "mismatch", **more: Any) -> dict[str, Any]:
    row = {
        "text": text,
        "line": 5,
        "column": 1,
        "image": None,
        "language": "en",
        "parts": {"description": text, "credit": None, "date": None, "places": [], "people": []},
        "verdict": verdict,
        "level": LEVELS[verdict],
        "fit": {"mismatch": 0.004, "unverifiable": 0.2}.get(verdict, 0.97),
        "confidence": 1.0,
        "reason": None,
        "rules": [rule()] if verdict == "mismatch" else [],
        "nearest": {"text": "The ferry left.", "line": 9, "similarity": 0.17},
        "unchecked": [{"code": "CC201", "reason": "no picture given"}],
        "suppressed": False,
    }
    return row | more


def article(path: str, *captions: dict[str, Any], **more: Any) -> dict[str, Any]:
    row = {"path": path, "record": None, "headline": f"Story of {path}", "language": "en", "published": None}
    return row | {"status": "ok", "notes": [], "captions": list(captions), "findings": []} | more


def document(*articles: dict[str, Any]) -> str:
    return json.dumps({"schema": "captioncheck/1", "version": "1", "settings": {}, "articles": articles, "summary": {}})


def page(*articles: dict[str, Any]) -> str:
    entries = Entries()
    for one in articles:
        entries.add(one)
    return render(entries, Thumbnails(PictureFinder()))


def data_of(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def many(number: int) -> list[dict[str, Any]]:
    """Return results with that many findings, in articles of three captions; one caption in three is consistent."""
    texts = (
        "The minister speaks to reporters outside the town hall in place {} on a wet Tuesday in early spring. AFP",
        "Players of the home side celebrate goal {} in the last minute of the cup final before a full house. Reuters",
        "لاعبون يحتفلون بالفوز رقم {} في المباراة النهائية لكأس البلاد أمام جمهور كبير. رويترز",
    )
    rows = [
        caption(
            texts[at % 3].format(at),
            line=at % 90 + 1,
            fit=(at * 7919 % 4999) / 100_000,
            language=("en", "fr", "ar")[at % 3],
            level=("error", "warning")[at % 2],
            rules=[rule(evidence=["minister", "town hall"]), rule("CC103", "the article names nobody of these")],
        )
        for at in range(number)
    ]
    return [
        article(f"desk/{at // 200}/story-{at}.html", *rows[at : at + 3], caption(f"A quay {at}.", "consistent"))
        for at in range(0, number, 3)
    ]


def write(path: Path, *articles: dict[str, Any]) -> Path:
    path.write_text(page(*articles), encoding="utf-8")
    return path
