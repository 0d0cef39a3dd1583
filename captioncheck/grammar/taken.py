"""When and where a picture was taken, as its caption says: only the dates and places that it claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from captioncheck.grammar.dates import find_dates
from captioncheck.grammar.nearest import city_positions, kilometres
from captioncheck.grammar.places import PlaceMention, find_places
from captioncheck.grammar.tables import table

_INDIRECT = frozenset(["demonym", "metonym"])
_GENERATION = 30
"""Years before its article from which a year is history and not when the picture was taken."""
_IN_YEAR = re.compile(
    r"(?:^|[\s(])(?:in|im jahr|en|em|nel|no ano de|v|w|i|u|à|în|în anul|ve|в|у|năm|the year)\s*$|[(（\[,–—-]\s*$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:built|founded|born|died|opened|since|until|from|established|erbaut\w*|gegründet\w*|geboren\w*|gestorben\w*|"
    r"eröffnet\w*|seit|bis|von|construi\w*|fondé\w*|née?|mort\w*|depuis|construid\w*|fundad\w*|nacid\w*|desde|nascid\w*|"
    r"costruit\w*|fondat\w*|nat[oa]|dal|wybudowan\w*|założon\w*|urodz\w*|от|с|построен\w*|основан\w*|родил\w*)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:[)）\],.;:–—/|]|$|年\s*(?:[)）。、]|$)|г\.|году?\b)")
_LOCATIVE_AFTER = re.compile(r"(?:で|での|にて|において|에서|附近|市内|近郊)")
_LOCATIVE_BEFORE = re.compile(r"(?:在|于|於)$")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_BEFORE = re.compile(
    r"(?:([^\W\d_]+)\s+)?([^\W\d_]+)(?:\s+(?:the|der|dem|den|la|le|el|los|las|o|os|as))?(?:\s+|\s*['’]\s*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a picture was taken: the places, and every country and name of a place in its caption."""

    here: tuple[PlaceMention, ...]
    countries: frozenset[str]
    names: frozenset[str]

    @property
    def words(self) -> str:
        """Return the places as written."""
        return ", ".join(dict.fromkeys(place.text for place in self.here[:2]))

    def shares(self, other: Taken) -> bool:
        """Return whether a country, or a name whatever it stands for, is the other's as well."""
        wider = frozenset().union(*map(_one, self.countries))
        return bool(wider & other.countries) or bool(self.names & other.names)

    def distance(self, other: Taken) -> float | None:
        """Return the kilometres between the nearest cities of both; None where a city is of unknown position."""
        mine, theirs = _positions(self.here), _positions(other.here)
        if not mine or not theirs:
            return None
        return min(kilometres(*one, *two) for one in mine for two in theirs)


def taken_on(text: str, language: str | None, published: str | None) -> tuple[str, ...]:
    """Return the dates (ISO: a day, a month or a year) that a caption gives as when its picture was taken."""
    return tuple(
        dict.fromkeys(
            mention.iso
            for mention in find_dates(text, language)
            if mention.iso[:4].isdigit()
            and (mention.precision != "year" or _own_year(text, mention.start, mention.text, published))
        )
    )


def _own_year(text: str, start: int, written: str, published: str | None) -> bool:
    before, after = text[:start], text[start + len(written) :]
    if _PAST.search(before[-24:]) or not _IN_YEAR.search(before[-12:]) or not _AFTER.match(after):
        return False
    year = int(re.sub(r"\D", "", written)[:4] or 0)
    return published is None or not published[:4].isdigit() or 0 <= int(published[:4]) - year <= _GENERATION


def days_apart(one: str, other: str) -> int | None:
    """Return the days between two ISO dates as `days_between`, but 0 for a year alone and the one before or after."""
    gap = days_between(one, other)
    year_alone = min(len(one), len(other)) == len("2019")
    return 0 if gap and year_alone and abs(int(one[:4]) - int(other[:4])) <= 1 else gap


def days_between(one: str | None, other: str | None) -> int | None:
    """Return the least number of days between two ISO dates, each as long as what it leaves open; None for no dates.

    A time of day is left out of account.
    """
    try:
        earlier, later = sorted(_span((day or "")[: len("2019-03-08")]) for day in (one, other))
    except ValueError:
        return None
    return max((later[0] - earlier[1]).days, 0)


def _span(iso: str) -> tuple[date, date]:
    if len(iso) == len("2019-03-08"):
        day = date.fromisoformat(iso)
        return day, day
    if len(iso) == len("2019-03"):
        first = date.fromisoformat(f"{iso}-01")
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return date(int(iso), 1, 1), date(int(iso), 12, 31)


def taken_at(text: str, language: str | None) -> Taken:
    """Return where a caption says that its picture was taken."""
    found = find_places(text, language)
    located = [place for place in found if place.kind not in _INDIRECT and _located(text, place, language)]
    return Taken(tuple(located), frozenset(place.country for place in found), _folded(found))


def _folded(places: tuple[PlaceMention, ...]) -> frozenset[str]:
    return frozenset(place.text.casefold() for place in places)


def _located(text: str, place: PlaceMention, language: str | None) -> bool:
    before, after = text[: place.start], text[place.start + len(place.text) :]
    if _UNSPACED.match(place.text):
        return bool(_LOCATIVE_AFTER.match(after) or _LOCATIVE_BEFORE.search(before))
    words = _BEFORE.search(before[-60:])
    return bool(words and words[2].casefold() in _there(language) and (words[1] or "").casefold() not in _topics())


@cache
def _there(language: str | None) -> frozenset[str]:
    return frozenset(table("taken")["there"].get(language or "", "").split())


@cache
def _topics() -> frozenset[str]:
    return frozenset(table("taken")["topics"]["words"].split())


@cache
def _one(country: str) -> frozenset[str]:
    """Return the country with those that captions take for it."""
    pairs = [pair.split("/") for pair in table("taken")["one"]["pairs"].split()]
    return frozenset((country, *(other for pair in pairs if country in pair for other in pair)))


def _positions(places: tuple[PlaceMention, ...]) -> list[tuple[float, float]]:
    """Return where cities lie, all that bear one of the names in its country; none where one of them is not known."""
    found: list[tuple[float, float]] = []
    for place in places:
        at = city_positions(place.text, place.country)
        if place.kind != "city" or not at:
            return []
        found += at
    return found
