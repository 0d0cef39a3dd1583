"""CC101: the caption is about another subject than the article."""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.score.lexical import RARE
from captioncheck.score.witnesses import Testimony

_SHOWN = 6


def subject(testimony: Testimony) -> Evidence | None:
    """Say how far off the closest passage is, and which telling words of the caption the article lacks."""
    terms = testimony.caption.terms
    counts = testimony.article.terms.counts
    lacking = [stem for stem, weight in terms.weights.items() if weight >= RARE and stem not in counts]
    lacking.sort(key=lambda stem: -terms.weights[stem])
    words = tuple(terms.first[stem].word for stem in lacking[:_SHOWN])
    nearest = testimony.nearest[0] if testimony.nearest else None
    if nearest is None:
        return None
    percent = max(round(100 * nearest.similarity), 0)
    message = f"about something else: even the closest passage (line {nearest.line}) is only {percent} % alike"
    if percent >= 50:
        message = (
            f"about something else: most of what it says is not in the article (closest passage: line {nearest.line})"
        )
    return Evidence("CC101", "subject", message, nearest.similarity, words)
