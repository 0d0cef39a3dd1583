"""The publication date that a pasted text states: in a date line, or by a weekday whose year is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from captioncheck.extract.text_lines import weight
from captioncheck.grammar.dates import find_dates

# A date line is short; what is longer is a sentence that happens to hold a date.
_DATE_LINE = 140
_BEFORE = re.compile(r"([^\W\d_]+),?\s*(?:den |the |le |el |il |o |a )?$", re.IGNORECASE)
_DATELINE_LEAD = 90


def published_on(
    above: Sequence[str], body: Sequence[str], below: Iterable[str], language: str | None
) -> tuple[str | None, str]:
    """Return the ISO day of publication, or None, and where it was read.

    `above` are the lines over the body (captions excluded), nearest to the headline last or first alike; `below` those
    under it. An update's date is passed over when the first one is there.
    """
    for line in above:
        if day := _stated(line, language):
            return day, "a line above the body"
    if body and (day := _stated(body[0][:_DATELINE_LEAD], language, lead=True)):
        return day, "the body's opening words"
    for line in below:
        if day := _stamped(line, language):
            return day, "a line below the body"
    day = _inferred(body, language)
    return day, "inferred from a weekday in the body" if day else ""


def _stated(line: str, language: str | None, *, lead: bool = False) -> str | None:
    """Return the first full date of a date line, or of a body's opening words ("06.11.23 - …")."""
    if not lead and weight(line) > _DATE_LINE:
        return None
    for mention in find_dates(line, language):
        if mention.kind == "absolute" and mention.precision == "day" and (not lead or mention.start <= 30):
            return mention.iso if not lead or _breaks_off(line, mention.start + len(mention.text)) else None
    return None


def _breaks_off(line: str, end: int) -> bool:
    """Say whether a dateline ends here, with a dash, a colon or a closing bracket."""
    return bool(re.match(r"\s*(?:\([^)]{1,30}\))?\s*[)\].]?\s*[-–—:|]", line[end:]))


def _stamped(line: str, language: str | None) -> str | None:
    """Return the date of a line below the body that is hardly more than a date ("Créé: 12.12.2019, 07h36")."""
    day = _stated(line, language)
    if day is None:
        return None
    mention = find_dates(line, language)[0]
    others = re.findall(r"[^\W\d_]{2,}", line.replace(mention.text, " "))
    return day if len(others) <= 3 else None


def _inferred(body: Sequence[str], language: str | None) -> str | None:
    """Return the first "Monday 10 January" whose weekday fits just one of the years named, the latest.

    An article speaks of the days around its publication with their weekday; the year stands elsewhere. When no year or
    more than one fits, nothing is certain.
    """
    years: set[str] = set()
    partial: list[tuple[str, str]] = []
    for text in body:
        for mention in find_dates(text[:4000], language):
            if re.match(r"(?:19|20)\d\d", mention.iso):
                years.add(mention.iso[:4])
            elif mention.iso.startswith("--") and mention.precision == "day":
                before = _BEFORE.search(text[: mention.start])
                if before:
                    partial.append((before.group(1), mention.iso[2:]))
    if not years:
        return None
    latest = max(years)
    for word, month_day in partial:
        fitting = [year for year in sorted(years) if _is_weekday(word, f"{year}-{month_day}", language)]
        if fitting == [latest]:
            return f"{latest}-{month_day}"
    return None


def _is_weekday(word: str, day: str, language: str | None) -> bool:
    """Say whether `word` is the name of the weekday that `day` fell on."""
    try:
        mentions = find_dates(word, language, day)
    except ValueError:  # 29 February in a common year
        return False
    return bool(mentions) and mentions[0].kind == "relative" and mentions[0].iso == day
