"""The caption's date beside the article's, and what follows from the gap."""

from __future__ import annotations

import regex

from captioncheck.explanation import DateSeen
from captioncheck.grammar.wording import months_between, span
from captioncheck.score.dates import LEAST
from captioncheck.score.explain.lines import rows_of
from captioncheck.score.rules.date import date as fires
from captioncheck.score.witnesses import Testimony


def date_seen(testimony: Testimony) -> DateSeen | None:
    """Return what came of the caption's date, None where it has none."""
    caption, article = testimony.caption.caption, testimony.article.article
    said, published = caption.parts.date, article.published
    if said is None:
        return None
    counts = fires(testimony) is not None
    months = months_between(said, published) if published else None
    return DateSeen(said, published, article.published_from, months, counts, _note(testimony, months, counts))


def _note(testimony: Testimony, months: int | None, counts: bool) -> str:
    parts, article = testimony.caption.caption.parts, testimony.article.article
    said = parts.date or ""
    if article.published is None:
        return "the article has no date, so it was not compared"
    if months is None:
        return "without a year it was not compared"
    if counts and months <= 0:
        return f"{_gap(months)} the article: counts against it, as a picture is not later than its story"
    if counts:
        reasons = [] if "archive" in parts.markers else ["nothing marks it as an archive picture"]
        reasons.append(f"the article does not name {said[:4]}")
        return f"{_gap(months)} the article: counts against it, as {' and '.join(reasons)}"
    if not months:
        same = {10: "day", 7: "month", 4: "year"}
        length = min(len(said), len(article.published))
        return f"the same {same[length]}" if said[:length] == article.published[:length] else "less than a month apart"
    if abs(months) < 12 * LEAST:
        return f"{_gap(months)} the article: counts only from {LEAST} years on"
    if "archive" in parts.markers:
        return f"{_gap(months)} the article: not held against an archive picture"
    where = next((where for text, where in rows_of(article) if regex.search(rf"\b{said[:4]}\b", text)), None)
    named = "" if where is None else " (headline)" if where.headline else f" (line {where.line})"
    return f"{_gap(months)} the article: not held against it, as the article itself names {said[:4]}{named}"


def _gap(months: int) -> str:
    return f"{span(months)} {'before' if months > 0 else 'after'}"
