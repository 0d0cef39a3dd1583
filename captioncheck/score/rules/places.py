"""CC102: the caption's places contradict the article's."""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.grammar.countries import country_name
from captioncheck.score.witnesses import Testimony


def places(testimony: Testimony) -> Evidence | None:
    """Fire when every place of the caption lies in a country that the article is not about."""
    match = testimony.places
    about = testimony.article.salience.about()
    if not match.foreign or not about:
        return None
    countries = list(dict.fromkeys(place.country for place in match.places))
    words = tuple(dict.fromkeys(place.name for place in match.places))
    named = " and ".join(country_name(code) for code in countries[:2])
    seen = [word for word in words if word not in named and not _is_code(word)]
    where = f"{named} ({', '.join(seen[:3])})" if seen else named
    home = " and ".join(country_name(code) for code in about)
    message = f"places it in {where}; the article is about {home}"
    return Evidence("CC102", "places", message, match.shared, words)


def _is_code(word: str) -> bool:
    return len(word) < 4 and word.isascii() and word.isupper()
