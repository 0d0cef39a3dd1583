"""Error rates by kind and by language, with intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from captioncheck.datatypes import Level, Verdict
from captioncheck.evaluation.intervals import Estimate, Floats, area, recall, wilson
from captioncheck.evaluation.judged import Judged, Sample
from captioncheck.evaluation.kinds import Kind, Label, known_kinds
from captioncheck.evaluation.reliability import Reliability, reliability

ENOUGH = 8
"""Captions that belong from which a language has a row of its own."""
REST = "others"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of some captions: shares with verdict mismatch, with level error, and unverifiable."""

    n: int
    flagged: Estimate
    error: Estimate
    unverifiable: Estimate


@dataclass(frozen=True, slots=True)
class KindRates:
    """One kind; `auc` and `recall` (at 1 % false alarms) only for captions from elsewhere, against `against` others."""

    kind: Kind
    outcomes: Outcomes
    against: int = 0
    auc: Estimate | None = None
    recall: Estimate | None = None


@dataclass(frozen=True, slots=True)
class LanguageRates:
    """The articles in one language (or, as `others`, in all the rarer ones): captions that belong and that do not."""

    language: str
    belongs: Outcomes
    elsewhere: Outcomes | None
    auc: Estimate | None


@dataclass(frozen=True, slots=True)
class Curve:
    """The fits of a kind from elsewhere and of the captions that it is compared with, for a ROC curve."""

    kind: Kind
    own: Floats
    swapped: Floats
    auc: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that is measured on a labelled set."""

    sample: Sample
    kinds: tuple[KindRates, ...]
    languages: tuple[LanguageRates, ...]
    reliability: Reliability
    curves: tuple[Curve, ...]


def evaluate(sample: Sample) -> Evaluation:
    """Measure the judgements on a labelled set; kinds that belong come first, known ones as their table has them."""
    kinds: dict[Kind, list[Judged]] = defaultdict(list)
    for row in sample.rows:
        kinds[row.kind].append(row)
    place = {name: index for index, name in enumerate(known_kinds())}
    order = sorted(kinds, key=lambda kind: (kind.label is Label.ELSEWHERE, place.get(kind.name, len(place)), kind.name))
    rates, curves = [], []
    for kind in order:
        others = _against(kind, kinds)
        own, swapped = _fits(others), _fits(kinds[kind])
        outcomes = _outcomes(kinds[kind])
        if kind.label is Label.ELSEWHERE and len(own):
            auc = area(own, swapped)
            rates.append(KindRates(kind, outcomes, len(own), auc, recall(own, swapped)))
            curves.append(Curve(kind, own, swapped, auc.value))
        else:
            rates.append(KindRates(kind, outcomes))
    return Evaluation(
        sample,
        tuple(rates),
        tuple(_languages(sample.rows)),
        reliability(_fits(sample.rows), np.array([float(_belongs(row)) for row in sample.rows])),
        tuple(curves),
    )


def _against(kind: Kind, kinds: dict[Kind, list[Judged]]) -> list[Judged]:
    others = [row for other, rows in kinds.items() if other.name == kind.against for row in rows]
    return others or [row for other, rows in kinds.items() if other.label is Label.BELONGS for row in rows]


def _languages(rows: Iterable[Judged]) -> Iterable[LanguageRates]:
    languages: dict[str, tuple[list[Judged], list[Judged]]] = defaultdict(lambda: ([], []))
    for row in rows:
        if row.kind.by_language and row.kind.label is not Label.GENERIC:
            languages[row.language][row.kind.label is Label.ELSEWHERE].append(row)
    rare: tuple[list[Judged], list[Judged]] = ([], [])
    for language, (own, swapped) in sorted(languages.items(), key=lambda item: (-len(item[1][0]), item[0])):
        if len(own) >= ENOUGH:
            yield _language(language, own, swapped)
        else:
            rare[0].extend(own)
            rare[1].extend(swapped)
    if rare[0]:
        yield _language(REST, *rare)


def _language(name: str, own: Sequence[Judged], swapped: Sequence[Judged]) -> LanguageRates:
    if not swapped:
        return LanguageRates(name, _outcomes(own), None, None)
    return LanguageRates(name, _outcomes(own), _outcomes(swapped), area(_fits(own), _fits(swapped)))


def outcomes_of(decided: Iterable[tuple[Verdict, Level]]) -> Outcomes:
    """Return the shares of captions that were decided so."""
    rows = list(decided)

    def share(test: Callable[[Verdict, Level], bool]) -> Estimate:
        return wilson(sum(test(verdict, level) for verdict, level in rows), len(rows))

    return Outcomes(
        len(rows),
        share(lambda verdict, level: verdict is Verdict.MISMATCH),
        share(lambda verdict, level: verdict is Verdict.MISMATCH and level is Level.ERROR),
        share(lambda verdict, level: verdict is Verdict.UNVERIFIABLE),
    )


def _outcomes(rows: Iterable[Judged]) -> Outcomes:
    return outcomes_of((row.verdict, row.level) for row in rows)


def _fits(rows: Iterable[Judged]) -> Floats:
    return np.array([row.fit for row in rows], dtype=np.float64)


def _belongs(row: Judged) -> bool:
    return row.kind.label is not Label.ELSEWHERE
