"""Dates as captions write them, in some fifty languages, with guards against numbers that are no dates.

The Gregorian calendar only, with Buddhist (Thai), Minguo and Japanese era years turned into it; Hijri and Persian
calendar dates are left alone. Month and weekday names come from CLDR (`data/calendar.json`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from captioncheck.grammar.monthnames import calendar
from captioncheck.grammar.relative import find_relative
from captioncheck.grammar.tables import table

_DIGITS = str.maketrans(
    {chr(base + n): str(n) for base in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10) for n in range(10)}
)
# letters with the vowel signs that \w leaves out, so that a Hindi or Thai month is one word
_W = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670\u0900-\u0dff\u0e31-\u0e4e\u1000-\u109f\u200c\u200d])+"
_OF = r"(?:(?:de|del|d|of|в|des|ta)(?:['’]\s*|\s+))?"
_NUMBER = re.compile(r"(?<![\d.,:/-])\d{1,4}(?![\d])|(?<=[/.,-])(?<=\d[/.,-])\d{4}(?!\d)")
_CJK_FULL = re.compile(
    r"(令和|平成|昭和|民國|民国)?\s?(\d{1,4})\s?[年년](?:\s?度)?(?:\s*(\d{1,2})\s?[月월](?:\s*(\d{1,2})\s?[日号號일])?)?(?![間间代])"
)
_CJK_MONTH_DAY = re.compile(r"(\d{1,2})\s?[月월]\s*(\d{1,2})\s?[日号號일](?![間间])")
_CJK_DAY = re.compile(r"(\d{1,2})[日号일](?![間间後后内內前連째\d]|\s?(?:연속|동안|만에|목표|線))(?![线路楼])")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d:/]|[.,]\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([./])(\d{1,2})\2(\d{1,2})(?!\d)")
_VIETNAMESE = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})(?:(?:\s+năm|,)?\s+(\d{4}))?", re.I)
_DAY_MONTH = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|ère|º|ª|°|\.|-го|-е|ой|'i|an)?[\s\u00a0]*{_OF}((?:كانون|تشرين) {_W}|{_W})[.,’']?"
    rf"(?:,?[\s\u00a0]*(?:(?:de|del|of|năm|พ\.ศ\.|ค\.ศ\.)\s+)?(\d{{4}})(?![\d:]|[.,]\d))?",
    re.I,
)
_MONTH_BEFORE = re.compile(rf"((?:(?:كانون|تشرين) )?{_W})\.?,?[\s\u00a0]+(?:(?:de|del|of|năm)\s+)?$|({_W})[.']?$", re.I)
_DAY_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{1,2})?(?:,?\s+(\d{4})(?![\d:]|[.,]\d))?(?![\d:])")
_AFTER_YEAR = re.compile(
    rf"(\d{{4}})\.?\s*(?:gada|gadā|m\.|metų|metais|urteko|ж\.|il|г\.)?\s*(?:(\d{{1,2}})\.?\s+)?({_W})(?:\s+(\d{{1,2}}))?",
    re.I,
)
_DOT_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(?!\d)")
_SLASH_DAY = re.compile(r"(?<=\()(\d{1,2})/(\d{1,2})(?=\))")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_AMERICAN = frozenset({"en"})
_DOTTED = frozenset(
    {"de", "cs", "sk", "fi", "no", "da", "is", "hr", "sl", "et", "lv", "pl", "ru", "uk", "tr", "hu", "sr"}
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text.

    `text` as written and `start`, its offset; `iso` cut to what is said ("2019-03-08", "2019-03", "2019", "--07-24");
    `precision` is day, month or year; `kind` is absolute, partial (something is missing) or relative (counted from the
    day of publication).
    """

    text: str
    start: int
    iso: str
    precision: str
    kind: str


def find_dates(text: str, language: str | None = None, published: str | None = None) -> tuple[DateMention, ...]:
    """Return the dates in `text`, left to right, without overlaps.

    `language` decides between readings (listopad, 3/4/2019); `published` (ISO) is what weekdays, "yesterday" and 13日
    count from: without it they are left out.
    """
    plain = text.translate(_DIGITS)
    anchor = _iso_date(published)
    found: list[DateMention] = []
    taken = -1
    for number in _NUMBER.finditer(plain):
        if number.start() < taken:
            continue
        mention = _at(plain, number, language, anchor)
        if mention is not None and mention.start >= taken:
            found.append(_written(mention, text))
            taken = mention.start + len(mention.text)
    if anchor is not None:
        full = [(m.start - 12, m.start + len(m.text) + 12) for m in found if m.precision == "day"]
        found.extend(
            DateMention(text[word.start : word.end], word.start, word.iso, word.precision, "relative")
            for word in find_relative(plain, language, anchor, full)
        )
        found.sort(key=lambda mention: mention.start)
    return tuple(found)


def _at(text: str, number: re.Match[str], language: str | None, anchor: date | None) -> DateMention | None:
    """Read the date that the number at `number` belongs to, if it does."""
    start = number.start()
    for reader in (_cjk, _numeric, _day_and_month, _month_before, _after_year, _short):
        mention = reader(text, start, language, anchor)
        if mention is not None:
            return mention
    return _bare_year(text, number, anchor)


def _cjk(text: str, start: int, language: str | None, anchor: date | None) -> DateMention | None:
    era = start - 2 if text[start - 2 : start] in _ERAS else start
    match = _CJK_FULL.match(text, era) or _CJK_FULL.match(text, start)
    if match and (len(match.group(2)) == 4 or match.group(1)):
        year = int(match.group(2)) + _ERAS.get(match.group(1) or "", 0)
        return _mention(match.group(), match.start(), year, _int(match.group(3)), _int(match.group(4)))
    match = _CJK_MONTH_DAY.match(text, start)
    if match:
        return _mention(match.group(), start, None, int(match.group(1)), int(match.group(2)))
    match = _CJK_DAY.match(text, start)
    if match and anchor is not None and language in ("ja", "ko", "zh", None) and 1 <= int(match.group(1)) <= 31:
        day = _latest_day(int(match.group(1)), anchor)
        if day is not None:
            return DateMention(match.group(), start, day.isoformat(), "day", "relative")
    return None


def _numeric(text: str, start: int, language: str | None, anchor: date | None) -> DateMention | None:
    match = _ISO.match(text, start) or _YEAR_FIRST.match(text, start)
    if match:
        year, month, day = (int(match.group(n)) for n in ((1, 2, 3) if match.re is _ISO else (1, 3, 4)))
        return _mention(match.group(), start, year, month, day)
    match = _NUMERIC.match(text, start)
    if match:
        first, second, year = int(match.group(1)), int(match.group(3)), int(match.group(4))
        if len(match.group(4)) == 2:
            if match.group(2) == "-":
                return None
            year += 2000 if year <= 50 else 1900
        day, month = first, second
        if month > 12 or (language in _AMERICAN and match.group(2) == "/" and first <= 12):
            day, month = second, first
            if language in _AMERICAN and day <= 12 and anchor is not None:
                day, month = _nearer(year, first, second, anchor)
        return _mention(match.group(), start, year, month, day)
    match = _VIETNAMESE.match(text, start)
    if match:
        return _mention(match.group(), start, _int(match.group(3)), int(match.group(2)), int(match.group(1)))
    return None


def _day_and_month(text: str, start: int, language: str | None, anchor: date | None) -> DateMention | None:
    match = _DAY_MONTH.match(text, start)
    if match is None or not 1 <= int(match.group(1)) <= 31:
        return None
    words = match.group(2)
    month = _month(words, language)
    if month is None:
        return None
    year = _int(match.group(3))
    whole = match.group() if year else text[start : match.end(2)]
    return _mention(whole, start, year, month, int(match.group(1)))


def _month_before(text: str, start: int, language: str | None, anchor: date | None) -> DateMention | None:
    """Read "March 8, 2019" and "March 2019", whose number comes after the month."""
    before = _MONTH_BEFORE.search(text, max(0, start - 24), start)
    if before is None:
        return None
    word = before.group(1) or before.group(2)
    month = _month(word, language)
    if month is None:
        return None
    at = before.start(1) if before.group(1) else before.start(2)
    if re.match(r"\d{4}(?!\d)", text[start : start + 5]):
        year = int(text[start : start + 4])
        return _mention(text[at : start + 4], at, year, month, None)
    match = _DAY_YEAR.match(text, start)
    if match and word[0].isupper() and len(before.group()) > len(word) and not re.match(r"\s?%", text[match.end() :]):
        return _mention(text[at : match.end()], at, _int(match.group(2)), month, int(match.group(1)))
    return None


def _after_year(text: str, start: int, language: str | None, anchor: date | None) -> DateMention | None:
    """Read "2019. március 8." and "2021. gada janvāris", whose year comes first."""
    if language not in (None, "hu", "lv", "lt", "eu", "tr", "az", "kk", "ky", "mn", "fi", "bg"):
        return None
    match = _AFTER_YEAR.match(text, start)
    if match is None:
        return None
    month = _month(match.group(3), language)
    if month is None:
        return None
    day = match.group(2) or match.group(4)
    end = match.end() if match.group(4) else match.end(3)
    return _mention(text[start:end], start, int(match.group(1)), month, _int(day))


def _short(text: str, start: int, language: str | None, anchor: date | None) -> DateMention | None:
    """Read "8.3." and "(8/3)", a day without its year, where the language writes so."""
    match = _DOT_DAY.match(text, start) if language in _DOTTED else None
    if match is None and language not in _AMERICAN:
        match = _SLASH_DAY.match(text, start)
    if match is None:
        return None
    return _mention(match.group(), start, None, int(match.group(2)), int(match.group(1)))


def _bare_year(text: str, number: re.Match[str], anchor: date | None) -> DateMention | None:
    """Read a year that stands alone, unless it counts something."""
    if len(number.group()) != 4:
        return None
    start, end, year = number.start(), number.end(), int(number.group())
    latest = max(date.today().year, anchor.year if anchor else 0) + 1
    if not 1850 <= year <= latest or re.match(r"[.,:]\d|\w|-\d{3}", text[end : end + 3]):
        return None
    if start and (text[start - 1].isalnum() or text[start - 1] in "$€£¥₽₹#§+*=_@&"):
        return None
    guards = table("relative")["guards"]
    before = text[max(0, start - 16) : start].rstrip(" .").rsplit(maxsplit=1)
    if before and before[-1].lower().strip("(«„“\"'") in guards["number_of"]:
        return None
    after = re.match(r"[\s\u00a0]*([^\s,;:()]+)", text[end : end + 24])
    if after and after.group(1).lower().rstrip(".") in guards["unit"]:
        return None
    return _mention(number.group(), start, year, None, None)


def _mention(words: str, start: int, year: int | None, month: int | None, day: int | None) -> DateMention | None:
    """Return the mention, or None where its numbers are no date."""
    if year is not None:
        year -= 543 if 2400 <= year <= 2700 else 0
        if not 1000 <= year <= 2100:
            return None
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None:
        try:
            date(year or 2020, month or 1, day)
        except ValueError:
            return None
    words = words.rstrip(" ,")
    if year is None:
        return DateMention(words, start, f"--{month:02d}-{day:02d}", "day", "partial") if month and day else None
    if month is None:
        return DateMention(words, start, f"{year:04d}", "year", "partial")
    if day is None:
        return DateMention(words, start, f"{year:04d}-{month:02d}", "month", "partial")
    return DateMention(words, start, f"{year:04d}-{month:02d}-{day:02d}", "day", "absolute")


def _month(words: str, language: str | None) -> int | None:
    """Return the number of the month that a word (two in Levantine Arabic) names."""
    months = calendar()[0]
    entry = months.get(words.lower())
    if entry is None:
        return None
    if language in entry:
        return entry[language]
    # a caption may hold an English or a foreign date; short names ("out", "set", "mar") are words elsewhere
    return next(iter(entry.values())) if len(words) >= 4 or "en" in entry else None


def _nearer(year: int, first: int, second: int, anchor: date) -> tuple[int, int]:
    """Return (day, month) of the reading of "3/4/2019" that lies nearer to publication, not after it."""
    readings = []
    for month, day in ((first, second), (second, first)):
        try:
            gap = (anchor - date(year, month, day)).days
        except ValueError:
            continue
        readings.append((gap < -1, abs(gap), day, month))
    if not readings:
        return second, first
    _, _, day, month = min(readings)
    return day, month


def _latest_day(day: int, anchor: date) -> date | None:
    """Return the last day of the month numbered `day` that is not after the day after `anchor`."""
    year, month = anchor.year, anchor.month
    for _ in range(3):
        try:
            candidate = date(year, month, day)
        except ValueError:
            candidate = None
        if candidate is not None and candidate <= anchor + timedelta(days=1):
            return candidate
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _written(mention: DateMention, text: str) -> DateMention:
    """Give the mention its words as the text has them, with the text's own digits."""
    words = text[mention.start : mention.start + len(mention.text)]
    return DateMention(words, mention.start, mention.iso, mention.precision, mention.kind)


def _iso_date(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None
