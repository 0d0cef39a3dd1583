"""All witnesses on one caption: measures as features for the fusion, and the evidence that is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from captioncheck.datatypes import Nearest
from captioncheck.score import dates, lexical, names, places
from captioncheck.score.cohort import Background
from captioncheck.score.dates import DateMatch
from captioncheck.score.fusion import careful, regime_of
from captioncheck.score.names import NameMatch
from captioncheck.score.places import PlaceMatch
from captioncheck.score.profile import ArticleProfile, CaptionProfile

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors

_BEST = 3
"""Units whose similarities are averaged: one may be chance, more dilute what is said once."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the witnesses said of one caption; `features` feed the fusion, the rest is shown as evidence."""

    caption: CaptionProfile
    article: ArticleProfile
    regime: str
    features: Mapping[str, float]
    nearest: tuple[Nearest, ...]
    names: NameMatch
    places: PlaceMatch
    date: DateMatch


def testify(
    caption: CaptionProfile,
    article: ArticleProfile,
    vector: Vectors,
    unit_vectors: Vectors,
    background: Background,
) -> Testimony:
    """Hear every witness on a caption.

    `vector` is the caption's unit row (d), `unit_vectors` those of its chosen units (n x d), both in the space of
    `background`.
    """
    other = caption.caption.language != article.article.language
    similarities = unit_vectors @ vector
    spoken = caption.caption.language
    who = names.match(caption.caption.parts.people, article.names, other_language=other, language=spoken)
    named = bool(caption.caption.parts.places)
    where = places.match(caption.caption, article.salience) if named else places.NOWHERE
    when = dates.match(caption.caption, article.article, article.text)
    own = article.own if background.samples else ()
    features = {
        **measures("top", vector, unit_vectors, background.beside(article.article.language, own)),
        **lexical.overlap(caption.terms, article.terms),
        "names_share": (len(who.found) - len(who.missing)) / (len(who.found) + len(who.missing) + 1),
        "places_foreign": float(where.foreign),
        "date_years": math.log1p(when.years),
        "date_after": float(when.after),
    }
    return Testimony(
        caption,
        article,
        regime_of(other_language=other, terms=len(article.terms.counts)),
        features,
        _nearest(similarities, caption, article),
        who,
        where,
        when,
    )


def look_again(testimony: Testimony, vector: Vectors, unit_vectors: Vectors, background: Background) -> Testimony:
    """Hear the careful encoder, too: on the caption's row (d) and those of its nearest passages (n x d)."""
    others = background.vectors(testimony.article.article.language)
    again = measures("careful", vector, unit_vectors, others)
    return replace(testimony, regime=careful(testimony.regime), features={**testimony.features, **again})


def measures(name: str, vector: Vectors, units: Vectors, others: tuple[Vectors, Vectors]) -> dict[str, float]:
    """Return the mean of the best similarities: raw, and as z-scores against other captions and other leads.

    "rivals" and "strangers" are what those reach on average; they are shown, not weighed.
    """
    names = (name, f"{name}_article", f"{name}_caption", f"{name}_rivals", f"{name}_strangers")
    if not len(units):
        return dict.fromkeys(names, 0.0)
    similarities = units @ vector
    captions, leads = others
    best = min(_BEST, len(similarities))
    top = float(np.partition(similarities, -best)[-best:].mean())
    rivals = np.partition(captions @ units.T, -best, axis=1)[:, -best:].mean(axis=1)
    strangers = leads @ vector
    values = (
        top,
        float((top - rivals.mean()) / max(rivals.std(), 1e-3)),
        float((top - strangers.mean()) / max(strangers.std(), 1e-3)),
        float(rivals.mean()),
        float(strangers.mean()),
    )
    return dict(zip(names, values, strict=True))


def _nearest(similarities: Vectors, caption: CaptionProfile, article: ArticleProfile) -> tuple[Nearest, ...]:
    order = np.argsort(-similarities, kind="stable")[:_BEST]
    rows = [(caption.units[int(i)], float(similarities[int(i)])) for i in order]
    # The headline, where there is one, is the first unit.
    return tuple(
        Nearest(
            article.units[row].text, article.units[row].line, alike, headline=not row and bool(article.article.headline)
        )
        for row, alike in rows
    )
