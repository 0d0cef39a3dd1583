"""The words witness: how much of what a caption says occurs in the article, weighed by how rare each term is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from captioncheck.score.words import Term, terms, weight

RARE = 2.5
"""A term at least this rare (about one in 30,000 words) says what a text is about."""


@dataclass(frozen=True, slots=True)
class ArticleTerms:
    """The terms of an article: sets a passage (headline first), the whole, counts, and pairs of near neighbours."""

    passages: tuple[frozenset[str], ...]
    counts: Mapping[str, int]
    pairs: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, headline: str, passages: Iterable[str]) -> ArticleTerms:
        """Read the headline and the passages once."""
        sets: list[frozenset[str]] = []
        counts: Counter[str] = Counter()
        pairs: set[tuple[str, str]] = set()
        for text in (headline, *passages):
            stems = [term.stem for term in terms(text)]
            sets.append(frozenset(stems))
            counts.update(stems)
            pairs.update(pairwise(stems))
            pairs.update(zip(stems, stems[2:], strict=False))
        return cls(tuple(sets), counts, frozenset(pairs))


@dataclass(frozen=True, slots=True)
class CaptionTerms:
    """The distinct terms of a caption with their weights, its order of stems, and all the weight: how much it says."""

    weights: Mapping[str, float]
    first: Mapping[str, Term]
    stems: tuple[str, ...]
    total: float

    @classmethod
    def of(cls, text: str, language: str | None) -> CaptionTerms:
        """Read a caption; `language` chooses the frequency list."""
        found = terms(text)
        first: dict[str, Term] = {}
        for term in found:
            first.setdefault(term.stem, term)
        weights = {stem: weight(stem, language) for stem in first}
        return cls(weights, first, tuple(term.stem for term in found), sum(weights.values()))

    def weight_without(self, stems: Container[str]) -> float:
        """Return the weight of the terms that a container of stems lacks."""
        return sum(value for stem, value in self.weights.items() if stem not in stems)

    def found_share(self, stems: Container[str]) -> float:
        """Return the weighted share of the caption's terms that a container of stems holds, 0 for an empty caption."""
        return sum(value for stem, value in self.weights.items() if stem in stems) / (self.total or 1.0)


def overlap(caption: CaptionTerms, article: ArticleTerms) -> dict[str, float]:
    """Return the raw lexical measures of a caption against an article.

    `found`, `best` and `headline` are weighted shares of the caption: held by the whole article, its best passage, its
    headline. `salient` is `found` with each term counting by how often the article uses it. `rare_terms` is log1p of
    the caption's rare terms, `rare_share` the smoothed share of them that is found. `phrases` weighs neighbouring pairs
    of the caption that also stand near each other in the article.
    """
    counts, weights = article.counts, caption.weights
    neighbours = set(pairwise(caption.stems))
    shared = sum(min(weights[a], weights[b]) for a, b in neighbours if (a, b) in article.pairs)
    rare = [stem for stem, value in weights.items() if value >= RARE]
    rare_missing = sum(stem not in counts for stem in rare)
    salient = sum(value * min(1.0, math.log1p(counts[stem]) / 3) for stem, value in weights.items() if stem in counts)
    return {
        "found": caption.found_share(counts),
        "best": max((caption.found_share(passage) for passage in article.passages), default=0.0),
        "headline": caption.found_share(article.passages[0]),
        "salient": salient / (caption.total or 1.0),
        "rare_terms": math.log1p(len(rare)),
        "rare_share": (len(rare) - rare_missing + 0.5) / (len(rare) + 1),
        "phrases": math.log1p(shared),
    }
