"""The day of publication, in the many ways that feeds write it, and whether it can be one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"(?<!\d)(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_FIRST = 1600  # the first newspapers; what is earlier is a date that was never set
_AHEAD = timedelta(days=366)  # embargoed and scheduled articles bear a day to come


def day_of(claim: object) -> str | None:
    """Return the day (ISO 8601) that 2020-09-07T14:45, 20200907T1445Z, an e-mail's date or a `date` says, or None."""
    if isinstance(claim, date):
        return claim.isoformat()[:10]
    if not isinstance(claim, str):
        return None
    match = _DAY.search(claim)
    try:
        if match is None:
            return parsedate_to_datetime(claim).date().isoformat() if "," in claim else None
        return date(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6])).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def published_of(claims: Iterable[tuple[object, str]], today: date | None = None) -> tuple[str | None, str, str]:
    """Return the first day among (claim, where it stands) that can be one, where it stood, and a note, "" for none.

    A day that is years ahead, or before there were newspapers, is no evidence of anything: the note says so.
    """
    latest = (today or date.today()) + _AHEAD
    note = ""
    for claim, source in claims:
        day = day_of(claim)
        if day is None:
            continue
        if int(day[:4]) >= _FIRST and date.fromisoformat(day) <= latest:
            return day, source, note
        if not note and int(day[:4]) > _FIRST:
            note = f"{source} says {day}, a day to come: it is not taken for the day of publication"
        elif not note:
            note = f"{source} says {day}: it is not taken for the day of publication"
    return None, "", note
