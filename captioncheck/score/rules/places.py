"""CC102: the caption's places contradict the article's."""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.grammar.countries import country_name
from captioncheck.grammar.wording import listed
from captioncheck.score.witnesses import Testimony

_ROOM = 24
"""Columns that the places in brackets may take: a message has two lines."""


def places(testimony: Testimony) -> Evidence | None:
    """Fire when every place of the caption lies in a country that the article is not about."""
    match = testimony.places
    about = testimony.article.salience.about()
    if not match.foreign or not about:
        return None
    countries = [country_name(code) for code in dict.fromkeys(place.country for place in match.places)]
    words = tuple(dict.fromkeys(place.name for place in match.places))
    named = listed(countries, 2)
    cities = dict.fromkeys(place.name for place in match.places if place.kind != "country")
    seen = [word for word in cities if word not in named and not _is_code(word)]
    # Of many countries there is no telling which place is meant.
    where = f"{named} ({listed(seen, 3, last='', columns=_ROOM)})" if seen and len(countries) < 3 else named
    home = listed([country_name(code) for code in about], 2)
    message = f"set in {where}; the article is about {home}"
    return Evidence("CC102", "places", message, match.shared, words)


def _is_code(word: str) -> bool:
    return len(word) < 4 and word.isascii() and word.isupper()
