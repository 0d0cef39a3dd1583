"""People named in a text, as written.

Where the script has capitals, a name is a run of capitalised words with what marks it as a person: a given name, a
title before it, "(L)" behind it, or nothing that marks it as something else. German, which capitalises its nouns, needs
the mark. Scripts without capitals are read by `nameforms`, more modestly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from captioncheck.grammar.credit import find_agency
from captioncheck.grammar.language import is_small_word
from captioncheck.grammar.monthnames import is_calendar_word
from captioncheck.grammar.nameforms import find_uncased
from captioncheck.grammar.places import PlaceMention, find_places
from captioncheck.grammar.sounds import sound
from captioncheck.grammar.tables import table
from captioncheck.kept import made_once

_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+(?:['’ʼ-](?:[^\W\d_])+)*")
_CYRILLIC = re.compile(r"[А-ЯЁІЇЄҐ]")
_SLAVIC_SURNAME = re.compile(
    r"(?:ов|ев|ёв|ин|ын|ский|цкий|ская|цкая|енко|ко|ич|ук|юк|ян|швили|дзе|ова|ева|ина|ський|цький|ська|ман|берг|сон)"
    r"(?:а|у|ым|ом|е|ой|ого|ому|им|ою|ої|і)?$"
)
_BEHIND = re.compile(r"\s*[,(]\s*(?:the\s+|in\s+the\s+|far\s+|à\s+|au\s+|a\s+la\s+|a\s+|till\s+|til\s+)?([\w.]+)", re.I)
_AGE = re.compile(r",\s*(?:\(?\d{1,2}\)?)\s*,|\s*\(\d{1,2}\)")
_LONGEST = 5
_EVERYDAY = 8e-6  # share of running text: "Labor Statistics", "Rural Affairs" are words, "Yahya Sinwar" is none


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name as written, without title and "(L)", and its offset."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower().replace("’", "'")


def find_people(
    text: str, language: str | None = None, places: Sequence[PlaceMention] | None = None
) -> tuple[PersonMention, ...]:
    """Return the people named in `text`, left to right, each name once for every time it is written.

    `places` are the text's own, where the caller has them already.
    """
    found = [PersonMention(name, start) for name, start in find_uncased(text, language)]
    found.extend(_cased(text, language, find_places(text, language) if places is None else places))
    found.sort(key=lambda mention: mention.start)
    return tuple(found)


def find_organisations(text: str) -> tuple[str, ...]:
    """Return the acronyms (NATO, EU, UN) in `text`, once each, in order."""
    return tuple(dict.fromkeys(re.findall(r"\b[A-Z][A-Z&]{1,6}\b(?!\.)", text)))


def _cased(text: str, language: str | None, mentions: Sequence[PlaceMention]) -> Iterator[PersonMention]:
    letters = [letter for letter in text[:400] if letter.isalpha()]
    if letters and sum(map(str.isupper, letters)) > 0.6 * len(letters):
        return  # a text in capitals says nothing about names
    words = [_elided(_Word(match.group(), match.start(), match.end())) for match in _WORD.finditer(text)]
    places = {offset for place in mentions for offset in range(place.start, place.start + len(place.text))}
    at = 0
    while at < len(words):
        if not _capital(words[at]):
            at += 1
            continue
        run = _run(text, words, at)
        mention = _person(text, words, at, run, places, language)
        if mention is not None:
            yield mention
        at += max(1, len(run))


def _elided(word: _Word) -> _Word:
    """Take the article off "d'Emmanuel"."""
    if len(word.text) > 3 and word.text[1] in "'’" and word.text[0] in "dlDL" and word.text[2].isupper():
        return word if word.text[0] == "D" else _Word(word.text[2:], word.start + 2, word.end)
    return word


def _capital(word: _Word) -> bool:
    return word.text[0].isupper() and not (len(word.text) > 3 and word.text.isupper())


def _run(text: str, words: list[_Word], at: int) -> list[_Word]:
    """Return the capitalised words from `at` on that may make one name, particles between them."""
    run = [words[at]]
    following = at + 1
    while following < len(words):
        gap = text[run[-1].end : words[following].start]
        if gap not in (" ", "\u00a0") and not (gap in (". ", ".") and _dotted(run[-1])):
            break
        word = words[following]
        if _capital(word) or (word.lower in _set("suffixes") and len(run) > 1):
            run.append(word)
            following += 1
            continue
        ahead = following
        while ahead < len(words) and words[ahead].lower in _set("particles") and ahead - following < 3:
            ahead += 1
        if (
            following < ahead < len(words)
            and _capital(words[ahead])
            and text[run[-1].end : words[ahead].start].count(" ") == ahead - following + 1
            and not re.search(r"[,.;:()]", text[run[-1].end : words[ahead].start])
            and words[following].lower not in _set("inner")
        ):
            run.extend(words[following : ahead + 1])
            following = ahead + 1
            continue
        break
    return run


def _dotted(word: _Word) -> bool:
    """Whether a full stop behind the word ends an abbreviation: an initial, a title."""
    return len(word.text) == 1 or (len(word.text) <= 4 and _is_title(word.lower)) or word.lower in ("st", "jr", "sr")


def _person(
    text: str, words: list[_Word], at: int, run: list[_Word], places: set[int], language: str | None
) -> PersonMention | None:
    """Return the person that a run names, once titles, places and opening words are off it."""
    titled = at > 0 and _is_title(words[at - 1].lower) and text[words[at - 1].end : run[0].start] in (" ", ". ")
    titled = titled and words[at - 1].lower not in _set("no_titles")
    run = _from_name(_before_calendar(run))
    if language == "de":
        run = _behind_nouns(run)
    while run:
        first = run[0]
        bare = first.lower.removesuffix("'s").removesuffix("s'")
        if _is_title(first.lower) or _is_title(first.lower.removesuffix("-elect").rsplit("-", 1)[-1]):
            titled = first.lower not in _set("no_titles")
        elif bare != first.lower and len(run) > 1:
            titled = False  # "Russia's Karen Khachanov"
        elif first.start in places and not (bare in _given() and len(run) > 1):
            titled = titled and False
        elif len(first.text) == 1 and text[first.end : first.end + 1] == ".":
            break  # an initial
        elif (is_small_word(first.text) or first.lower in _set("common")) and bare not in _given():
            titled = False
        else:
            break
        run = run[1:]
    run = _without_tail(run, places)
    names = [word for word in run if word.lower not in _set("particles")]
    if (
        not names
        or len(names) > _LONGEST
        or all(len(word.text) == 1 for word in names)
        or any(_no_person(word) for word in _telling(names))
    ):
        return None
    end = run[-1].end
    if text[end : end + 1] == "." and run[-1].lower in ("jr", "sr"):
        end += 1
    written = re.sub(r"['’]s$", "", text[run[0].start : end])
    if len(names) == 1:
        alone = titled and len(names[0].text) > 2 and names[0].start not in places and language != "de"
        alone = alone and "-" not in names[0].text and not is_calendar_word(names[0].text, least=3)
        return PersonMention(written, run[0].start) if alone else None
    if find_agency(written) or not _marked(text, names, end, titled, places, language):
        return None
    return PersonMention(written, run[0].start)


def _from_name(run: list[_Word]) -> list[_Word]:
    """Cut off the office in front of a name ("Supreme Court Justice Ruth Ginsburg", "House Speaker Nancy Pelosi")."""
    if run and run[0].lower not in _given():
        for number in range(len(run) - 2, 0, -1):
            if _is_title(run[number].lower):
                return run[number:]
    if not any(_no_person(word) for word in run):
        return run
    for number, word in enumerate(run):
        if word.lower in _given() and number + 1 < len(run) and not any(map(_no_person, run[number:])):
            return run[number:]
    return run


def _behind_nouns(run: list[_Word]) -> list[_Word]:
    """Cut off the German nouns in front of a given name ("Parteifreund Jan Berg")."""
    for number, word in enumerate(run[:-1]):
        if word.lower in _given():
            return run[number:]
    return run


def _before_calendar(run: list[_Word]) -> list[_Word]:
    """Cut a run at a weekday or a month ("Barack Obama Thursday")."""
    for number, word in enumerate(run):
        if is_calendar_word(word.text) and not (word.lower in _given() and number + 1 < len(run)):
            return run[:number] if number else run[1:]
    return run


def _without_tail(run: list[_Word], places: set[int]) -> list[_Word]:
    """Drop particles and possessives that a run ends in."""
    for number, word in enumerate(run[:-1]):
        if re.search(r"['’]s$", word.text):
            run = run[: number + 1]
            break
    while len(run) > 2 and run[-1].start in places and run[-1].lower not in _given():
        run = run[:-1]  # "Ahmet Yılmaz Almatı'da"
    while run and (run[-1].lower in _set("particles") and not run[-1].text[0].isupper()):
        run = run[:-1]
    return run


def _telling(names: list[_Word]) -> list[_Word]:
    """Leave out a last word that is a surname too, behind a given name ("Stuart Hall", "Ulf Berg")."""
    surname = len(names) > 1 and names[0].lower in _given() and names[-1].lower in _set("surnames_too")
    return names[:-1] if surname else names


def _no_person(word: _Word) -> bool:
    lowered = word.lower.removesuffix("'s")
    return lowered not in _given() and (lowered in _set("organisations") or lowered in _set("common"))


def _marked(text: str, names: list[_Word], end: int, titled: bool, places: set[int], language: str | None) -> bool:
    """Whether something says that a run of two words or more is a person."""
    given = _given()
    first = names[0].lower
    if first in given or first.split("-")[0] in given or titled or _sounds_given(first):
        return not (all(word.start in places for word in names) and not titled and first not in given)
    if any(word.start in places for word in names):
        return False
    behind = _BEHIND.match(text, end)
    if (behind and behind.group(1).lower() in _set("directions")) or _AGE.match(text, end):
        return True
    if len(names[0].text) == 1:  # "J. Scott", "R. Ali"
        return len(names[-1].text) > 2 and text[names[0].end] == "."
    if _CYRILLIC.match(names[0].text):
        return bool(_SLAVIC_SURNAME.search(names[-1].lower))
    if language == "de" or len(names) > 3:
        return False
    if any(len(word.text) == 1 or word.text.isupper() or is_small_word(word.text) for word in names):
        return False
    everyday = _everyday_words(language)
    return not everyday or not all(word.lower in everyday for word in names)


@cache
def _everyday_words(language: str | None) -> frozenset[str]:
    """Return the words of a language that anyone uses, empty where wordfreq does not know it."""
    return frozenset(made_once(f"everyday-{_EVERYDAY}-{version('wordfreq')}-{language}", lambda: _common(language)))


def _common(language: str | None) -> list[str]:
    from wordfreq import available_languages, get_frequency_dict  # takes 0.12 s

    if language not in available_languages("small"):
        return []
    return [word for word, share in get_frequency_dict(language, "small").items() if share >= _EVERYDAY]


@cache
def _all_titles() -> frozenset[str]:
    return frozenset(word for group in table("people")["titles"].values() for word in group.split())


@cache
def _given() -> frozenset[str]:
    data = table("names")["given"]
    return frozenset([*data["latin"].split(), *data["cyrillic"].split()])


@cache
def _given_sounds() -> frozenset[str]:
    return frozenset(sound(name).voiced for name in table("names")["given"]["latin"].split() if len(name) > 3)


def _sounds_given(word: str) -> bool:
    """Say whether a Cyrillic word (lower case) spells a given name that is known in Latin letters ("хансйорг")."""
    return bool(_CYRILLIC.match(word.upper())) and sound(word).voiced in _given_sounds()


def _is_title(word: str) -> bool:
    """Whether a word (lower case) is a title, in another case too ("Präsidenten", "ministers")."""
    titles = _all_titles()
    if word in titles:
        return True
    return len(word) > 6 and any(word.removesuffix(ending) in titles for ending in ("en", "in", "s", "n", "a", "em"))


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(table("people")[name]["all"].split())
