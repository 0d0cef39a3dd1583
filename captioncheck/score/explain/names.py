"""Where the article mentions the people that the caption names, and in what form."""

from __future__ import annotations

import unicodedata

import regex

from captioncheck.explanation import NameSeen, Where
from captioncheck.score.explain.lines import Row, rows_of
from captioncheck.score.profile import ArticleProfile
from captioncheck.score.witnesses import Testimony
from captioncheck.score.words import STEM, fold

_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*")
_PART = regex.compile(r"[\p{L}\p{M}]{2,}")
_ALIKE = 75
"""Similarity (0 to 100) from which a word is shown as the article's spelling of a name that it was found to have."""


def names_seen(testimony: Testimony) -> tuple[NameSeen, ...]:
    """Return the people of the caption in its order, each with the first place of the article that has the name."""
    found = set(testimony.names.found)
    return tuple(
        _where(person, testimony.article) if person in found else NameSeen(person, False)
        for person in dict.fromkeys(testimony.caption.caption.parts.people)
    )


def _where(person: str, article: ArticleProfile) -> NameSeen:
    rows = rows_of(article.article)
    for text, where in rows:
        at = text.casefold().find(person.casefold())
        if at >= 0:
            return NameSeen(person, True, "exact", text[at : at + len(person)], where)
    parts = [fold(part) for part in _PART.findall(person)][::-1]
    # The surname stands last as a rule; what stands before it is a second surname, or the surname before a suffix.
    for part in parts[:2]:
        for how, fits in (("surname", _same), ("inflected", _inflected)):
            for text, where in rows:
                for match in _WORD.finditer(text):
                    if any(fits(fold(word), part) for word in (match[0], *_PART.findall(match[0]))):
                        return NameSeen(person, True, how, match[0], where)
    return _spelled(person, rows)


def _same(word: str, part: str) -> bool:
    return word == part


def _inflected(word: str, part: str) -> bool:
    return word[:STEM] == part[:STEM] if len(part) >= STEM else word.startswith(part) and len(word) <= len(part) + 2


def _spelled(person: str, rows: list[Row]) -> NameSeen:
    from rapidfuzz import fuzz
    from unidecode import unidecode

    surname = unidecode((_PART.findall(person) or [person])[-1]).casefold()
    best: tuple[float, str, Where | None] = (0.0, "", None)
    for text, where in rows:
        for match in _WORD.finditer(text):
            if not match[0][0].islower():
                score = fuzz.ratio(surname, unidecode(match[0]).casefold())
                best = max(best, (score, match[0], where), key=lambda row: row[0])
    score, word, at = best
    if score < _ALIKE:
        return NameSeen(person, True)
    return NameSeen(person, True, "spelled alike" if _script(word) == _script(person) else "other script", word, at)


def _script(text: str) -> str:
    """Return the first word of the Unicode name of a text's first letter: "LATIN", "CYRILLIC", "CJK"."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""
