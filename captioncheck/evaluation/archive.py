"""A newsroom's archive as a sample: articles drawn at random, and captions of each, every caption once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from captioncheck.datatypes import Article, Skipped, Status
from captioncheck.extract.base import key

PER_ARTICLE = 4
"""Captions taken of one article at most: those of a gallery stand or fall together, and would count as one."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Articles with captions, and which captions of each were taken (`taken[i]` are indices into the captions of i).

    `seen` and `captions` count all articles read and their captions, `failed` the inputs that could not be read.
    """

    articles: tuple[Article, ...]
    taken: tuple[tuple[int, ...], ...]
    seen: int
    captions: int
    failed: int


def sample(
    results: Iterable[Article | Skipped], most: int, random: Random, complain: Callable[[Skipped], None]
) -> Archive:
    """Draw up to `most` of the articles that have captions; each is as likely as any other, however many come."""
    drawn: list[tuple[int, Article]] = []
    seen = captions = failed = with_captions = 0
    for item in results:
        if isinstance(item, Skipped):
            failed += item.status is Status.ERROR
            complain(item)
            continue
        seen += 1
        captions += len(item.captions)
        if not item.captions:
            continue
        with_captions += 1
        if len(drawn) < most:
            drawn.append((seen, item))
        elif (place := random.randrange(with_captions)) < most:
            drawn[place] = (seen, item)
    articles = tuple(article for _, article in sorted(drawn, key=lambda pair: pair[0]))
    return Archive(articles, _taken(articles, random), seen, captions, failed)


def _taken(articles: Iterable[Article], random: Random) -> tuple[tuple[int, ...], ...]:
    known: set[str] = set()
    rows = []
    for article in articles:
        fresh = []
        for index, caption in enumerate(article.captions):
            letters = key(caption.said)
            if letters not in known:
                known.add(letters)
                fresh.append(index)
        rows.append(tuple(sorted(random.sample(fresh, min(len(fresh), PER_ARTICLE)))))
    return tuple(rows)
