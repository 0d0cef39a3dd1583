"""Numbers, dates and lists in words an editor reads, wherever a sentence is made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ISO = re.compile(r"(?:(?P<year>\d{4})|-)(?:-(?P<month>0[1-9]|1[0-2]))?(?:-(?P<day>\d\d))?")


def percent(share: float) -> str:
    """Return a probability as a percentage that never claims certainty: "0.3 %", "97 %", ">99.9 %"."""
    value = share * 100
    if value < 0.1:
        return "<0.1 %"
    if value > 99.9:
        return ">99.9 %"
    return f"{value:.1f} %" if value < 9.95 or value > 99 else f"{value:.0f} %"


def apart(one: float, other: float) -> tuple[str, str]:
    """Return two different probabilities with as many digits as tell them apart: ("6.43 %", "6.42 %")."""
    shown = percent(one), percent(other)
    digits = 1
    while shown[0] == shown[1] and one != other and digits < 6:
        digits += 1
        shown = f"{one * 100:.{digits}f} %", f"{other * 100:.{digits}f} %"
    return shown


def whole_percent(share: float) -> str:
    """Return a share or a likeness without decimals, none below 0: "17 %"."""
    return f"{max(round(100 * share), 0)} %"


def long_date(iso: str) -> str:
    """Return an ISO date, whole or cut short, as "8 March 2019", "March 2019", "2019" or "24 July"."""
    match = _ISO.fullmatch(iso)
    if match is None:
        return iso
    year, month, day = match["year"], match["month"], match["day"]
    return " ".join(part for part in (day and str(int(day)), month and MONTHS[int(month) - 1], year) if part)


def span(months: int) -> str:
    """Return a length of time as "5 months", "2 years", "2 years and 10 months"; months count only below ten years."""
    years, rest = divmod(abs(months), 12)
    if years >= 10:
        rest = 0
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"), (rest, "month")) if n]
    return " and ".join(parts) or "less than a month"


def months_between(earlier: str, later: str) -> int | None:
    """Return the months from one ISO date to another, negative when it is the earlier; None where a year is missing.

    A date that says no month is compared by its year alone.
    """
    one, other = _ISO.fullmatch(earlier), _ISO.fullmatch(later)
    if one is None or other is None or not one["year"] or not other["year"]:
        return None
    months = 12 * (int(other["year"]) - int(one["year"]))
    if one["month"] and other["month"]:
        months += int(other["month"]) - int(one["month"])
        if one["day"] and other["day"] and months:
            months -= (months > 0) * (other["day"] < one["day"]) - (months < 0) * (other["day"] > one["day"])
    return months


def listed(items: Sequence[str], most: int, *, last: str = "and", columns: int = 1000) -> str:
    """Return "A", "A and B", "A, B and C", "A, B, C and 2 more": at most `most`, within so many columns if it can.

    `last` is the word before the last one; "" makes it a comma.
    """
    shown = list(items[:most])
    while len(shown) > 1 and columns_of(", ".join(shown)) > columns:
        shown.pop()
    if len(shown) < len(items):
        shown.append(f"{len(items) - len(shown)} more")
    if not last:
        return ", ".join(shown)
    return f" {last} ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def columns_of(text: str) -> int:
    """Return the columns that a text takes on a terminal, near enough to plan a sentence with."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
