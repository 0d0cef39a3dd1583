"""Names in scripts without capitals: by surname and title in Chinese, Japanese and Korean, by title elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from captioncheck.grammar.placetable import adjective, names
from captioncheck.grammar.tables import table

_HAN = re.compile(r"[\u3400-\u9fff]")
_INDIC_OR_ARABIC = re.compile(r"[^\s،,.؛;:()«»\"“”।!?؟]+")
_LATIN_LETTER = re.compile(r"[A-Za-z]")


def find_uncased(text: str, language: str | None) -> Iterator[tuple[str, int]]:
    """Yield names with their offsets, each once."""
    if text.isascii():
        return
    seen: set[int] = set()
    for pattern in _patterns(text, language):
        for match in pattern.finditer(text):
            group = match.lastgroup or "name"
            name, start = match.group(group).strip(), match.start(group)
            if (
                start in seen
                or name in names().run
                or any(taken <= start < taken + 6 for taken in seen if taken < start)
            ):
                continue
            seen.add(start)
            yield name, start
    if language in ("ar", "fa", "ps", "ur", "hi", "mr", "ne"):
        yield from _after_title(text, language)


def _patterns(text: str, language: str | None) -> list[re.Pattern[str]]:
    if language == "ko" or re.search(r"[\uac00-\ud7af]", text):
        return [_korean()]
    if language == "ja":
        return [_middle_dot(), _japanese()]
    if language == "zh" or _HAN.search(text):
        return [_middle_dot(), _chinese()]
    return []


@cache
def _middle_dot() -> re.Pattern[str]:
    """Read foreign names with a dot between: of signs that spell sounds ("勒布朗·詹姆斯"), or in katakana."""
    signs = "".join(table("sounds")["transcription"]["han"].split())
    return re.compile(
        f"(?P<name>[{signs}]{{1,6}}(?:[·•‧・][{signs}]{{1,6}}){{1,3}}|[ァ-ヶー]{{2,}}(?:[・＝][ァ-ヶー]+){{1,3}})"
    )


def _words(name: str) -> str:
    words = table("people")["east_asian"][name].split()
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _chinese() -> re.Pattern[str]:
    surnames, titles = table("people")["east_asian"]["zh_surnames"], _words("zh_titles")
    given = r"[\u4e00-\u9fff]{1,2}"
    ends = r"(?=[，。、；：（）\s的在和与與同向对對出说說表会會是为為将將于於发發与及就到参參]|$)"
    before = "|".join(f"(?<={title})" for title in table("people")["east_asian"]["zh_titles"].split())
    # behind a title, at the start of a clause before a title, or right before a title
    return re.compile(
        rf"(?:{before})(?P<name>[{surnames}]{given}){ends}"
        rf"|(?P<led>[{surnames}]{given})(?=(?:国家|國家)?(?:{titles}))"
    )


@cache
def _japanese() -> re.Pattern[str]:
    surnames, titles = _words("ja_surnames"), _words("ja_titles")
    return re.compile(
        rf"(?P<name>(?:{surnames})\s?[\u4e00-\u9fff々ぁ-んァ-ヶ]{{0,3}}|(?<![\u4e00-\u9fff々])[\u4e00-\u9fff々]{{2,5}}(?<!上院)(?<!下院)(?<!参院)(?<!衆院)(?<!前)(?<!元)|(?<![ァ-ヶー・])[ァ-ヶー]{{2,}})"
        rf"(?=(?:元|前|副)?(?:{titles}))"
    )


@cache
def _korean() -> re.Pattern[str]:
    surnames, titles = table("people")["east_asian"]["ko_surnames"], _words("ko_titles")
    return re.compile(
        rf"(?<![가-힣])(?P<name>[{surnames}][가-힣]{{1,2}})(?<![는를의에한된고며서날])(?=\s?(?:\([^)]{{1,12}}\)\s?)?(?:[가-힣]{{2,8}}\s){{0,2}}(?:{titles})(?![가-힣]{{3}}))"
    )


def _after_title(text: str, language: str) -> Iterator[tuple[str, int]]:
    """Yield the two words behind a title, adjectives and places between them left out."""
    group = {"ps": "fa", "ur": "fa", "mr": "hi", "ne": "hi"}.get(language, language)
    titles = frozenset(table("people")["semitic"][group].split())
    words = [(match.group(), match.start(), match.end()) for match in _INDIC_OR_ARABIC.finditer(text)]
    small = frozenset(table("people")["semitic"]["small"].split())
    single = names().single
    at = 0
    while at < len(words):
        if words[at][0].removeprefix("و") not in titles:
            at += 1
            continue
        at += 1
        while at < len(words) and (
            words[at][0] in titles or words[at][0].startswith("ال") or words[at][0] in single or adjective(words[at][0])
        ):
            at += 1
        if at < len(words) and words[at][0] in small:
            continue
        if at + 1 < len(words) and words[at + 1][0] in small and len(words[at][0]) > 2:
            yield words[at][0], words[at][1]
        elif (
            at + 1 < len(words)
            and text[words[at][2] : words[at + 1][1]] == " "
            and not _LATIN_LETTER.match(words[at][0])
        ):
            yield text[words[at][1] : words[at + 1][2]], words[at][1]
            at += 2
