"""Numbers, dates and counts in words an editor reads."""

from __future__ import annotations

import math
import re

from captioncheck.grammar.wording import percent

__all__ = ["count", "date", "factor", "percent"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DATE = re.compile(r"(?:(?P<year>\d{4})|-)(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?")


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


def factor(share: float) -> str:
    """Return what a share of the log-odds does to the odds: "12 times less likely", "1.3 times likelier"."""
    times = math.exp(min(abs(share), 700.0))
    if times < 1.05:
        return "makes no difference"
    shown = f"{times:.1f}" if times < 9.95 else f"{times:,.0f}" if times < 1e6 else "over a million"
    return f"{shown} times {'likelier' if share > 0 else 'less likely'}"
