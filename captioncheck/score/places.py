"""The places witness: where the caption says it is, against the countries that the article is about.

A place in passing is no alibi: a country counts by its salience, the share of the article's place mentions that point
to it, weighed by where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from captioncheck.grammar.places import find_places

if TYPE_CHECKING:
    from captioncheck.datatypes import Article, Caption, Place

_HEADLINE, _LEAD, _BODY = 4.0, 2.0, 1.0
_LEADING = 3
"""Passages that count as the lead."""
SALIENT = 0.15
"""Share of an article's place mentions from which it is "about" a country."""


@dataclass(frozen=True, slots=True)
class Salience:
    """Countries of an article (ISO 3166-1 alpha-2) with their share of its place mentions; `mentions` is their sum."""

    shares: Mapping[str, float]
    mentions: float

    def about(self, most: int = 2) -> tuple[str, ...]:
        """Return the countries that the article is about, the most salient first."""
        ranked = sorted(self.shares.items(), key=lambda item: (-item[1], item[0]))
        return tuple(country for country, share in ranked[:most] if share >= SALIENT)


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """The caption's places, the salience of its best-placed country (0 to 1), and whether all are foreign."""

    places: tuple[Place, ...]
    shared: float
    foreign: bool


NOWHERE = PlaceMatch((), 0.0, False)
"""What comes of a caption without places, for which the article's need not be looked for."""


def salience(article: Article) -> Salience:
    """Return how much of the article's place mentions point to each country."""
    weights: dict[str, float] = {}
    rows = [(article.headline, _HEADLINE)]
    rows += [(row.text, _LEAD if i < _LEADING else _BODY) for i, row in enumerate(article.passages)]
    for text, weight in rows:
        for mention in find_places(text, article.language):
            weights[mention.country] = weights.get(mention.country, 0.0) + weight * mention.weight
    total = sum(weights.values())
    return Salience({country: value / total for country, value in weights.items()} if total else {}, total)


def match(caption: Caption, article: Salience) -> PlaceMatch:
    """Compare the countries of the caption's places with the article's."""
    places = caption.parts.places
    shared = max((article.shares.get(place.country, 0.0) for place in places), default=0.0)
    return PlaceMatch(places, shared, bool(places) and article.mentions >= _HEADLINE and shared < SALIENT / 3)
