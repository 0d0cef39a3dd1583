"""Takes a caption apart."""

from __future__ import annotations

from captioncheck.datatypes import CaptionParts, Place
from captioncheck.grammar.credit import split_credit
from captioncheck.grammar.dates import DateMention, find_dates
from captioncheck.grammar.language import detect
from captioncheck.grammar.markers import find_markers
from captioncheck.grammar.people import find_people
from captioncheck.grammar.places import PlaceMention, find_places


def parse_caption(text: str, language: str | None = None, published: str | None = None) -> CaptionParts:
    """Return the parts of one caption.

    `language` is a hint (ISO 639-1) and is worked out where it is None; `published` (an ISO date) is what "Thursday"
    and "yesterday" are counted from: without it such words give no date.
    """
    credit = split_credit(text, language)
    if language is None and credit.description:
        language = detect(credit.description)
    places = find_places(credit.description, language)
    people = find_people(credit.description, language, places)
    said = _date(find_dates(credit.description, language, published))
    return CaptionParts(
        description=credit.description,
        credit=credit.credit,
        agency=credit.agency,
        date=said.iso if said else None,
        date_text=said.text if said else None,
        places=_places(places),
        people=tuple(dict.fromkeys(person.text for person in people)),
        markers=find_markers(text, credit.credit),
    )


def _date(found: tuple[DateMention, ...]) -> DateMention | None:
    """Choose the date that says most: a full one before a partial one before "Thursday"; the first of equals."""
    order = {("absolute", "day"): 0, ("partial", "month"): 1, ("partial", "day"): 2, ("relative", "day"): 3}
    return min(found, key=lambda mention: order.get((mention.kind, mention.precision), 4), default=None)


def _places(found: tuple[PlaceMention, ...]) -> tuple[Place, ...]:
    """Return each place once; peoples and seats of power count for their country."""
    kinds = {"demonym": "country", "metonym": "country"}
    return tuple(dict.fromkeys(Place(p.text, p.country, kinds.get(p.kind, p.kind)) for p in found))
