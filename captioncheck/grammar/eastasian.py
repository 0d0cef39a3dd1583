"""East Asian people in Latin letters and in their own signs: Xi Jinping and 习近平, Lee Jae-myung and 이재명.

Chinese names are compared by their pinyin (`unidecode`), Korean ones by family name (a table of what newspapers write)
and likeness of the given name. Japanese names in kanji are not: one sign has many readings.
"""

from __future__ import annotations

from functools import cache

import regex

from captioncheck.grammar.tables import table

_HAN = regex.compile(r"\p{Han}{2,4}$")
_HANGUL = regex.compile(r"\p{Hangul}{3}$")
_GIVEN_ALIKE = 78
"""Similarity (0 to 100) of two romanisations of one Korean given name: jaemyeong and jaemyung have 82."""


def is_family_name(word: str) -> bool:
    """Say whether a word in Latin letters (lower case) is a family name so common in East Asia that it names nobody."""
    return word in _families()


def may_be_signs(name: str) -> bool:
    """Say whether a name may be a Chinese or a Korean one in signs."""
    return bool(_HAN.match(name) and name[0] in _surnames("zh_surnames")) or bool(
        _HANGUL.match(name) and name[0] in _surnames("ko_surnames")
    )


def same(latin: tuple[str, ...], signs: str) -> bool:
    """Say whether `signs` (see `may_be_signs`) spell `latin`, a name's words in lower case, family name first."""
    from rapidfuzz import fuzz
    from unidecode import unidecode

    given = "".join(latin[1:])
    if not given:
        return False
    if _HAN.match(signs):
        return unidecode(signs).replace(" ", "").casefold() == latin[0] + given
    families = _korean().get(signs[0], ())
    return latin[0] in families and fuzz.ratio(unidecode(signs[1:]).casefold(), given) >= _GIVEN_ALIKE


def windows(text: str) -> frozenset[str]:
    """Return the stretches of a text that may be names in signs."""
    found = set()
    for run in regex.finditer(r"\p{Han}+", text):
        signs = run.group()
        for at, sign in enumerate(signs):
            if sign in _surnames("zh_surnames"):
                found |= {signs[at : at + length] for length in (2, 3) if at + length <= len(signs)}
    for run in regex.finditer(r"\p{Hangul}+", text):
        if run.group()[0] in _surnames("ko_surnames") and len(run.group()) >= 3:
            found.add(run.group()[:3])
    return frozenset(found)


@cache
def _families() -> frozenset[str]:
    rows = table("people")["romanised"]
    return frozenset(rows["other"].split()) | {name for names in _korean().values() for name in names}


@cache
def _korean() -> dict[str, tuple[str, ...]]:
    rows = (row.split("=") for row in table("people")["romanised"]["korean"].split())
    return {sign: tuple(names.split(",")) for sign, names in rows}


@cache
def _surnames(name: str) -> frozenset[str]:
    return frozenset(table("people")["east_asian"][name])
