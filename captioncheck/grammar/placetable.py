"""The table of place names, read when first needed (60 ms), and the forms that names take in running text."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache

from captioncheck.grammar.tables import raw, table

_LARGE = 300  # thousands of people: a city whose inflected names are worth knowing
_ENTRY = re.compile(r"([a-z])([A-Z]{2})(\d+)(?:/(\w+))?")
_CYRILLIC, _GREEK = re.compile("[а-яіїєґ]"), re.compile("[α-ω]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One place that a name may mean.

    `kind` is k (country), s (US state), r (region), m (metonym), c (city), t (town) or a (adjective); `size` is
    thousands of people; `state` the US state of a city.
    """

    kind: str
    country: str
    size: int
    state: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names by spelling (lower case; codes as written): `single` words, `several` words, `run` for unspaced scripts.

    `starts` gives, for the first word of the names of several words, how many words the longest has; `heads`, for the
    first two signs of unspaced names, how many signs those names have, longest first.
    """

    single: dict[str, str]
    several: dict[str, str]
    run: dict[str, str]
    starts: dict[str, int]
    heads: dict[str, tuple[int, ...]]


@cache
def names() -> Names:
    """Return the table."""
    parts = gzip.decompress(raw("places.tsv.gz")).decode("utf-8").split("\n\n")
    single, run = (dict(map(_pair, part.split("\n"))) for part in (parts[0], parts[2]))
    several: dict[str, str] = {}
    starts: dict[str, int] = {}
    for line in parts[1].split("\n"):
        name, value, first, count = line.split("\t")
        several[name] = value
        if starts.get(first, 0) < int(count):
            starts[first] = int(count)
    lengths: dict[str, set[int]] = {}
    for name in run:
        lengths.setdefault(name[:2], set()).add(len(name))
    heads = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
    return Names(single, several, run, starts, heads)


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition("\t")
    return name, value


@cache
def meanings(value: str) -> tuple[bool, tuple[Meaning, ...]]:
    """Return whether the name is a word or a person's name too, and what it may mean, likeliest first."""
    return value.startswith("!"), tuple(
        Meaning(kind, country, int(size), state) for kind, country, size, state in _ENTRY.findall(value)
    )


@cache
def adjectives() -> dict[str, str]:
    """Return stems of adjectives and peoples ("chinesisch") with their countries."""
    return {
        stem: country
        for country, stems in table("place_aliases")["adjectives"].items()
        for stem in stems.lower().split()
    }


def adjective(word: str) -> str | None:
    """Return the country of an adjective or a people (lower case), with four letters of ending at most, Russian six."""
    stems = adjectives()
    country = stems.get(word) or stems.get(word + "=")
    if country is not None:
        return country
    longest = 6 if _CYRILLIC.match(word) else 4
    for cut in range(len(word) - 1, max(4, len(word) - longest - 1), -1):
        country = stems.get(word[:cut])
        if country is not None:
            return country
    return None


@cache
def _stems(script: str) -> dict[str, str]:
    """Return stems of countries, regions and large cities with their table values."""
    vowels = tuple(table("inflection")["vowels"])
    wanted = {"cyrillic": _CYRILLIC, "greek": _GREEK}.get(script)
    found: dict[str, str] = {}
    for name, value in names().single.items():
        if len(name) < 5 or value.startswith("!"):
            continue
        if (not _match(name, wanted)) or (value[0] == "c" and meanings(value)[1][0].size < _LARGE) or value[0] == "t":
            continue
        for stem in (name, name[:-1] if name.endswith(vowels) else name):
            kept = found.get(stem)
            if kept is None or (kept[0] != "k" and value[0] == "k"):
                found[stem] = value
    return found


def _match(name: str, wanted: re.Pattern[str] | None) -> bool:
    return bool(wanted.match(name)) if wanted else not (_CYRILLIC.match(name) or _GREEK.match(name))


def inflected(word: str, language: str | None) -> str | None:
    """Return the table value of the name that `word` (lower case) is a form of ("казахстане", "kasachstans")."""
    rules = table("inflection")
    if _CYRILLIC.match(word):
        script, endings = "cyrillic", rules["cyrillic"]["all"]
    elif _GREEK.match(word):
        script, endings = "greek", rules["greek"]["all"]
    elif language in rules["latin"]:
        script, endings = "latin", rules["latin"][language]
    else:
        return None
    if endings == "s":  # Germanic: nothing else changes
        value = names().single.get(word[:-1]) if word.endswith("s") else None
        return value if value is not None and value[0] in "kcrs" else None
    allowed = _endings(endings)
    stems = _stems(script)
    for cut in range(len(word) - 1, max(3, len(word) - 6), -1):
        if word[cut:] in allowed:
            value = stems.get(word[:cut])
            if value is not None:
                return value
    return None


@cache
def _endings(endings: str) -> frozenset[str]:
    return frozenset(endings.split())
