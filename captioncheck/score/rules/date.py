"""CC104: the caption's date lies years from the article's, and nothing marks it as an archive picture."""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.score.witnesses import Testimony

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def date(testimony: Testimony) -> Evidence | None:
    """Fire on a gap of two years or more that the article does not itself explain."""
    match = testimony.date
    if not match.years or match.date is None or match.published is None:
        return None
    message = f"dated {date_words(match.date)}; the article is from {date_words(match.published[:7])}"
    said = testimony.caption.caption.parts.date_text
    return Evidence("CC104", "date", message, float(match.years), (said,) if said else ())


def date_words(iso: str) -> str:
    """Return "8 March 2019" for "2019-03-08", "March 2019" for "2019-03"."""
    year, *rest = iso.split("-")
    words = [year]
    if rest:
        words.insert(0, _MONTHS[int(rest[0]) - 1])
    if len(rest) > 1:
        words.insert(0, str(int(rest[1])))
    return " ".join(words)
