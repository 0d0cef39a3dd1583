"""The names witness: which of the people that a caption names the article mentions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import regex

from captioncheck.score.words import STEM, fold

_SPELLINGS = 82
"""Similarity (0 to 100) from which two Latin spellings are one name: Putin and Poutine have 83, Biden and Byden 80."""
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_PARTICLES = frozenset(
    "de da di do du la le van von der den bin ibn al el abu dos das del della y e jr sr".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The people of a caption, as written: those that the article mentions, and those that it does not."""

    found: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ArticleNames:
    """What names are looked up in: the article's text, its stems, and (made when asked) its words in Latin letters."""

    text: str
    stems: Mapping[str, int]

    @cached_property
    def spelled(self) -> tuple[str, ...]:
        """Return the article's capitalised or caseless words, transliterated to Latin letters."""
        from unidecode import unidecode

        words = {w for w in regex.findall(r"[\p{L}\p{M}]{3,}", self.text) if not w[0].islower()}
        return tuple(sorted({unidecode(word).casefold() for word in words}))


def match(people: tuple[str, ...], article: ArticleNames, *, other_language: bool) -> NameMatch:
    """Look each person up by surname; across languages also by how the name is spelled there."""
    found: list[str] = []
    missing: list[str] = []
    for person in people:
        (found if _mentioned(person, article, other_language=other_language) else missing).append(person)
    return NameMatch(tuple(found), tuple(missing))


def _mentioned(person: str, article: ArticleNames, *, other_language: bool) -> bool:
    if _UNSPACED.search(person):
        return person in article.text
    parts = [part for part in regex.split(r"[\s\-‑·'’ʼ]+", person) if len(part) > 1 and fold(part) not in _PARTICLES]
    if not parts:
        return person in article.text
    surname = fold(parts[-1])
    if surname[:STEM] in article.stems or _inflected(surname, article.stems):
        return True
    if len(parts) > 2 and fold(parts[-2])[:STEM] in article.stems:  # two surnames, or a suffix after the surname
        return True
    return other_language and _spelled_alike(parts[-1], article)


def _inflected(surname: str, stems: Mapping[str, int]) -> bool:
    """Say whether the article has the surname with another ending (Putin, Putina); short names must be exact."""
    if not 4 <= len(surname) < STEM:
        return False
    return any(stem.startswith(surname) for stem in stems if len(stem) <= len(surname) + 2)


def _spelled_alike(surname: str, article: ArticleNames) -> bool:
    from rapidfuzz import fuzz, process
    from unidecode import unidecode

    latin = unidecode(surname).casefold()
    if len(latin) < 4:
        return latin in article.spelled
    return process.extractOne(latin, article.spelled, scorer=fuzz.ratio, score_cutoff=_SPELLINGS) is not None
