"""Places named in a text, each with its country: countries, cities, regions, peoples and seats of power.

One pass over the words with dictionary look-ups (`placetable`); scripts without spaces are searched sign by sign. A
name must be capitalised where the script has capitals, and what is as likely a person or a plain word (`Nice`, `Paris
Hilton`, `Denzel Washington`) counts only with a sign that it is a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log10

from captioncheck.grammar.placecontext import Token, is_place, locative, us_states
from captioncheck.grammar.placetable import Meaning, adjective, inflected, meanings, names
from captioncheck.grammar.tables import table

_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670\u0900-\u0dff\u1000-\u109f\u0f00-\u0fff"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ー・]{2,}|[\u0e00-\u0e7f]{3,}|[\uac00-\ud7af]{2,}")
_UNCASED = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u1000-\u10ff\u1200-\u137f]")
_SKIPPED = re.compile(r"[\u3040-\u9fff\u0e00-\u0e7f\uac00-\ud7af]")
_KATAKANA = re.compile(r"[\u30a1-\u30ff]")
_PREFIXES = {
    "arab": ("وال", "بال", "فال", "كال", "ال", "لل", "و", "ب", "ل", "ف", "ك"),
    "hebr": ("וב", "ול", "ומ", "וה", "שב", "מה", "ב", "ל", "מ", "ה", "ו", "ש", "כ"),
}
_TO_ARABIC, _TO_PERSIAN = str.maketrans("یک", "يك"), str.maketrans("يك", "یک")
_ENDINGS = frozenset(["ي", "ية", "ين", "يين", "يون", "يات", "ي", "ی", "یان", "ایی", "های", "ها", "ان", "یی", "نی"])
_BETWEEN = frozenset((" ", "-", "\u00a0", "'", "’", ". ", ".", ", ", "–"))
_KINDS = {"k": "country", "s": "region", "r": "region", "m": "metonym", "c": "city", "t": "city", "a": "demonym"}
_WEIGHTS = {"k": 1.0, "s": 0.7, "r": 0.7, "m": 0.6, "a": 0.6, "t": 0.3}


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text.

    `text` as written and `start`, its offset; `country` as ISO 3166-1 alpha-2; `kind` is country, city, region,
    demonym ("Chinese") or metonym ("Kremlin"); `weight` (0 to 1) says how surely and how strongly it points to the
    country.
    """

    text: str
    start: int
    country: str
    kind: str
    weight: float


@dataclass(slots=True)
class _Hit:
    """A mention whose country is still open."""

    start: int
    end: int
    options: tuple[Meaning, ...]
    chosen: Meaning


def find_places(text: str, language: str | None = None) -> tuple[PlaceMention, ...]:
    """Return the places named in `text`, left to right; `language` (ISO 639-1) is needed for inflected Latin names."""
    hits = [*_in_words(text, language), *_in_runs(text, language)]
    hits.sort(key=lambda hit: hit.start)
    _settle(text, hits)
    return tuple(
        PlaceMention(
            text[hit.start : hit.end],
            hit.start,
            hit.chosen.country,
            _KINDS[hit.chosen.kind],
            _weight(hit.chosen),
        )
        for hit in hits
    )


def _weight(meaning: Meaning) -> float:
    if meaning.kind == "c":
        return round(min(0.9, max(0.35, 0.35 + 0.22 * log10(max(meaning.size, 1) / 100))), 2)
    return _WEIGHTS[meaning.kind]


def _in_words(text: str, language: str | None) -> Iterator[_Hit]:
    """Read the names of scripts that put spaces between words."""
    tokens = [Token(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    short = table("place_aliases")["short"].get(language or "", {})
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if _SKIPPED.match(token.text):
            at += 1
            continue
        if _UNCASED.match(token.text):
            hit, used = _uncased(text, tokens, at)
        elif token.text[0].isupper():
            hit, used = _capitalised(text, tokens, at, language, short)
        else:
            hit, used = _lower(token, language), 1
        if hit is not None:
            yield hit
        at += used


def _capitalised(
    text: str, tokens: list[Token], at: int, language: str | None, short: dict[str, str]
) -> tuple[_Hit | None, int]:
    """Read the name that a capitalised word begins, with the number of words it takes."""
    token = tokens[at]
    lowered = token.text.lower()
    hit, used = _several(text, tokens, at)
    if hit is not None:
        flagged, options = hit
        if not (flagged or options[0].kind == "t") or locative(text, tokens, at, at + used - 1):
            return _Hit(token.start, _end_of(text, tokens[at + used - 1].end), options, options[0]), used
    country = short.get(token.text)
    if country:
        return _plain(token, Meaning("k", country, 0)), 1
    state = _postal(text, tokens, at)
    if state is not None:
        return state, 1
    code = token.text.isupper() and len(token.text) <= 7
    value = names().single.get(token.text) if code else None
    if value is None:
        value = names().single.get(lowered)
    if value is None and len(lowered) >= 5:
        value = inflected(lowered, language)
    if value is not None:
        flagged, options = meanings(value)
        if is_place(text, tokens, at, flagged, options[0], language):
            return _Hit(token.start, token.end, options, options[0]), 1
        return None, 1
    country = adjective(lowered)
    return (_plain(token, Meaning("a", country, 0)), 1) if country else (None, 1)


def _several(
    text: str, tokens: list[Token], at: int, skip: int = 0
) -> tuple[tuple[bool, tuple[Meaning, ...]] | None, int]:
    """Return the meanings of the longest name of several words that begins at a token, `skip` letters in."""
    table_ = names()
    first = tokens[at].text[skip:]
    longest = max(table_.starts.get(first.lower(), 0), table_.starts.get(first, 0))
    for last in range(min(at + longest, len(tokens)) - 1, at - 1, -1):
        if any(text[tokens[n].end : tokens[n + 1].start] not in _BETWEEN for n in range(at, last)):
            continue
        start, end = tokens[at].start + skip, tokens[last].end
        slices = (text[start : end + 1], text[start:end]) if text[end : end + 1] == "." else (text[start:end],)
        for words in slices:
            spelled = re.sub(r"\s+", " ", words.replace("’", "'"))
            value = table_.several.get(spelled) or table_.several.get(spelled.lower())
            if value is not None:
                return meanings(value), last - at + 1
    return None, 1


def _end_of(text: str, end: int) -> int:
    """Keep the last stop of "U.S." and "EE.UU."."""
    return end + 1 if text[end : end + 1] == "." and "." in text[end - 3 : end] else end


def _lower(token: Token, language: str | None) -> _Hit | None:
    """Read an adjective ("chinois"), which English alone would capitalise."""
    if language == "en" or len(token.text) < 5:
        return None
    country = adjective(token.text)
    return _plain(token, Meaning("a", country, 0)) if country else None


def _plain(token: Token, meaning: Meaning) -> _Hit:
    return _Hit(token.start, token.end, (meaning,), meaning)


def _uncased(text: str, tokens: list[Token], at: int) -> tuple[_Hit | None, int]:
    """Read a name of a script without capitals: Arabic, Hebrew, the scripts of India."""
    token = tokens[at]
    several, used = _several(text, tokens, at)
    if several is None and token.text[0] in "وبلفבלמהו":
        several, used = _several(text, tokens, at, skip=1)
    if several is not None:
        return _Hit(token.start, tokens[at + used - 1].end, several[1], several[1][0]), used
    single = names().single
    value = single.get(token.text)
    forms = [token.text]
    if value is None and "\u0600" <= token.text[0] <= "\u08ff":  # Arabic and Persian spell two letters apart
        forms += [token.text.translate(_TO_ARABIC), token.text.translate(_TO_PERSIAN)]
        value = single.get(forms[1]) or single.get(forms[2])
    family = "arab" if "\u0600" <= token.text[0] <= "\u08ff" else "hebr" if token.text[0] < "\u0600" else ""
    if value is None:
        for prefix in _PREFIXES.get(family, ()):
            rest = token.text.removeprefix(prefix)
            if rest != token.text and len(rest) >= 3:
                for form in (rest, "ال" + rest) if family == "arab" else (rest,):
                    forms.append(form)
                    value = value or single.get(form)
        for form in forms:
            # adjectives and case endings: "الصينية", "चीनी"
            for cut in range(len(form) - 1, max(2, len(form) - 4), -1):
                if not family or form[cut:] in _ENDINGS:
                    for base in (form[:cut], form[:cut] + "ا", form[:cut] + "ة", form[:cut] + "يا"):
                        value = value or _country_only(single.get(base))
    if value is None:
        return None, 1
    _, options = meanings(value)
    return _Hit(token.start, token.end, options, options[0]), 1


def _country_only(value: str | None) -> str | None:
    return value if value is not None and value[0] == "k" else None


def _postal(text: str, tokens: list[Token], at: int) -> _Hit | None:
    """Read "Tucson, AZ", "Hialeah, Fla." and "(D-MN)"."""
    token = tokens[at]
    if at == 0:
        return None
    gap = text[tokens[at - 1].end : token.start]
    if gap == ", " and tokens[at - 1].text[0].isupper() and not tokens[at - 1].text.isupper():
        for end in (token.end + 1, token.end + 3, token.end):
            written = text[token.start : end]
            state = us_states().get(written)
            if state and (written.endswith(".") or (len(written) == 2 and not text[end : end + 1].isalnum())):
                meaning = Meaning("s", "US", 0, state)
                return _Hit(token.start, end, (meaning,), meaning)
    if gap == "-" and tokens[at - 1].text in ("D", "R") and (state := us_states().get(token.text)):
        meaning = Meaning("s", "US", 0, state)
        return _Hit(token.start, token.end, (meaning,), meaning)
    return None


def _in_runs(text: str, language: str | None) -> Iterator[_Hit]:
    """Read the names of scripts without spaces; Korean names at the start of a word."""
    table_ = names()
    for run in _RUN.finditer(text):
        start, end = run.span()
        hangul = "\uac00" <= text[start] <= "\ud7af"
        at = start
        while at < end - 1:
            value = None
            for length in table_.heads.get(text[at : at + 2], ()):
                if length > end - at:
                    continue
                value = table_.run.get(text[at : at + length])
                if value is not None and _stands_alone(text, at, at + length):
                    break
                value = None
            if value is not None:
                _, options = meanings(value)
                if not hangul or end - at - length <= 4:
                    yield _Hit(at, at + length, options, options[0])
                at += length
            else:
                at += 1
            if hangul:
                break


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a katakana name is a whole katakana word ("タイ", not "タイトル")."""
    if not _KATAKANA.match(text[start]):
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before and before != "・" and _KATAKANA.match(before)) and not (
        after and after != "・" and _KATAKANA.match(after)
    )


def _settle(text: str, hits: list[_Hit]) -> None:
    """Choose among places of one name by what stands beside them ("Paris, Texas") and elsewhere in the text."""
    for hit, following in pairwise(hits):
        gap = text[hit.end : following.start]
        if hit.chosen.kind not in "ct" or following.chosen.kind not in "ksr" or gap not in (", ", " (", " ("):
            continue
        fitting = [
            (option, wanted)
            for option in hit.options
            for wanted in following.options
            if option.country == wanted.country and (not wanted.state or option.state in ("", wanted.state))
        ]
        if fitting:
            hit.chosen, following.chosen = fitting[0]
            following.options = (following.chosen,)
        elif following.chosen.kind == "s":  # "Paris, Texas": a lesser place of that name
            hit.chosen = replace(hit.chosen, country=following.chosen.country, size=50, state="")
        else:
            continue
        hit.options = (hit.chosen,)
    sure = {hit.chosen.country for hit in hits if len(hit.options) == 1}
    for number, hit in enumerate(hits):
        if len(hit.options) == 1:
            continue
        for option in hit.options:
            if option.country in sure and option.size * 3 >= hit.options[0].size:
                hit.chosen = option
                break
        else:
            previous = hits[number - 1] if number else None
            if previous is not None and text[previous.end : hit.start] == ", " and previous.chosen.kind in "ct":
                for option in hit.options:
                    if option.country in {other.country for other in previous.options}:
                        hit.chosen = option
