"""CC301 belongs-elsewhere: the article of the archive that a stray caption comes from, where one clearly fits better.

Candidates are found in the traces, judged by reading them again, and ranked by `captioncheck.scan.across.ranking`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from captioncheck.datatypes import Evidence, Level, Verdict
from captioncheck.scan.across.base import Found, Row, Scanned
from captioncheck.scan.across.candidates import Candidates, Stray
from captioncheck.scan.across.judging import Judging, Question
from captioncheck.scan.across.ranking import Home, Ranking, load
from captioncheck.score.words import stems_of
from captioncheck.tracing import caption_words, hashed

CODE, NAME = "CC301", "belongs-elsewhere"
_LIBRARY = "usearch"


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    record: str | None
    headline: str


@dataclass(slots=True)
class Contest:
    """The candidates of one stray: its `fit` where it stands, how rare what it says is, what each candidate is worth.

    `best` is the row that is worth the most, of several the first, and what speaks for it.
    """

    fit: float
    rarity: array[float]
    worths: array[float] = field(default_factory=lambda: array("d"))
    best: tuple[int, Home] | None = None
    _top: tuple[float, int] = (0.0, 0)

    def enter(self, row: int, home: Home, ranking: Ranking) -> None:
        """Let an article compete."""
        worth = ranking.worth(home, self.rarity)
        self.worths.append(worth)
        if self.best is None or (worth, -row) > self._top:
            self.best, self._top = (row, home), (worth, -row)

    def home(self, ranking: Ranking) -> tuple[int, Home] | None:
        """Return the article that is named, if one is."""
        if self.best is None or not ranking.names(self.best[1], self.worths, self.fit):
            return None
        return self.best


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
        said: list[tuple[str, tuple[str, ...], str | None, float]] = []
        for row in scanned.rows():
            for stray, caption in strays_of(row):
                strays.append(stray)
                said.append((caption["text"], stems_of(description(caption)), caption["language"], caption["fit"]))
            scanned.tell("rows read once more", row.number + 1)
        if not strays:
            return
        candidates = Candidates(strays, scanned.traces, lambda done: scanned.tell("articles compared", done))
        near = candidates.found()
        questions, contests = [], []
        for (text, stems, language, fit), rows in zip(said, near, strict=True):
            questions.append(Question(text, stems, language, rows))
            contests.append(Contest(fit, rarities(stems, candidates.rarity)))
        ranking = load()
        for number, at, home in Judging(scanned).answers(questions):
            contests[number].enter(at, home, ranking)
        chosen = {number: best for number, one in enumerate(contests) if (best := one.home(ranking)) is not None}
        places = _places(scanned, {at for at, _ in chosen.values()})
        for number, (at, home) in chosen.items():
            yield Found(strays[number].row, strays[number].caption, _evidence(places[at], home), Level.ERROR)


def strays_of(row: Row) -> Iterator[tuple[Stray, Mapping[str, Any]]]:
    """Yield the captions of a row that are a mismatch, each as a stray and as it is written."""
    for index, vector in row.trace.strays:
        caption = row.entry["captions"][index]
        if caption["verdict"] == Verdict.MISMATCH:
            words = caption_words(description(caption), caption["language"])
            yield Stray(row.number, index, vector, words), caption


def description(caption: Mapping[str, Any]) -> str:
    """Return a caption of a row without its credit, the whole where there is no more."""
    text: str = caption["parts"]["description"] or caption["text"]
    return text


def rarities(stems: Iterable[str], known: Mapping[bytes, float]) -> array[float]:
    """Return how rare each stem is in the archive, 0 for those that tell nothing anywhere."""
    return array("d", [known.get(hashed([stem]), 0.0) for stem in stems])


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
