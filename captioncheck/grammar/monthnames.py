"""Month and weekday names of some fifty languages, from CLDR (`data/calendar.json`)."""

from __future__ import annotations

import json
from functools import cache

from captioncheck.grammar.tables import raw, table


def is_calendar_word(word: str, least: int = 4) -> bool:
    """Whether a word of at least so many letters names a month or a weekday in some language."""
    months, weekdays = calendar()
    lowered = word.lower()
    return (lowered in months and len(word) >= least) or lowered in weekdays


@cache
def calendar() -> tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]]:
    """Return months (1 to 12) and weekdays (0 is Monday) by lower-case name and language."""
    data = json.loads(raw("calendar.json"))
    weekdays: dict[str, dict[str, int]] = data["weekdays"]
    for code, forms in table("relative")["weekdays"].items():
        for word, number in forms.items():
            weekdays.setdefault(word, {})[code] = number
    return data["months"], weekdays
