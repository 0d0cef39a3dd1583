"""What is typical: the median of every measure over right captions and over captions of other articles.

Read from `data/typical.json`, written by `tools/measure_typical.py`. For reading a judgement only: nothing is decided
by it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from captioncheck.score.fusion import CAREFUL


@dataclass(frozen=True, slots=True)
class Typical:
    """The medians of one regime's measures: of right captions (`own`) and of captions of other articles (`other`)."""

    own: Mapping[str, float]
    other: Mapping[str, float]

    def of(self, measure: str) -> tuple[float | None, float | None]:
        """Return a measure's medians, None where they were not measured."""
        return self.own.get(measure), self.other.get(measure)


@cache
def typical(regime: str) -> Typical:
    """Return what is typical in a regime, whether or not it was looked at again."""
    text = (files("captioncheck.score") / "data" / "typical.json").read_text(encoding="utf-8")
    row = json.loads(text)["regimes"].get(regime.removesuffix(CAREFUL), {"own": {}, "other": {}})
    return Typical(row["own"], row["other"])
