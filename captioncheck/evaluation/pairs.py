"""The captions of an archive with their own articles, and re-paired with others: what the witnesses say of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from captioncheck.datatypes import Level, Location, Verdict
from captioncheck.evaluation.archive import Archive
from captioncheck.evaluation.likeness import Print
from captioncheck.score.fusion import FusionModel, Thresholds, language_of
from captioncheck.score.saying import Plea, plea
from captioncheck.score.verdict import decide, too_little
from captioncheck.score.witnesses import Testimony

if TYPE_CHECKING:
    from captioncheck.pipeline import Checker

_TRIES = 20
"""Articles that are tried as another home for a caption before it goes without."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One caption with one article: all that a verdict takes besides the thresholds.

    `regime` is the one that thresholds go by: "same_language" or "other_language".
    """

    text: str
    where: Location
    regime: str
    fit: float
    date_share: float
    silent: str
    confidence: float
    pleading: Plea | None = None

    def decide(self, thresholds: Thresholds) -> tuple[Verdict, Level]:
        """Return verdict and level with other thresholds."""
        return decide(self.fit, self.date_share, thresholds, self.silent, self.confidence, self.pleading)


@dataclass(frozen=True, slots=True)
class Pairs:
    """An archive's own pairs and re-pairings, and how many captions found no other article to be paired with."""

    own: tuple[Pair, ...]
    repaired: tuple[Pair, ...]
    alone: int


def pairs(archive: Archive, checker: Checker, random: Random, tick: Callable[[], None]) -> Pairs:
    """Judge every taken caption twice: with its own article, and with another one of the same language.

    The other article is drawn at random; it is no near-duplicate of the caption's own, and the caption stands nowhere
    in it. `tick` is called after each article.
    """
    own: list[Pair] = []
    homes = _homes(archive, random)
    guests: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for taken, home in homes.items():
        if home is not None:
            guests[home].append(taken)
    repaired: list[Pair] = []
    for index, article in enumerate(archive.articles):
        if archive.taken[index]:
            heard = checker.testimonies(article)
            own += (_pair(heard[caption], checker.model) for caption in archive.taken[index])
        strangers = tuple(archive.articles[source].captions[caption] for source, caption in guests[index])
        if strangers:
            # They stand among the article's own captions, as a caption that strayed there would.
            heard = checker.testimonies(replace(article, captions=(*article.captions, *strangers)))
            repaired += (_pair(one, checker.model) for one in heard[-len(strangers) :])
        tick()
    return Pairs(tuple(own), tuple(repaired), sum(home is None for home in homes.values()))


def _homes(archive: Archive, random: Random) -> dict[tuple[int, int], int | None]:
    prints = [Print.of(article) for article in archive.articles]
    languages: dict[str | None, list[int]] = defaultdict(list)
    for index, article in enumerate(archive.articles):
        languages[article.language].append(index)
    homes: dict[tuple[int, int], int | None] = {}
    for index, caption in _captions(archive):
        article = archive.articles[index]
        said = article.captions[caption].said
        homes[index, caption] = None
        for _ in range(_TRIES):
            other = random.choice(languages[article.language])
            if other != index and not prints[other].near(prints[index]) and not prints[other].has(said):
                homes[index, caption] = other
                break
    return homes


def _captions(archive: Archive) -> Iterator[tuple[int, int]]:
    return ((index, caption) for index, taken in enumerate(archive.taken) for caption in taken)


def _pair(testimony: Testimony, model: FusionModel) -> Pair:
    fit, shares = model.fit(testimony.regime, testimony.features)
    caption = testimony.caption.caption
    return Pair(
        caption.text,
        caption.location,
        language_of(testimony.regime),
        fit,
        shares["date"],
        too_little(testimony),
        caption.confidence,
        plea(testimony.caption),
    )
