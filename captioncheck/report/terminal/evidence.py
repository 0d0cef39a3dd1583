"""What the caption says beside what the article says of it, as rows of a name and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from captioncheck.datatypes import Caption
from captioncheck.explanation import Country, DateSeen, Explanation, NameSeen, Where, WordSeen
from captioncheck.grammar.countries import country_name
from captioncheck.grammar.wording import listed, long_date, whole_percent
from captioncheck.report.terminal.console import Signs
from captioncheck.report.terminal.fitting import clean

Row = tuple[str, str]
"""A row's name and its words; a row of the same name as the one above belongs to it."""

WORDS = 10
"""Words shown of those that the article has, and of those that it lacks."""


def evidence(caption: Caption, explanation: Explanation | None, signs: Signs) -> Iterator[Row]:
    """Yield the rows; without an explanation only what stands in the caption."""
    if explanation is None:
        yield from _caption_only(caption, signs)
        return
    yield from _names(explanation.names, signs)
    yield from _places(caption, explanation.countries, signs)
    if explanation.date:
        yield from _date(caption, explanation.date, signs)
    yield from _words(explanation.words, signs)
    if explanation.phrases:
        yield "phrases", ", ".join(_quoted(phrase, signs) for phrase in explanation.phrases)
    for mark in explanation.marks:
        yield "marked", f"{mark.kind}: {mark.effect}"


def _caption_only(caption: Caption, signs: Signs) -> Iterator[Row]:
    parts = caption.parts
    for name, value in (
        ("names", ", ".join(parts.people)),
        ("places", _said(caption)),
        ("date", _dated(caption, parts.date, signs) if parts.date else ""),
        ("marked", ", ".join(parts.markers)),
    ):
        if value:
            yield name, clean(value)


def _names(names: Iterable[NameSeen], signs: Signs) -> Iterator[Row]:
    missing = []
    for one in names:
        if not one.found:
            missing.append(clean(one.name))
            continue
        how = f" ({one.how})" if one.how not in {"", "exact"} else ""
        text = "" if one.text.casefold() in {"", one.name.casefold()} else f" {_quoted(one.text, signs)}"
        yield "names", f"{signs.consistent} {clean(one.name)}:{text} {_at(one.where)}{how}"
    if missing:
        yield "names", f"{signs.error} {', '.join(missing)}: not in the article"


def _at(where: Where | None) -> str:
    if where is None:
        return "in the article"
    return "in the headline" if where.headline else f"in line {where.line}"


def _places(caption: Caption, countries: Iterable[Country], signs: Signs) -> Iterator[Row]:
    said = _said(caption)
    if said or countries:
        yield "places", f"caption: {said or 'none'}"
    shown = [
        f"{country_name(one.code)} {whole_percent(one.share)}" + (f" ({', '.join(one.words)})" if one.words else "")
        for one in countries
        if one.share
    ]
    if not said and not shown:
        return
    lacking = [country_name(one.code) for one in countries if not one.share]
    yield (
        "places",
        f"article: {clean(', '.join(shown)) or 'none'}"
        + (f"; not {listed(lacking, 3, last='nor')}" if lacking and shown else ""),
    )


def _said(caption: Caption) -> str:
    """Return the caption's places, gathered by country: "the United States (US Capitol, Washington)"."""
    gathered: dict[str, list[str]] = {}
    for place in caption.parts.places:
        gathered.setdefault(place.country, []).append(place.name)
    return clean(", ".join(f"{country_name(code)} ({', '.join(names)})" for code, names in gathered.items()))


def _date(caption: Caption, seen: DateSeen, signs: Signs) -> Iterator[Row]:
    yield "date", f"caption: {_dated(caption, seen.caption, signs)}"
    if seen.published:
        source = f" ({clean(seen.source)})" if seen.source else ""
        yield "date", f"article: {long_date(seen.published)}{source}"
    yield "date", seen.note


def _dated(caption: Caption, date: str, signs: Signs) -> str:
    text = caption.parts.date_text
    return long_date(date) + (f" ({_quoted(text, signs)})" if text and text != date else "")


def _words(words: Iterable[WordSeen], signs: Signs) -> Iterator[Row]:
    found, missing = [one for one in words if one.where], [one for one in words if not one.where]
    if found:
        shown = ", ".join(
            f"{clean(one.word)} ({_at(one.where).removeprefix('in the ').removeprefix('in ')}"
            + (f": {clean(one.text)})" if one.text.casefold() != one.word.casefold() else ")")
            for one in found[:WORDS]
        )
        yield "words", f"in the article: {shown}{_more(len(found))}"
    if missing:
        yield "words", f"not in it: {clean(', '.join(one.word for one in missing[:WORDS]))}{_more(len(missing))}"


def _more(number: int) -> str:
    return f" and {number - WORDS} more" if number > WORDS else ""


def _quoted(text: str, signs: Signs) -> str:
    return f"{signs.opening}{clean(text)}{signs.closing}"
