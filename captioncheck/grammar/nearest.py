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
_BORDER = 2.0
"""A country counts only where no city of another country is less than this many times as far (and in 20 km more)."""
_MARGIN_KM = 20


def nearest_city(latitude: float, longitude: float) -> tuple[str, str] | None:
    """Return the city at a position and its country (alpha-2).

    The city is "" where none is within 25 km. None where the country cannot be told: at sea, or near a border.
    """
    distances = sorted((_km(latitude, longitude, row[2], row[3]), row) for row in _near(latitude))
    if not distances or distances[0][0] > _COUNTRY_KM:
        return None
    away, (name, country, _, _) = distances[0]
    reach = away * _BORDER + _MARGIN_KM
    if away > _MARGIN_KM and any(row[1] != country for km, row in distances if km < reach):
        return None
    return (name if away <= _CITY_KM else ""), country


def _near(latitude: float) -> list[tuple[str, str, float, float]]:
    return [row for row in _cities() if abs(row[2] - latitude) <= 3 * _COUNTRY_KM / 111]


def _km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
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
