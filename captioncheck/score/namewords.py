"""The words of an article that may be names: what the names of a caption are looked up in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import regex

from captioncheck.grammar.eastasian import windows
from captioncheck.grammar.tables import table
from captioncheck.score.words import fold

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670\u0900-\u0dff\u0e31-\u0e4e])*")
_UNSPACED = regex.compile(r"[\p{Han}\p{Katakana}\p{Hiragana}]")
_KATAKANA = regex.compile(r"[\p{Katakana}ー]{2,}")
_SEMITIC = regex.compile(r"[\p{Arabic}\p{Hebrew}]")
_CLINGING = regex.compile(r"^(?:[وفبلك]|[ובלמהשכ])(?=.{3})")
"""Arabic and Hebrew write "and", "in", "to" without a space before the name."""
_LONGEST_ENDING = 5
_LEAST = 4
"""Letters that must remain of a name once its ending is off, so that Merz is not Mer."""


@dataclass(frozen=True)
class ArticleNames:
    """What names are looked up in; all but the text is made when asked, once an article."""

    text: str
    language: str | None = None

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the article's capitalised or caseless words, folded."""
        return frozenset(fold(word) for word in self._names)

    @cached_property
    def first(self) -> frozenset[str]:
        """Return the words, folded, that stand right before a capitalised one: given names among them."""
        return frozenset(map(fold, regex.findall(r"\p{Lu}[\p{L}\p{M}]+(?= \p{Lu}\p{L})", self.text)))

    @cached_property
    def stems(self) -> Mapping[str, str]:
        """Return the same words without endings, each with a word that it comes from."""
        return {form: word for word in self.words for form in forms(word, self.language)}

    @cached_property
    def spelled(self) -> tuple[str, ...]:
        """Return what may be a name in another script or spelling: words, katakana, Chinese signs that spell sounds."""
        names = (word for word in self._names if len(word) > 1 and not _UNSPACED.match(word))
        words = {variant for word in names for variant in _variants(word, self.language)}
        words.update(_KATAKANA.findall(self.text))
        for run in _transcribed().findall(self.text):
            words.update(run[at : at + size] for size in (2, 3, 4, 5) for at in range(len(run) - size + 1))
        return tuple(sorted(words))

    @cached_property
    def before(self) -> Mapping[str, frozenset[str]]:
        """Return the words that stand right before each word of a script without capitals, as `spelled` has them."""
        found: dict[str, set[str]] = {}
        for one, other in pairwise(_WORD.findall(self.text)):
            if not (one[0].islower() or other[0].islower()):
                for variant in (other, *_variants(other, self.language)):
                    found.setdefault(variant, set()).add(one)
        return {word: frozenset(words) for word, words in found.items()}

    @cached_property
    def cased(self) -> bool:
        """Say whether the article is in a script with capitals, which tell its names from its other words."""
        letters = [letter for letter in self.text[:400] if letter.isalpha()]
        return sum(letter.islower() or letter.isupper() for letter in letters) * 2 > len(letters)

    @cached_property
    def signs(self) -> frozenset[str]:
        """Return the stretches that may be East Asian names."""
        return windows(self.text)

    @cached_property
    def latin_names(self) -> frozenset[tuple[str, ...]]:
        """Return neighbouring capitalised Latin words, lower case, hyphens parting: what may be a name in full."""
        found = set()
        for match in regex.finditer(r"\p{Lu}\p{Latin}+(?: \p{Lu}\p{Latin}+(?:-\p{Latin}+)?){1,2}", self.text):
            parts = tuple(regex.split(r"[ -]", match.group().casefold()))
            found |= {parts, parts[:2], parts[:3], parts[1:], (*parts[-1:], *parts[:-1])}
        return frozenset(found)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Return the words that begin with a capital, or are in a script without any."""
        return frozenset(word for word in _WORD.findall(self.text) if not word[0].islower())


def _variants(word: str, language: str | None) -> Iterator[str]:
    """Yield a word, without its ending, without what clings to it in Arabic and Hebrew, in Korean without particles."""
    yield word
    if language != "en":
        yield from forms(fold(word), language)
    if _SEMITIC.match(word):
        bare = _CLINGING.sub("", word)
        yield bare
        yield regex.sub(r"^ال(?=.{3})", "", bare)
    elif "\uac00" <= word[0] <= "\ud7af":
        yield from (word[:size] for size in range(max(2, len(word) - 3), len(word)))


def forms(word: str, language: str | None) -> frozenset[str]:
    """Return a folded word as it is and without each ending that names take in a language."""
    endings = _endings("cyrillic" if "\u0400" <= word[:1] <= "\u052f" else language or "")
    if not endings:
        return frozenset((word,))
    cut = range(max(_LEAST, len(word) - _LONGEST_ENDING), len(word))
    return frozenset((word, *(word[:at] for at in cut if word[at:] in endings)))


@cache
def _endings(language: str) -> frozenset[str]:
    name = {"nn": "no", "nb": "no", "el": "greek"}.get(language, language)
    return frozenset(map(fold, table("people")["endings"].get(name, "").split()))


@cache
def _transcribed() -> regex.Pattern[str]:
    signs = "".join(table("sounds")["transcription"]["han"].split())
    return regex.compile(f"[{signs}]{{2,}}")
