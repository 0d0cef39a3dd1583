"""The date witness: how many years lie between what the caption says and the article.

A witness, not a judge: three in four captions with a year carry one that the article lacks, and nearly all are honest
archive pictures (measured on 512 news captions, 2026-11). So only a gap of two years or more counts, by months where
both dates have one, and only where
nothing marks an archive picture and the article itself does not name that year. The other direction is rarer and says
more: 8 % of captions from another story, and 1 in 200 of an article's own, are dated after the article.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from typing import TYPE_CHECKING

from captioncheck.grammar.wording import months_between

if TYPE_CHECKING:
    from captioncheck.datatypes import Article, Caption

LEAST = 2
"""Years from which a gap counts."""
_LATER = 3
"""Days that a caption may be dated after its article: articles are updated, clocks and time zones differ."""


@dataclass(frozen=True, slots=True)
class DateMatch:
    """The caption's date, the article's, the years between where they count (0 where they do not), and the order.

    `after` says that the caption carries a full date, with its year, that comes after the article's.
    """

    date: str | None
    published: str | None
    years: int
    after: bool = False


def match(caption: Caption, article: Article, text: str) -> DateMatch:
    """Compare the caption's date with the article's; `text` is the article's, searched for the caption's year."""
    date, published = caption.parts.date, article.published
    if date is None or published is None or not date[:4].isdigit() or not published[:4].isdigit():
        return DateMatch(date, published, 0)
    gap = abs(months_between(date, published) or 0) // 12
    named = date[:4] in text
    counts = gap >= LEAST and "archive" not in caption.parts.markers and not named
    after = date[:4] in (caption.parts.date_text or "") and _is_after(date, published[:10])
    return DateMatch(date, published, gap if counts else 0, after and not named)


def _is_after(date: str, published: str) -> bool:
    """Say whether a date (year, month or day, ISO) lies after an article's, which may be partial, too."""
    if len(date) < 10 or len(published) < 10:
        shared = min(len(date), len(published))
        return date[:shared] > published[:shared]
    try:
        return (Date.fromisoformat(date) - Date.fromisoformat(published)).days > _LATER
    except ValueError:
        return False
