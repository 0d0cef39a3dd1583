"""CC301 belongs-elsewhere: the article of the archive that a stray caption fits best, where it fits clearly better."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from captioncheck.datatypes import Evidence, Level, Verdict
from captioncheck.scan.across.base import Found, Row, Scanned
from captioncheck.scan.across.candidates import Candidates, Stray
from captioncheck.scan.across.judging import Home, Judging, Question
from captioncheck.tracing import caption_words

CODE, NAME = "CC301", "belongs-elsewhere"
HIGH = 0.6
"""`fit` that an article must reach to be called a caption's home."""
BETTER = 3.0
"""How much higher it must be on the log-odds than where the caption stands: 20 to 1."""
_LIBRARY = "usearch"


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    record: str | None
    headline: str


class BelongsElsewhere:
    """Finds the homes of stray captions."""

    code = CODE

    def missing(self) -> str:
        """Return why it cannot be used here, and how to mend that, or ""."""
        if find_spec(_LIBRARY) is None:
            return f"it needs {_LIBRARY}: pip install 'captioncheck[archive]'"
        return ""

    def concerns(self, caption: Mapping[str, Any]) -> bool:
        """Return whether a caption is a mismatch."""
        return bool(caption["verdict"] == Verdict.MISMATCH)

    def find(self, scanned: Scanned) -> Iterable[Found]:
        """Yield a finding for each stray caption that has a home in the archive."""
        strays: list[Stray] = []
        texts: list[tuple[str, str | None, float]] = []
        for row in scanned.rows():
            for stray, caption in _strays(row):
                strays.append(stray)
                texts.append((caption["text"], caption["language"], caption["fit"]))
            scanned.tell("rows read once more", row.number + 1)
        if not strays:
            return
        rows = Candidates(strays, scanned.traces, lambda done: scanned.tell("articles compared", done)).found()
        questions = [Question(text, language, near) for (text, language, _), near in zip(texts, rows, strict=True)]
        answers = Judging(scanned).answers(questions)
        chosen: dict[int, tuple[int, Home]] = {}
        for number, near in enumerate(rows):
            best = _best([(row, answers[number, row]) for row in near if (number, row) in answers])
            if best is not None and _clearly(best[1].fit, texts[number][2]):
                chosen[number] = best
        places = _places(scanned, {row for row, _ in chosen.values()})
        for number, (at, home) in chosen.items():
            yield Found(strays[number].row, strays[number].caption, _evidence(places[at], home), Level.ERROR)


def _strays(row: Row) -> Iterator[tuple[Stray, Mapping[str, Any]]]:
    for index, vector in row.trace.strays:
        caption = row.entry["captions"][index]
        if caption["verdict"] == Verdict.MISMATCH:
            said = caption["parts"]["description"] or caption["text"]
            yield Stray(row.number, index, vector, caption_words(said, caption["language"])), caption


def _best(homes: Sequence[tuple[int, Home]]) -> tuple[int, Home] | None:
    """Return the home that fits best; of those that fit alike the one that prints the caption, then the nearest."""
    return max(homes, key=lambda one: (one[1].printed and one[1].fit >= HIGH, one[1].fit), default=None)


def _clearly(fit: float, here: float) -> bool:
    return fit >= HIGH and _odds(fit) - _odds(here) >= BETTER


def _odds(fit: float) -> float:
    fit = min(max(fit, 1e-9), 1 - 1e-9)
    return math.log(fit / (1 - fit))


def _places(scanned: Scanned, wanted: set[int]) -> dict[int, _Place]:
    found: dict[int, _Place] = {}
    if wanted:
        for row in scanned.rows():
            if row.number in wanted:
                entry = row.entry
                found[row.number] = _Place(entry["path"], entry["record"], entry["headline"] or "")
    return found


def _evidence(place: _Place, home: Home) -> Evidence:
    where = place.path if place.record is None else f"{place.path}, {place.record}"
    named = f"“{place.headline}” ({where})" if place.headline else where
    also = "; it is printed there, too" if home.printed else ""
    percent = "over 99 %" if home.fit >= 0.995 else f"{home.fit:.0%}".replace("%", " %")
    message = f"belongs to {named}: it fits there with {percent}{also}"
    return Evidence(CODE, NAME, message, home.fit, tuple(filter(None, (where, place.headline))))
