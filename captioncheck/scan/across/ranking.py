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
from typing import Any

from captioncheck.score.fusion import logit


@dataclass(frozen=True, slots=True)
class Home:
    """What speaks for an article as a caption's home.

    `fit` is what a check with the encoders that were heard would say there, `words` has a bit for each of the caption's
    stems (`stems_of`) that the article has; `fluent` says that both are in one language, `printed` that the caption
    stands there, too; `days` lie between its date and the article's, where it says one with its year.
    """

    fit: float
    words: int
    fluent: bool
    printed: bool
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """What a home must have: a probability of `sure`, a `fit` of `least`, higher by `better` than where the caption is.

    `better` is on the log-odds.
    """

    sure: float
    least: float
    better: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The model: what each measure is worth on the log-odds, what "none of them" is, and the bars.

    A home above `named` is where the caption belongs, one above `hinted` where it may come from. `printed` is what it
    is worth that an article with the `fit` of a home that is named prints the caption.
    """

    weights: Mapping[str, float]
    none: float
    printed: float
    named: Bar
    hinted: Bar

    def worth(self, home: Home, rarity: Sequence[float]) -> float:
        """Return what an article is worth; `rarity` says how rare each of the caption's stems is in the archive."""
        known = measures(home, rarity)
        bonus = self.printed if home.printed and home.fit >= self.named.least else 0.0
        return sum(self.weights[name] * value for name, value in known.items()) + bonus

    def sureness(self, worths: Sequence[float]) -> float:
        """Return the probability that the best of some candidates is the home, whatever their order."""
        rivals = sorted((*worths, self.none))
        top = max(worths)
        return 1 / math.fsum(math.exp(min(worth - top, 700.0)) for worth in rivals)

    def passes(self, bar: Bar, home: Home, worths: Sequence[float], here: float) -> bool:
        """Return whether the best of some candidates is above a bar; `here` is the `fit` where the caption stands."""
        better = odds(home.fit) - odds(here)
        return home.fit >= bar.least and better >= bar.better and self.sureness(worths) >= bar.sure


def measures(home: Home, rarity: Sequence[float]) -> dict[str, float]:
    """Return what the model weighs; `words` is the sum of the rarities of the stems in common."""
    shared = math.fsum(value for place, value in enumerate(rarity) if home.words >> place & 1)
    days = 0.0 if home.days is None else math.log1p(home.days)
    return {"fit": odds(home.fit), "words": shared, "language": float(home.fluent), "days": days}


def odds(fit: float) -> float:
    """Return the log-odds of a probability, at most about 21 either way."""
    return logit(fit, 1e-9)


def bits(known: Iterable[bool]) -> int:
    """Return a number with a bit for each that is true, the first one lowest."""
    return sum(1 << place for place, one in enumerate(known) if one)


@cache
def load() -> Mapping[str, Ranking]:
    """Return the models that ship with captioncheck: "fast", and "careful" where the best are looked at once more."""
    models = document()["models"]
    return {
        name: Ranking(**one | {bar: Bar(**one[bar]) for bar in ("named", "hinted")}) for name, one in models.items()
    }


def document() -> Mapping[str, Any]:
    """Return the file that the models are in, which says how they were made."""
    text = (files("captioncheck.scan.across") / "data" / "homes.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found
