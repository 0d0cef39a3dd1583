"""Thresholds for wanted false-alarm rates from an archive's own captions, robust against the slips among them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Context

from captioncheck.errors import CaptionCheckError
from captioncheck.evaluation.bounds import attainable, needed, rank
from captioncheck.evaluation.pairs import Pair, Pairs
from captioncheck.score.calibration import LEVELS
from captioncheck.score.fusion import Thresholds

FEWEST_REPAIRED = 50
"""Re-paired captions without which nothing can be said of captions from elsewhere."""
HIGHEST = 0.5
"""No threshold lies above: what more likely belongs than not is not flagged, whatever an archive allows."""

_FOUR_DIGITS = Context(prec=4, rounding=ROUND_FLOOR)


class TooLittleData(CaptionCheckError):
    """An archive is too small for what it is to promise."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Wanted shares of belonging captions below the thresholds `error`, `warning` and `doubt`.

    `slips` is the share of the archive's own captions that may at most be set aside as real slips.
    """

    error: float = 0.005
    warning: float = 0.02
    doubt: float = 0.08
    slips: float = 0.01


@dataclass(frozen=True, slots=True)
class Fitted:
    """The thresholds of each regime, whether its own captions set them, and the captions that were set aside.

    `judged` are the own captions that say enough to be judged, `aside` those of them that look like slips: set aside
    before the thresholds were taken, because half of the re-paired captions fit better than they do.
    """

    thresholds: Mapping[str, Thresholds]
    own: Mapping[str, bool]
    judged: tuple[Pair, ...]
    aside: tuple[Pair, ...]


def fitted(pairs: Pairs, wanted: Wanted, shipped: Mapping[str, Thresholds], most_an_article: int) -> Fitted:
    """Return the thresholds that the wanted rates allow. Raises TooLittleData where they cannot be promised.

    A regime with too few captions of its own takes the shipped thresholds, or the archive's common ones where these
    are stricter.
    """
    judged = sorted((pair for pair in pairs.own if not pair.silent), key=lambda pair: pair.fit)
    strangers = sorted(pair.fit for pair in pairs.repaired if not pair.silent)
    _require(len(judged), len(strangers), wanted, most_an_article)
    middle = strangers[len(strangers) // 2]
    aside = [pair for pair in judged if pair.fit < middle][: int(wanted.slips * len(judged))]
    kept = judged[len(aside) :]
    _require(len(kept), len(strangers), wanted, most_an_article)
    common = _limits([pair.fit for pair in kept], wanted)
    thresholds, own = {}, {}
    for regime, before in shipped.items():
        fits = [pair.fit for pair in kept if pair.regime == regime]
        own[regime] = len(fits) >= needed(wanted.error)
        strict = {level: min(common[level], getattr(before, level)) for level in LEVELS}
        thresholds[regime] = replace(before, **(_limits(fits, wanted) if own[regime] else strict))
    return Fitted(thresholds, own, tuple(judged), tuple(aside))


def _limits(fits: Sequence[float], wanted: Wanted) -> dict[str, float]:
    """Return a level's threshold each, from fits in rising order; captions strictly below are flagged."""
    return {level: _below(fits[rank(len(fits), getattr(wanted, level)) - 1]) for level in LEVELS}


def _below(fit: float) -> float:
    """Return a fit cut (never rounded up) to four significant digits, and to what a threshold may be."""
    return float(_FOUR_DIGITS.create_decimal(repr(min(max(fit, 1e-12), HIGHEST))))


def _require(judged: int, strangers: int, wanted: Wanted, most_an_article: int) -> None:
    least = needed(wanted.error)
    if judged < least:
        can = f"; with these --false-alarms {_percent_up(attainable(judged))} can be had" if judged >= 15 else ""
        raise TooLittleData(
            f"too few captions: to be 95 % sure of {100 * wanted.error:g} % false alarms takes {least:,} different "
            f"captions that say enough to be judged (at most {most_an_article} an article), and here are {judged:,}: "
            f"{least - judged:,} more are needed{can}"
        )
    if strangers < FEWEST_REPAIRED:
        raise TooLittleData(
            f"only {strangers} captions could be re-paired with another article of the same language, and it takes "
            f"{FEWEST_REPAIRED}: give more articles that are not printings of one another"
        )


def _percent_up(share: float) -> str:
    return f"{math.ceil(share * 1000) / 10:g}%"
