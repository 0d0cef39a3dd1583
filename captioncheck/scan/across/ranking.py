"""Which candidate is a stray caption's home, and how sure that is, by a model that `data/homes.json` describes.

The candidates of one caption compete (a conditional logit, McFadden 1974), and "none of them" competes too: an archive
need not hold the article that a caption was taken from. Fitted by `tools/fit_homes.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from captioncheck.score.words import terms


@dataclass(frozen=True, slots=True)
class Home:
    """What speaks for an article as a caption's home.

    `fit` is what a check would say there, `alike` the cosine of the nearest passage. `words` and `pairs` have a bit for
    each of the caption's `Said.stems` and `Said.pairs` that the article has; `fluent` says that both are in one
    language, `printed` that the caption stands there, too.
    """

    fit: float
    alike: float
    words: int
    pairs: int
    fluent: bool
    printed: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What a caption says: its distinct stems and pairs of neighbours, both in order."""

    stems: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, text: str) -> Said:
        """Read a caption."""
        stems = [term.stem for term in terms(text)]
        return cls(tuple(dict.fromkeys(stems)), tuple(dict.fromkeys(pairwise(stems))))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The model: what each measure is worth on the log-odds, what "none of them" is, and the bar.

    Named is a home whose probability is at least `sure`, whose `fit` is at least `least`, and higher than where the
    caption stands by `better` on the log-odds. `printed` is what it is worth that an article above the bar prints it.
    """

    weights: Mapping[str, float]
    none: float
    printed: float
    sure: float
    least: float
    better: float
    made: Mapping[str, Any]

    def worth(self, home: Home, rarity: Sequence[float], pairs: Sequence[float]) -> float:
        """Return what an article is worth; `rarity` and `pairs` say how rare the caption's stems and pairs are."""
        known = measures(home, rarity, pairs)
        bonus = self.printed if home.printed and home.fit >= self.least else 0.0
        return sum(self.weights[name] * value for name, value in known.items()) + bonus

    def sureness(self, worths: Sequence[float]) -> float:
        """Return the probability that the best of some candidates is the home, whatever their order."""
        rivals = sorted((*worths, self.none))
        top = max(worths)
        return 1 / math.fsum(math.exp(min(worth - top, 700.0)) for worth in rivals)

    def names(self, home: Home, worths: Sequence[float], here: float) -> bool:
        """Return whether the best of some candidates is named; `here` is the `fit` where the caption stands."""
        better = odds(home.fit) - odds(here)
        return home.fit >= self.least and better >= self.better and self.sureness(worths) >= self.sure


def measures(home: Home, rarity: Sequence[float], pairs: Sequence[float]) -> dict[str, float]:
    """Return what the model weighs."""
    return {
        "fit": odds(home.fit),
        "alike": home.alike,
        "words": _held(home.words, rarity),
        "pairs": _held(home.pairs, pairs),
        "language": float(home.fluent),
    }


def odds(fit: float) -> float:
    """Return the log-odds of a probability, at most about 21 either way."""
    fit = min(max(fit, 1e-9), 1 - 1e-9)
    return math.log(fit / (1 - fit))


def bits(known: Iterable[bool]) -> int:
    """Return a number with a bit for each that is true, the first one lowest."""
    return sum(1 << place for place, one in enumerate(known) if one)


def _held(found: int, values: Sequence[float]) -> float:
    return math.fsum(value for place, value in enumerate(values) if found >> place & 1)


@cache
def load() -> Ranking:
    """Return the model that ships with captioncheck."""
    text = (files("captioncheck.scan.across") / "data" / "homes.json").read_text(encoding="utf-8")
    return Ranking(**json.loads(text))
