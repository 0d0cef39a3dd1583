"""CC104: the caption's date lies years from the article's, and nothing marks it as an archive picture."""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.grammar.wording import long_date, months_between, span
from captioncheck.score.witnesses import Testimony


def date(testimony: Testimony) -> Evidence | None:
    """Fire on a gap of two years or more that the article does not itself explain, and on a date after the article."""
    match = testimony.date
    if not (match.years or match.after) or match.date is None or match.published is None:
        return None
    months = months_between(match.date, match.published) or 0
    side = "before" if months > 0 else "after"
    message = f"dated {long_date(match.date)}, {span(months)} {side} the article ({long_date(match.published)})"
    said = testimony.caption.caption.parts.date_text
    return Evidence("CC104", "date", message, float(match.years), (said,) if said else ())
