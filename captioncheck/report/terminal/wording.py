"""Numbers, dates and counts in words an editor reads."""

from __future__ import annotations

import re

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DATE = re.compile(r"(?:(?P<year>\d{4})|-)(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?")

# The share that a witness has in the log-odds, from which on it is said to speak so.
_FORCE = ((2.5, "speaks strongly {}"), (1.0, "speaks {}"), (0.25, "speaks slightly {}"))


def percent(share: float) -> str:
    """Return a probability as a percentage that never claims certainty: "0.3 %", "97 %", ">99.9 %"."""
    value = share * 100
    if value < 0.1:
        return "<0.1 %"
    if value > 99.9:
        return ">99.9 %"
    return f"{value:.1f} %" if value < 9.95 or value > 99 else f"{value:.0f} %"


def date(iso: str) -> str:
    """Return an ISO date, whole or cut short, as "10 Jan 2022", "Mar 2019", "2019" or "24 Jul"."""
    match = _DATE.match(iso)
    if match is None:
        return iso
    year, month, day = match["year"], match["month"], match["day"]
    if month and not 1 <= int(month) <= 12:
        return iso
    return " ".join(part for part in (day and str(int(day)), month and MONTHS[int(month) - 1], year) if part)


def count(number: int, noun: str, plural: str = "") -> str:
    """Return "1 caption", "2 captions", "1,204 captions"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def weight(share: float) -> str:
    """Return in words what a witness's share of the log-odds says."""
    side = "for it" if share > 0 else "against it"
    return next((words.format(side) for least, words in _FORCE if abs(share) >= least), "says little")
