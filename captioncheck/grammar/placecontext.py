"""What tells a place from a person, a plain word or a firm of the same name: the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from captioncheck.grammar.language import is_small_word
from captioncheck.grammar.placetable import Meaning, names
from captioncheck.grammar.tables import table


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its offsets."""

    text: str
    start: int
    end: int


def is_place(text: str, tokens: list[Token], at: int, flagged: bool, likeliest: Meaning, language: str | None) -> bool:
    """Whether a single capitalised name stands as a place and not as a person, a word or a firm."""
    token = tokens[at]
    name = token.text.lower()
    given, surnames = _people()
    before = tokens[at - 1] if at and text[tokens[at - 1].end : token.start] in (" ", "\u00a0", ". ") else None
    after = tokens[at + 1] if at + 1 < len(tokens) and text[token.end : tokens[at + 1].start] in (" ", "-") else None
    named = before is not None and before.text[0].isupper()
    followed = after is not None and after.text[0].isupper() and not _known(after.text)
    spotted = locative(text, tokens, at, at)
    if before is not None and named:
        if before.text.lower() in given and before.text.lower() not in (
            "will",
            "may",
            "april",
            "august",
            "san",
            "santa",
        ):
            return False
        if len(before.text) == 1 and text[before.end : before.end + 1] == ".":
            return False
        if name in surnames and not spotted and not _known(before.text) and not is_small_word(before.text):
            return False
    if name in given and followed and not (language == "de" and spotted):
        return False
    if likeliest.kind == "k":
        return not flagged or spotted or not followed
    if flagged or likeliest.kind == "t":
        return spotted and not (name in given and followed)
    if likeliest.kind == "c" and likeliest.size < 300 and not spotted:
        return not named and not followed
    return True


def locative(text: str, tokens: list[Token], first: int, last: int) -> bool:
    """Whether something shows that tokens `first` to `last` name a place: "in …", "…, France", "(… )", a dateline."""
    start, end = tokens[first].start, tokens[last].end
    if first and text[tokens[first - 1].end : start].strip() in ("", "'", "’"):
        before = tokens[first - 1].text.lower()
        if before in _prepositions():
            return True
    if last + 1 < len(tokens) and text[end : tokens[last + 1].start] in (", ", " (", " ("):
        after = tokens[last + 1]
        if after.text[0].isupper() and _known(after.text):
            return True
    if re.match(r"\s*(?:\(|,|—|–|-|/)", text[end : end + 3]) and tokens[first].text.isupper() and start < 3:
        return True
    return bool(first and text[tokens[first - 1].end : start] in (", ", " (", "/") and _large(tokens[first - 1].text))


def _known(word: str) -> bool:
    """Whether a word alone is the name of a country, a region or a city."""
    single = names().single
    value = single.get(word) or single.get(word.lower())
    return (value is not None and not value.startswith("!") and value[0] != "t") or word in us_states()


def _large(word: str) -> bool:
    value = names().single.get(word.lower())
    return value is not None and value[0] in "ckrs"


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(word for words in table("prepositions").values() for word in words.rstrip().split())


@cache
def _people() -> tuple[frozenset[str], frozenset[str]]:
    data = table("names")
    given = {*data["given"]["latin"].split(), *data["given"]["cyrillic"].split()}
    return frozenset(given), frozenset(data["surnames"]["latin"].split())


@cache
def us_states() -> dict[str, str]:
    """Return the postal and the newspaper abbreviations of the US states."""
    states: dict[str, str] = {}
    for pair in table("place_aliases")["states"]["abbreviations"].split():
        code, short = pair.split("|")
        states[code] = states[short] = code
    return states
