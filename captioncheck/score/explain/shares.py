"""Each witness's share in `fit`, with its measures, what is typical of them, and what it rests on in words."""

from __future__ import annotations

import math
from collections.abc import Callable

from captioncheck.datatypes import Witness
from captioncheck.explanation import Measure
from captioncheck.grammar.countries import country_name
from captioncheck.grammar.wording import listed, long_date, whole_percent
from captioncheck.score.fusion import WITNESSES, Regime
from captioncheck.score.lexical import RARE
from captioncheck.score.typical import Typical, typical
from captioncheck.score.witnesses import Testimony


def witnesses(testimony: Testimony, regime: Regime) -> tuple[Witness, ...]:
    """Return every witness, also those without anything to say: with `regime.intercept` their shares are all of `fit`.

    Shares are not rounded, so that they add up.
    """
    usual = typical(testimony.regime)
    terms = regime.terms(testimony.features)
    own, other = _terms(regime, testimony, usual)
    rows = []
    for name, measures in WITNESSES.items():
        if not any(measure in terms for measure in measures):
            continue  # the second look, where nobody looked again
        value, detail = _SPOKEN[name](testimony, usual) if name in _SPOKEN else (0.0, "")
        known = all(measure in usual.own and measure in usual.other for measure in measures)
        rows.append(
            Witness(
                name,
                value,
                sum(terms.get(measure, 0.0) for measure in measures),
                detail,
                sum(own.get(measure, 0.0) for measure in measures) if known else None,
                sum(other.get(measure, 0.0) for measure in measures) if known else None,
                tuple(
                    Measure(measure, testimony.features[measure], terms[measure], *usual.of(measure))
                    for measure in measures
                    if measure in terms
                ),
            )
        )
    return tuple(rows)


def _terms(regime: Regime, testimony: Testimony, usual: Typical) -> tuple[dict[str, float], dict[str, float]]:
    """Return the terms of a typical right caption, and of a typical one of another article.

    Where the caption names nobody, nor do they.
    """
    same = {} if testimony.caption.caption.parts.people else {"names_share": testimony.features["names_share"]}
    own, other = ({**testimony.features, **side, **same} for side in (usual.own, usual.other))
    return regime.terms(own), regime.terms(other)


def _meaning(testimony: Testimony, usual: Typical) -> tuple[float, str]:
    features = testimony.features
    if not testimony.nearest:
        return features["top_article"], "no passage to compare with"
    count = len(testimony.nearest)
    sentences = f"its {count} closest sentences are" if count > 1 else "the only sentence is"
    return features["top_article"], (
        f"{sentences} {whole_percent(features['top'])} alike{' on average' if count > 1 else ''}: "
        f"{_deviations(features['top_article'])} what other captions reach with this article "
        f"({whole_percent(features['top_rivals'])}{_usually('top_article', usual)}), "
        f"{_deviations(features['top_caption'])} what this caption reaches with other articles "
        f"({whole_percent(features['top_strangers'])}{_usually('top_caption', usual)})"
    )


def _second_look(testimony: Testimony, usual: Typical) -> tuple[float, str]:
    features = testimony.features
    value = features["careful_article"]
    return value, (
        f"left in doubt, so a better encoder looked at its nearest passages, too: "
        f"{_deviations(value)} what other captions reach there{_usually_there(usual)}"
    )


def _usually_there(usual: Typical) -> str:
    words = _usually("careful_article", usual)
    return f" ({words.removeprefix('; ')})" if words else ""


def _deviations(z: float) -> str:
    return f"{abs(z):.1f} sd {'above' if z >= 0 else 'below'}"


def _usually(measure: str, usual: Typical) -> str:
    own, other = usual.of(measure)
    return "" if own is None or other is None else f"; right captions {_signed(own)} sd, wrong ones {_signed(other)}"


def _signed(value: float) -> str:
    return f"{value:.1f}".replace("-0.0", "0.0").replace("-", "\N{MINUS SIGN}")


def _words(testimony: Testimony, usual: Typical) -> tuple[float, str]:
    features, terms = testimony.features, testimony.caption.terms
    own, other = usual.of("found")
    norm = (
        f" (right captions {whole_percent(own)}, wrong ones {whole_percent(other)})"
        if own is not None and other is not None
        else ""
    )
    rare = [stem for stem, weight in terms.weights.items() if weight >= RARE]
    there = sum(stem in testimony.article.terms.counts for stem in rare)
    share = f"; {there} of its {len(rare)} rare words" if len(rare) > 1 else ""
    detail = (
        f"{whole_percent(features['found'])} of what it says, weighed by rarity, is in the article{norm}; "
        f"{whole_percent(features['best'])} in one passage, {whole_percent(features['headline'])} in the "
        f"headline{share}"
    )
    return features["found"], detail


def _names(testimony: Testimony, usual: Typical) -> tuple[float, str]:
    found, missing = len(testimony.names.found), len(testimony.names.missing)
    value = testimony.features["names_share"]
    if not found + missing:
        return value, "it names nobody"
    if found + missing == 1:
        return value, f"the person it names is {'' if found else 'not '}in the article"
    number = {0: "none", found + missing: "all"}.get(found, str(found))
    return value, f"{number} of the {found + missing} people it names {'is' if found == 1 else 'are'} in the article"


def _places(testimony: Testimony, usual: Typical) -> tuple[float, str]:
    places = testimony.places.places
    if not places:
        return 0.0, "it names no place"
    countries = [country_name(code) for code in dict.fromkeys(place.country for place in places)]
    if not testimony.article.salience.mentions:
        return testimony.places.shared, f"it names {listed(countries, 3)}; the article names no place"
    shared = whole_percent(testimony.places.shared)
    end = ", so it is set elsewhere" if testimony.places.foreign else ""
    if not testimony.places.foreign and not testimony.places.shared:
        end = ", too few to say where that is set"
    best = "at best " if len(countries) > 1 else ""
    return testimony.places.shared, f"it names {listed(countries, 3)}: {best}{shared} of the article's place names{end}"


def _date(testimony: Testimony, usual: Typical) -> tuple[float, str]:
    match = testimony.date
    if match.date is None:
        return 0.0, "it bears no date"
    if match.published is None:
        return 0.0, f"dated {long_date(match.date)}; the article has no date"
    if not match.date[:4].isdigit():
        return 0.0, f"dated {long_date(match.date)}, without a year: not compared"
    if match.years:
        return float(match.years), f"dated {long_date(match.date)}, {match.years} years apart"
    return 0.0, f"dated {long_date(match.date)}: nothing against it"


_SPOKEN: dict[str, Callable[[Testimony, Typical], tuple[float, str]]] = {
    "meaning": _meaning,
    "words": _words,
    "names": _names,
    "places": _places,
    "date": _date,
    "second look": _second_look,
}
"""What each witness shows: its value, and what it rests on in words."""


def log_odds(regime: Regime, rows: tuple[Witness, ...]) -> float:
    """Return the sum that `fit` is the logistic of."""
    return math.fsum((regime.intercept, *(row.share for row in rows)))
