"""The nearest city to a position, from a table of cities of 50,000 and more (GeoNames)."""

from __future__ import annotations

import gzip
import math
from functools import cache

from captioncheck.grammar.tables import raw

_CITY_KM = 25
"""Kilometres within which a position is "at" a city."""
_COUNTRY_KM = 250
"""Kilometres within which the nearest city tells the country."""
_BORDER_KM = 75
"""Kilometres, besides twice the way to the nearest city, within which a city of another country makes it unsure."""


def nearest_city(latitude: float, longitude: float) -> tuple[str, str] | None:
    """Return the city at a position and its country (alpha-2).

    The city is "" where none is within 25 km; None out there near a border, in the wilds and at sea.
    """
    distances = _distances(latitude, longitude)
    if not distances or distances[0][0] > _COUNTRY_KM:
        return None
    away, name, country = distances[0]
    if away <= _CITY_KM:
        return name, country
    return ("", country) if _countries(distances) == {country} else None


def countries_near(latitude: float, longitude: float) -> frozenset[str]:
    """Return every country (alpha-2) that a position may lie in, by the cities around; none in the wilds and at sea."""
    distances = _distances(latitude, longitude)
    return frozenset() if not distances or distances[0][0] > _COUNTRY_KM else _countries(distances)


def city_positions(name: str, country: str) -> tuple[tuple[float, float], ...]:
    """Return latitude and longitude of the cities of that name in a country (alpha-2); none where it is not known."""
    return _by_name().get((name.casefold(), country), ())


@cache
def _by_name() -> dict[tuple[str, str], tuple[tuple[float, float], ...]]:
    found: dict[tuple[str, str], tuple[tuple[float, float], ...]] = {}
    for name, country, latitude, longitude in _cities():
        key = name.casefold(), country
        found[key] = (*found.get(key, ()), (latitude, longitude))
    return found


def _countries(distances: list[tuple[float, str, str]]) -> frozenset[str]:
    reach = 2 * distances[0][0] + _BORDER_KM
    return frozenset(country for away, _, country in distances if away <= reach)


def _distances(latitude: float, longitude: float) -> list[tuple[float, str, str]]:
    rows = _near(latitude)
    return sorted((kilometres(latitude, longitude, lat, lon), name, country) for name, country, lat, lon in rows)


def _near(latitude: float) -> list[tuple[str, str, float, float]]:
    return [row for row in _cities() if abs(row[2] - latitude) <= 3 * _COUNTRY_KM / 111]


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in kilometres (haversine)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((p2 - p1) / 2) ** 2
    half += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


@cache
def _cities() -> tuple[tuple[str, str, float, float], ...]:
    lines = gzip.decompress(raw("cities.tsv.gz")).decode("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return tuple((name, country, float(lat), float(lon)) for country, lat, lon, name in rows)
