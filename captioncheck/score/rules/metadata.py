"""CC203: the picture's own caption, place, date or people contradict the printed caption.

Three ways to contradict, each measured on 645 pairs of captions that do describe one picture (528 text alternatives
that differ from the printed caption, 117 translations by hand) and 1,466 of different pictures, 2026-11:

- apart: next to nothing in common in meaning or words, and either the people or the places differ, or the photo's
  caption, where it names anything, does not fit the article either. It fires on 4 of the 645 (0.6 %) and 728 of the
  1,466 (50 %; 72 % under real press photos). Meaning alone would be a false-alarm machine: an editor's line
  under a stock photo says nothing of what the photo shows. It is an error only where people or places differ as well
  and the photo's caption fits the article as badly: 1 of the 645, 11 % of the others.
- altered: the same words with another name, place or date: none of the 645.
- elsewhere: the photo carries no caption, but says in which country it was taken, and the caption names a city or
  region of another. Never an error: there is nothing to measure it on.
"""

from __future__ import annotations

from captioncheck.datatypes import Evidence, Judgement, Level, PhotoMetadata, Verdict
from captioncheck.grammar.countries import country_name
from captioncheck.grammar.wording import long_date as date_words
from captioncheck.score.metadata import PhotoMatch

CODE, NAME = "CC203", "metadata"
APART, FEW = 1.5, 0.2
"""Below this meaning (standard deviations above other captions) and share of words nothing is in common."""
FAR, HARDLY = 1.0, 0.1
"""The same, for an error."""
RELATED, SOME = 4.0, 0.3
"""The same, where two of people, places and dates differ and nothing agrees."""
COPIED, SAME = 0.6, 6.0
"""From this share of words, or this meaning, one is a copy or a translation of the other."""
_TWO = 2
_SHOWN = 90


def metadata(match: PhotoMatch, alone: Judgement | None = None) -> tuple[Level, Evidence] | None:
    """Return level and evidence of a contradiction, or None.

    `alone` is the judgement on the photo's own caption as a caption of the article; None where the article has too
    little text to tell: the two captions are then all there is to compare.
    """
    differ = [name for name in ("people", "places", "dates") if getattr(match, name) is False]
    if match.meaning is None:
        return _fired(Level.WARNING, match, ["places"]) if "places" in differ and not _agree(match) else None
    if not _agree(match):
        stray = alone is None or (alone.verdict is Verdict.MISMATCH and _specific(match))
        telling = match.places is not True and bool({"people", "places"} & set(differ))
        if match.meaning < APART and match.words < FEW and (telling or stray):
            far = match.meaning < FAR and match.words < HARDLY
            sure = telling and far and alone is not None and stray
            return _fired(Level.ERROR if sure else Level.WARNING, match, differ if telling else [])
        if match.meaning < RELATED and match.words < SOME and len(differ) >= _TWO:
            return _fired(Level.WARNING, match, differ)
    return _altered(match, differ)


def _agree(match: PhotoMatch) -> bool:
    """Return whether a name, a date or a city is the same; a country is too large to say anything."""
    return match.people is True or match.dates is True or match.city


def _specific(match: PhotoMatch) -> bool:
    """Return whether the photo's caption names people, places or days: "A man at a desk" illustrates any story."""
    photo = match.photo
    return bool(photo.people or photo.places or photo.dates - {row.iso for row in photo.metadata.dates})


def _altered(match: PhotoMatch, differ: list[str]) -> tuple[Level, Evidence] | None:
    facts = [name for name in differ if name != "dates"] if match.words >= COPIED else []
    copied = match.words >= COPIED or (match.meaning is not None and match.meaning >= SAME)
    if "dates" in differ and copied and "archive" not in match.parts.markers:
        facts.append("dates")
    return _fired(Level.WARNING, match, facts, altered=True) if facts else None


def _fired(level: Level, match: PhotoMatch, differ: list[str], *, altered: bool = False) -> tuple[Level, Evidence]:
    facts = _facts(match, differ)
    captions = match.photo.metadata.captions
    if not captions:
        message = "; ".join(facts)
    elif altered:
        message = f"the photo's own caption ({captions[0].field}) has the same words, but {'; '.join(facts)}"
    else:
        message = f"the photo's own caption ({captions[0].field}) is about something else: “{_cut(captions[0].text)}”"
        message = "; ".join((message, *facts))
    said = tuple(row.text for row in captions)
    return level, Evidence(CODE, NAME, message, match.similarity, said or _place_words(match.photo.metadata))


def _facts(match: PhotoMatch, differ: list[str]) -> list[str]:
    photo, parts = match.photo, match.parts
    facts = []
    if "people" in differ:
        facts.append(f"the photo names {_listed(photo.people)}, the caption {_listed(parts.people)}")
    if "places" in differ:
        printed = " and ".join(dict.fromkeys(country_name(place.country) for place in parts.places[:3]))
        where = " and ".join(country_name(code) for code in sorted(photo.countries)[:2])
        words = ", ".join(_place_words(photo.metadata)[:2])
        where = f"{where} ({words})" if words and words != where else where
        facts.append(f"the photo is from {where}, the caption places it in {printed}")
    if "dates" in differ and photo.dates:
        dates = " or ".join(date_words(iso) for iso in sorted(photo.dates)[:2])
        facts.append(f"the photo says {dates}, the caption {date_words(parts.date) if parts.date else 'another date'}")
    return facts


def _place_words(photo: PhotoMetadata) -> tuple[str, ...]:
    city = photo.city or (photo.gps_place[0] if photo.gps_place else "")
    return tuple(word for word in (city, photo.region) if word)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(names[:2]) if len(names) < 3 else f"{names[0]}, {names[1]} and {len(names) - 2} more"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
