"""Terms of a text and how rare they are: what the lexical witness, and the measure of how much a caption says, count.

A term is the first six letters of a word, folded to lower case without accents, so that most inflected forms meet; in
scripts that are written without spaces (and in Korean, whose particles cling to words) it is a pair of characters.
Its weight is an inverse frequency on a log10 scale, from `wordfreq`'s lists: 0 for the commonest, `UNKNOWN` for a term
that no list holds.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version

import regex

from captioncheck.kept import made_once

STEM = 6
UNKNOWN = 5.0
"""Weight of a term that the list of its language lacks: about one in ten million words."""
_FOLDED = 1
"""Goes into the name that stems are kept under: to be raised with each change of how words are folded."""
_FLOOR = 2.0
_CEILING = 7.0

_FIRST_PAIRED = 0x0900
"""Below this code point every script writes words apart, without vowel signs of their own."""
_PAIRED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(rf"(?P<run>[{_PAIRED}][{_PAIRED}\p{{M}}ー]*)|(?P<word>[\p{{L}}\p{{M}}]+)|(?P<number>\d+)")
_MARKS = regex.compile(r"[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0640]")
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "ة": "ه",
    }
)
_LIST_NAMES = {"no": "nb", "nn": "nb"}
_ARABIC_PREFIX = regex.compile(r"^(?:وال|بال|كال|فال|لل|ال)(?=\p{Arabic}{3})")


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a text: its folded stem and the word it comes from."""

    stem: str
    word: str


def fold(word: str) -> str:
    """Return the word in lower case without accents, vowel points or letter variants."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFD", word.casefold()).translate(_LETTERS)
    return str(_ARABIC_PREFIX.sub("", unicodedata.normalize("NFC", _MARKS.sub("", folded))))


def terms(text: str) -> list[Term]:
    """Return the terms of a text in order, repeated as often as they occur."""
    found: list[Term] = []
    for match in _WORD.finditer(text):
        if match["word"]:
            word = match["word"]
            if len(word) > 1:
                found.append(Term(fold(word)[:STEM], word))
        elif match["run"]:
            run = match["run"]
            pairs = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
            found.extend(Term(pair, pair) for pair in pairs)
        else:
            found.append(Term(match["number"], match["number"]))
    return found


def stems_of(text: str) -> tuple[str, ...]:
    """Return the distinct stems of a text, in order."""
    return tuple(dict.fromkeys(term.stem for term in terms(text)))


@lru_cache(maxsize=16)
def _stem_frequencies(language: str) -> dict[str, float]:
    """Return the share of each stem among the words of a language, empty where no list exists.

    Kept, for `wordfreq` takes 0.12 s to load and its words up to 0.2 s to fold.
    """
    return made_once(f"stems-{_FOLDED}-{version('wordfreq')}-{language}", lambda: _counted(language))


def _counted(language: str) -> dict[str, float]:
    import wordfreq

    name = _LIST_NAMES.get(language, language)
    if name not in wordfreq.available_languages("small"):
        return {}
    shares: dict[str, float] = {}
    for word, share in wordfreq.get_frequency_dict(name, wordlist="small").items():
        # Folding is the dear part (25,000 words a language), so words of plain letters take the short way.
        if word.isascii():
            stems: Iterable[str] = (word[:STEM],)
        elif word.isalpha() and ord(word[0]) < _FIRST_PAIRED:
            stems = (fold(word[: 2 * STEM])[:STEM],)
        else:
            stems = {term.stem for term in terms(word)}
        for stem in stems:
            shares[stem] = shares.get(stem, 0.0) + share
    return shares


@lru_cache(maxsize=100_000)
def weight(stem: str, language: str | None) -> float:
    """Return how rare a stem is in a language: 0 (common) to 5 (not in its list)."""
    if stem.isdigit():
        return 2.5 if len(stem) == 4 else 1.5 if len(stem) > 1 else 0.5
    shares = _stem_frequencies(language) if language else {}
    if not shares:
        return min(UNKNOWN, 0.8 * len(stem))
    share = shares.get(stem)
    if share is None:
        return UNKNOWN if len(stem) > 2 or not stem.isalpha() else 3.0
    return min(max(-math.log10(share) - _FLOOR, 0.0), _CEILING - _FLOOR)
