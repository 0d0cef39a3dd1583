"""The countries that the article speaks of, with the words that point to them."""

from __future__ import annotations

from captioncheck.explanation import Country
from captioncheck.grammar.places import find_places
from captioncheck.score.explain.lines import rows_of
from captioncheck.score.witnesses import Testimony

_MOST, _WORDS = 5, 4


def countries_seen(testimony: Testimony) -> tuple[Country, ...]:
    """Return the article's countries by their share, at most five, and after them those of the caption's places."""
    article = testimony.article
    shares = article.salience.shares
    ranked = sorted(shares, key=lambda code: (-shares[code], code))[:_MOST]
    said = dict.fromkeys(place.country for place in testimony.places.places)
    chosen = [*ranked, *(code for code in said if code not in ranked)]
    words: dict[str, dict[str, None]] = {code: {} for code in chosen}
    if shares:
        for text, _ in rows_of(article.article):
            for mention in find_places(text, article.article.language):
                if mention.country in words:
                    words[mention.country].setdefault(mention.text)
    return tuple(Country(code, shares.get(code, 0.0), tuple(words[code])[:_WORDS]) for code in chosen)
