"""How a name sounds, coarsely enough that its spellings in other scripts and languages meet.

A word is romanised (`unidecode`) and read into consonant classes, vowels dropped: Путин, プーチン and Poutine all have
the skeleton PTN in one reading. What a script does not tell apart (Arabic p and b, Japanese l and r) is merged on
both sides before they are compared. The classes are a data table (`data/sounds.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

import regex

from captioncheck.grammar.tables import table

_SCRIPTS = {
    "latin": r"\p{Latin}",
    "cyrillic": r"\p{Cyrillic}",
    "greek": r"\p{Greek}",
    "arabic": r"\p{Arabic}",
    "hebrew": r"\p{Hebrew}",
    "kana": r"[\p{Katakana}\p{Hiragana}ー]",
    "hangul": r"\p{Hangul}",
    "han": r"\p{Han}",
    "thai": r"\p{Thai}",
    "indic": r"[\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}]",
}
_NO_LETTER, _DOUBLED = regex.compile("[^a-z]"), regex.compile(r"(.)\1+")
_VOWELS = str.maketrans({"e": "i", "y": "i", "o": "u", "w": "u"})
_READINGS = 24
"""Alternative readings of one word that are kept."""
_LONG = 3
"""Consonants from which a skeleton is long: shorter ones must also sound more alike, longer ones may differ by one."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A word's script, its possible consonant skeletons, and one reading with its vowels (classes a, i, u)."""

    script: str
    skeletons: tuple[str, ...]
    voiced: str


_PATTERNS = {name: regex.compile(pattern) for name, pattern in _SCRIPTS.items()}


@lru_cache(maxsize=50_000)
def script_of(word: str) -> str:
    """Return the script of a word's first letter, "other" for one without a table."""
    if word[:1] < "\u0250":
        return "latin"
    return next((name for name, pattern in _PATTERNS.items() if pattern.match(word)), "other")


@lru_cache(maxsize=50_000)
def sound(word: str) -> Sound:
    """Read one word."""
    from unidecode import unidecode

    script = script_of(word)
    signs, letters = _signs(script)
    if signs:
        word = signs.sub(lambda match: letters[match.group()], word)
    roman = _DOUBLED.sub(r"\1", _NO_LETTER.sub("", (word if word.isascii() else unidecode(word)).casefold()))
    pattern, options = _consonants(script)
    choices: list[tuple[str, ...]] = []
    voiced: list[str] = []
    for match in pattern.finditer(roman):
        if match.lastgroup is None:
            voiced.append(match.group().translate(_VOWELS))
            continue
        choices.append(options[match.lastgroup])
        voiced.append(choices[-1][0] or (match.group().translate(_VOWELS) if match.group() in "wj" else ""))
    skeletons = dict.fromkeys("".join(reading) for reading, _ in zip(product(*choices), range(_READINGS), strict=False))
    return Sound(script, tuple(skeletons), _DOUBLED.sub(r"\1", "".join(voiced).replace("j", "i")))


def alike(one: str, other: str) -> int:
    """Return how many consonants two words have in common where they may be spellings of one name, 0 where not."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    first, second = sound(one), sound(other)
    merged, weak, least = _between(first.script, second.script)
    likeness = fuzz.ratio(first.voiced.translate(merged), second.voiced.translate(merged))
    if likeness < least:
        return 0
    ours, theirs = _comparable(first, merged, weak), _comparable(second, merged, weak)
    common = max((len(skeleton) for skeleton in ours & theirs), default=0)
    limits = table("sounds")["likeness"]
    if common >= 2:
        return common if common >= _LONG or likeness >= limits["short"] else 0
    if common or likeness < limits["near"]:
        return 0
    return max(
        (
            min(len(a), len(b)) - 1
            for a in ours
            for b in theirs
            if min(len(a), len(b)) > _LONG and Levenshtein.distance(a, b, score_cutoff=1) <= 1
        ),
        default=0,
    )


def _comparable(word: Sound, merged: dict[int, str], weak: bool) -> set[str]:
    """Return the skeletons of a word as they compare with a word of another script."""
    skeletons = {skeleton.translate(merged) for skeleton in word.skeletons}
    if weak:
        skeletons |= {skeleton.replace("Q", "").translate(merged) for skeleton in word.skeletons}
    return skeletons


@cache
def _between(one: str, other: str) -> tuple[dict[int, str], bool, float]:
    """Return the classes merged between two scripts, whether weak letters may be left out, the likeness needed."""
    data = table("sounds")
    pairs = " ".join(data["merged"].get(script, "") for script in (one, other)).split()
    merged = {pair[0]: pair[1] for pair in pairs}
    merged["Q"] = merged.get("R", "R")
    limits = data["likeness"]
    least = min(limits.get(script, limits["other"]) for script in (one, other))
    return str.maketrans(merged), one != other and bool({one, other} & set(limits["weak"].split())), least


@cache
def _signs(script: str) -> tuple[regex.Pattern[str] | None, dict[str, str]]:
    rows = table("sounds")["signs"].get(script, "").split()
    letters = dict(row.split("=") for row in rows)
    if not letters:
        return None, {}
    return regex.compile("|".join(sorted(map(regex.escape, letters), key=len, reverse=True))), letters


@cache
def _consonants(script: str) -> tuple[regex.Pattern[str], dict[str, tuple[str, ...]]]:
    rows = [*table("sounds")["consonants"].get(script, []), *table("sounds")["consonants"]["common"]]
    options = {f"c{number}": tuple(value.split("|")) for number, (_, value) in enumerate(rows)}
    pattern = "|".join(f"(?P<c{number}>{spelled})" for number, (spelled, _) in enumerate(rows))
    return regex.compile(f"{pattern}|."), options
