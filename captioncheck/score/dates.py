"""The date witness: how many years lie between what the caption says and the article.

A witness, not a judge: three in four captions with a year carry one that the article lacks, and nearly all are honest
archive pictures (measured on 512 news captions, 2026-11). So only a gap of two years or more counts, and only where
nothing marks an archive picture and the article itself does not name that year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from captioncheck.datatypes import Article, Caption

LEAST = 2
"""Years from which a gap counts."""


@dataclass(frozen=True, slots=True)
class DateMatch:
    """The caption's date, the article's, and the years between where they count (0 where they do not)."""

    date: str | None
    published: str | None
    years: int


def match(caption: Caption, article: Article, text: str) -> DateMatch:
    """Compare the caption's date with the article's; `text` is the article's, searched for the caption's year."""
    date, published = caption.parts.date, article.published
    if date is None or published is None or not date[:4].isdigit() or not published[:4].isdigit():
        return DateMatch(date, published, 0)
    gap = abs(int(published[:4]) - int(date[:4]))
    counts = gap >= LEAST and "archive" not in caption.parts.markers and date[:4] not in text
    return DateMatch(date, published, gap if counts else 0)
