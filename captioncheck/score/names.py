"""The names witness: which of the people that a caption names the article mentions, and how it writes them.

A person is looked for by surname: as written, with another ending, and across languages and scripts by how the name
sounds. A surname that names nobody by itself (Kim, Li, a given name, two letters) needs another word of the name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from captioncheck.grammar import eastasian
from captioncheck.grammar.sounds import alike, script_of
from captioncheck.grammar.tables import table
from captioncheck.score.namewords import ArticleNames, forms
from captioncheck.score.words import fold

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_ARTICLE = regex.compile(r"^(?:al|el|ad|as|ash)[-‑](?=\p{L}{3})", regex.I)
_PARTED = regex.compile(r"[\s.·・•‧＝'’ʼ]+")
_PARTICLES = frozenset(
    "de da di do du la le van von der den ter bin ibn al el abu dos das del della zu zum zur y e und and".split()  # noqa: SIM905
)
_SUFFIXES = frozenset("jr sr ii iii iv".split())  # noqa: SIM905
_SHORT = 4
"""Letters of a surname below which it needs another word of the name."""
_STRONG = {"kana": 3, "han": 3, "other": 5}
"""Consonants by which a surname alone must meet a word of a script without capitals; fewer where foreign names are
written with signs of their own."""
_RESPELLED, _LONG = 85, 7
"""Similarity (0 to 100) of two spellings within one language (Zelensky, Zelenskyy), and the letters that it needs."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A person as the caption writes the name, and how the article does.

    `how` is "full" (the whole name), "surname", "inflected", "respelled" or "transliterated".
    """

    person: str
    how: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The people of a caption, as written: those that the article mentions (`how` each), and those that it does not."""

    found: tuple[str, ...]
    missing: tuple[str, ...]
    mentions: tuple[Mention, ...] = ()


def match(
    people: tuple[str, ...], article: ArticleNames, *, other_language: bool, language: str | None = None
) -> NameMatch:
    """Look each person up; `language` is the caption's, for the endings that names take there."""
    looked = [(person, _how(person, article, language, other_language)) for person in people]
    return NameMatch(
        tuple(person for person, how in looked if how),
        tuple(person for person, how in looked if not how),
        tuple(Mention(person, how) for person, how in looked if how),
    )


def _how(person: str, article: ArticleNames, language: str | None, other_language: bool) -> str:
    """Return how the article mentions a person, "" where it does not."""
    if person in article.text and (" " in person or _UNSPACED.search(person)):
        return "full"
    if _UNSPACED.search(person):
        last = _PARTED.split(person)[-1]
        if last != person and len(last) > 1 and last in article.text:
            return "surname"
        if eastasian.may_be_signs(person):
            return "transliterated" if any(eastasian.same(name, person) for name in article.latin_names) else ""
        return _sounding(last, article, language)
    parts = _parts(person)
    if not parts:
        return "full" if person in article.text else ""
    words = [fold(part) for part in parts]
    if len(words) > 1 and all(word in article.words for word in words):
        return "full"
    for at in _surnames(words):
        how, sure = _written(words[at], article, language), len(words) == 1 or _tells(words[at], article)
        if not how and (other_language or _other_script(parts[at], article)):
            how = _sounding(parts[at], article, language, [part for part in parts if part != parts[at]])
            sure = sure or not article.cased
        if how and (sure or any(words[n] in article.words for n in range(len(words)) if n != at)):
            return how
    return "transliterated" if article.signs and _in_signs(parts, article) else ""


def _parts(person: str) -> list[str]:
    """Return the telling words of a name: no initials, particles or suffixes; "al-Sisi" is Sisi."""
    words = [_ARTICLE.sub("", word) for word in _PARTED.split(person)]
    return [word for word in words if len(word) > 1 and fold(word) not in _PARTICLES | _SUFFIXES]


def _surnames(words: list[str]) -> list[int]:
    """Return which words may be the surname, the likeliest first: the last, of two the one before, Hungarian order."""
    last = len(words) - 1
    if last and words[last] in _given_names() and words[0] not in _given_names():
        return [0, last]
    if last > 1 and words[last - 1] not in _given_names():
        return [last, last - 1]
    return [last]


def _tells(surname: str, article: ArticleNames) -> bool:
    """Say whether a surname alone says who is meant; a given name does where it never stands before another name."""
    if len(surname) < _SHORT and "\u0030" <= surname[0] <= "\u024f":
        return False
    if surname in _given_names():
        return surname in article.words and surname not in article.first
    return not eastasian.is_family_name(surname)


def _written(surname: str, article: ArticleNames, language: str | None) -> str:
    """Look a surname up in its own script: as it is, a part of a double name, another ending, another spelling."""
    if surname in article.words:
        return "surname"
    halves = [half for half in regex.split(r"[-‑]", surname) if len(half) >= _SHORT]
    if len(halves) > 1 and (halves[-1] in article.words or halves[0] in article.words):
        return "surname"
    if len(surname) < _SHORT:
        return ""
    if any(form in article.stems for form in forms(surname, language)):
        return "inflected"
    return "respelled" if len(surname) >= _LONG and _respelled(surname, article) else ""


def _respelled(surname: str, article: ArticleNames) -> bool:
    from rapidfuzz import fuzz, process

    words = [word for word in article.words if word[:2] == surname[:2]]
    return process.extractOne(surname, words, scorer=fuzz.ratio, score_cutoff=_RESPELLED) is not None


def _sounding(word: str, article: ArticleNames, language: str | None, others: Sequence[str] = ()) -> str:
    """Return how the article has a word by its sound, "" where it has not.

    In a script without capitals, where every word is looked at, it must meet by `_STRONG` consonants, or one of
    `others`, the other words of the name, stand right before it.
    """
    script = article_script(article.text)
    least = 0 if article.cased else _STRONG.get(script, _STRONG["other"])
    spellings = {word, *(form for form in forms(fold(word), language) if form != fold(word))}
    for other in article.spelled:
        strength = max(alike(spelling, other) for spelling in spellings)
        if strength and (strength >= least or _led(other, others, article)):
            return "respelled" if script_of(other) == script_of(word) else "transliterated"
    return ""


def _led(word: str, others: Sequence[str], article: ArticleNames) -> bool:
    return any(alike(other, before) for before in article.before.get(word, ()) for other in others)


def _other_script(word: str, article: ArticleNames) -> bool:
    return script_of(word) != article_script(article.text)


@lru_cache(maxsize=64)
def article_script(text: str) -> str:
    """Return the script that most letters at the beginning of a text are in."""
    letters = [script_of(sign) for sign in text[:400] if sign.isalpha()]
    return max(sorted(set(letters)), key=letters.count, default="other")


def _in_signs(parts: list[str], article: ArticleNames) -> bool:
    """Look for a name in Latin letters among the article's Chinese and Korean names."""
    latin = tuple(word for part in parts for word in regex.split(r"[-‑]", part.casefold()))
    orders = [latin, (*latin[-1:], *latin[:-1])]
    return any(
        eastasian.same(order, signs)
        for order in orders
        if len(order) > 1 and eastasian.is_family_name(order[0])
        for signs in article.signs
    )


@cache
def _given_names() -> frozenset[str]:
    data = table("names")["given"]
    return frozenset(map(fold, (*data["latin"].split(), *data["cyrillic"].split())))
