"""English names of countries, for messages, and the country that a field of a form names."""

from __future__ import annotations

import json
from functools import cache

from captioncheck.grammar.places import find_places
from captioncheck.grammar.tables import raw


def country_name(code: str) -> str:
    """Return the name of an ISO 3166-1 alpha-2 code as it stands in a sentence ("the United States")."""
    return _names().get(code, code)


def country_code(text: str) -> str | None:
    """Return the alpha-2 code of a country given as a code ("DE", "DEU", "UK") or by its name in any language."""
    plain = text.strip()
    if len(plain) == 3 and plain.upper() in _alpha3():
        return _alpha3()[plain.upper()]
    if len(plain) == 2 and plain.upper() in _names():
        return plain.upper()
    named = [mention.country for mention in find_places(plain.title() if plain.isupper() and len(plain) > 4 else plain)]
    return named[0] if named and len(set(named)) == 1 else None


@cache
def _alpha3() -> dict[str, str]:
    codes: dict[str, str] = json.loads(raw("alpha3.json"))
    return codes


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = json.loads(raw("countries.json"))
    return names
