"""CC301 belongs-elsewhere: the article of the archive that a stray caption comes from, where one clearly fits better.

Candidates are found in the traces, judged by reading them again, and ranked by `captioncheck.scan.across.ranking`; with
a careful encoder the best of them are judged once more, and only those compete.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import Any

from captioncheck.datatypes import Evidence, Level, Verdict
from captioncheck.encode.e5 import looking_again
from captioncheck.scan.across.base import Found, Row, Scanned
from captioncheck.scan.across.candidates import Candidates, Stray
from captioncheck.scan.across.judging import Judging, Question
from captioncheck.scan.across.memory import Memory
from captioncheck.scan.across.ranking import Home, Ranking, load
from captioncheck.score import fusion
from captioncheck.score.words import stems_of
from captioncheck.tracing import caption_words, hashed

CODE, NAME = "CC301", "belongs-elsewhere"
AGAIN = 4
"""Candidates that the careful encoder hears of: a text takes it 40 ms, a stray some 0.7 s. Six find no more homes."""
_LIBRARY = "usearch"


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    record: str | None
    headline: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The article that a stray is said to come from, by its row, and what speaks for it; `sure` or else only likely."""

    row: int
    home: Home
    sure: bool


@dataclass(slots=True)
class Contest:
    """The candidates of one stray: its `fit` where it stands, how rare what it says is, what each candidate is worth.

    `best` are the rows that are worth the most, with what speaks for each, the best first, of the same worth the first.
    """

    fit: float
    rarity: array[float]
    ranking: Ranking
    worths: array[float] = field(default_factory=lambda: array("d"))
    best: list[tuple[float, int, Home]] = field(default_factory=list)

    def enter(self, row: int, home: Home) -> None:
        """Let an article compete."""
        worth = self.ranking.worth(home, self.rarity)
        self.worths.append(worth)
        self.best = sorted((*self.best, (worth, row, home)), key=lambda one: (-one[0], one[1]))[:AGAIN]

    def claim(self) -> Claim | None:
        """Return the article that is named, if one is."""
        if not self.best:
            return None
        _, row, home = self.best[0]
        sure, likely = (
            self.ranking.passes(bar, home, self.worths, self.fit) for bar in (self.ranking.named, self.ranking.hinted)
        )
        return Claim(row, home, sure) if sure or likely else None

    def checked(self, claim: Claim) -> float:
        """Return the `fit` that a check would give at a claim's article, of which this is the first look."""
        (fit,) = (home.fit for _, row, home in self.best if row == claim.row)
        return claim.home.fit if fusion.load().doubtful(fit) else fit


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
            contests.append(Contest(fit, rarities(stems, candidates.rarity), load()["fast"]))
        with Memory(scanned.memory) as memory:
            judging = Judging(scanned, memory)
            for number, at, home in judging.answers(questions):
                contests[number].enter(at, home)
            first = contests
            if looking_again(scanned.settings):
                questions, contests = _final(questions, first)
                for number, at, home in judging.answers(questions, thorough=True):
                    contests[number].enter(at, home)
        claims = {number: claim for number, one in enumerate(contests) if (claim := one.claim()) is not None}
        places = _places(scanned, {one.row for one in claims.values()})
        for number, claim in claims.items():
            evidence = _evidence(places[claim.row], claim, first[number].checked(claim))
            level = Level.ERROR if claim.sure else Level.NOTE
            yield Found(strays[number].row, strays[number].caption, evidence, level)


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


def _final(questions: Sequence[Question], contests: Sequence[Contest]) -> tuple[list[Question], list[Contest]]:
    """Return the questions on the best candidates alone, and contests that these have yet to enter."""
    ranking = load()["careful"]
    shorter = [replace(one, rows=[row for _, row, _ in of.best]) for one, of in zip(questions, contests, strict=True)]
    return shorter, [Contest(one.fit, one.rarity, ranking) for one in contests]


def _places(scanned: Scanned, wanted: set[int]) -> dict[int, _Place]:
    found: dict[int, _Place] = {}
    if wanted:
        for row in scanned.rows():
            if row.number in wanted:
                entry = row.entry
                found[row.number] = _Place(entry["path"], entry["record"], entry["headline"] or "")
    return found


def _evidence(place: _Place, claim: Claim, fit: float) -> Evidence:
    where = place.path if place.record is None else f"{place.path}, {place.record}"
    named = f"“{place.headline}” ({where})" if place.headline else where
    also = "; it is printed there, too" if claim.home.printed else ""
    percent = "over 99 %" if fit >= 0.995 else f"{fit:.0%}".replace("%", " %")
    if claim.sure:
        message = f"belongs to {named}: it fits there with {percent}{also}"
    else:
        message = f"may come from {named}: of this archive it fits best there, with {percent}{also}"
    return Evidence(CODE, NAME, message, fit, tuple(filter(None, (where, place.headline))))
