"""Words that count from the day of publication: "Thursday", "hier", "昨日", "last year"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from captioncheck.grammar.monthnames import calendar
from captioncheck.grammar.tables import table

_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670\u0900-\u0dff\u0e31-\u0e4e\u1000-\u109f\u200c\u200d"
_WORD = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+(?:['’‘ʼ-](?:[^\W\d_]|[{_MARKS}])+)*")


@dataclass(frozen=True, slots=True)
class Counted:
    """Where such a word stands and the day (or the year) that it means, in ISO form."""

    start: int
    end: int
    iso: str
    precision: str


def find_relative(plain: str, language: str | None, anchor: date, taken: list[tuple[int, int]]) -> Iterator[Counted]:
    """Yield the words of `plain` that count from `anchor`, except within the spans `taken` by full dates."""
    days, glued, phrases = _relative_words()
    lowered = plain.lower()
    only: dict[str, list[str]] = table("relative")["only"]

    def free(start: int, end: int) -> bool:
        return not any(low <= start and end <= high for low, high in taken)

    for pattern in (glued, phrases):
        for match in pattern.finditer(lowered):
            offset, unit = days[match.group()]
            if language in only.get(match.group(), (language,)) and free(match.start(), match.end()):
                yield _counted(match.start(), match.end(), offset, unit, anchor)
    names = calendar()[1]
    guards = table("relative")["guards"]["weekday_names"]
    previous = ""
    for match in _WORD.finditer(plain):
        word = match.group().lower()
        entry = names.get(word)
        if entry is not None and previous not in guards and free(match.start(), match.end()):
            number = entry.get(language) if language is not None else next(iter(entry.values()))
            if number is not None and not (language == "en" and match.group().islower()):
                back = (anchor.weekday() - number) % 7
                yield Counted(match.start(), match.end(), (anchor - timedelta(days=back)).isoformat(), "day")
        previous = word


def _counted(start: int, end: int, offset: int, unit: str, anchor: date) -> Counted:
    if unit == "years":
        return Counted(start, end, f"{anchor.year + offset:04d}", "year")
    return Counted(start, end, (anchor + timedelta(days=offset)).isoformat(), "day")


@cache
def _relative_words() -> tuple[dict[str, tuple[int, str]], re.Pattern[str], re.Pattern[str]]:
    words: dict[str, tuple[int, str]] = {}
    glued: list[str] = []
    spaced: list[str] = []
    data = table("relative")
    for unit in ("days", "years"):
        for offset, group in data[unit].items():
            for word in (*group["words"], *group["glued"]):
                words[word] = (int(offset), unit)
            glued += group["glued"]
            spaced += group["words"]
    spaced.sort(key=len, reverse=True)
    return (
        words,
        re.compile("|".join(map(re.escape, glued))),
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spaced))})(?!\w)"),
    )
