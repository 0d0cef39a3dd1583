"""A photo as lines: what it says of itself, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from captioncheck.datatypes import Judgement, PhotoMetadata
from captioncheck.report.terminal.caption import LONGEST, Page, hanging, style
from captioncheck.report.terminal.fitting import clean
from captioncheck.report.terminal.wording import date

_NAMES = 11  # columns of a field's name
_KEYWORDS = 12


def photo_lines(photo: PhotoMetadata, judgements: tuple[Judgement, ...], page: Page) -> Iterator[Text]:
    """Yield what a photo says of itself, then once why its captions could not be judged."""
    for name, value in _fields(photo):
        yield from hanging(Text(f"  {name:<{_NAMES}}", "dim"), clean(value[:LONGEST]), page.width, "")
    reasons = dict.fromkeys((one.verdict, one.level, one.reason) for one in judgements)
    for verdict, level, reason in reasons:
        head = Text(f"  {page.signs.mark(verdict, level)} {verdict}  ", style(judgements[0]))
        yield from hanging(head, clean(reason), page.width, "")


def _fields(photo: PhotoMetadata) -> Iterator[tuple[str, str]]:
    for row in photo.captions:
        about = ", ".join(part for part in (row.field, row.language) if part)
        yield "caption", f"{row.text} ({about})"
    if photo.headline:
        yield "headline", photo.headline
    credit = [part for part in (photo.byline, photo.credit) if part]
    if len(credit) == 2 and (credit[0] in credit[1] or credit[1] in credit[0]):
        credit = [max(credit, key=len)]
    if credit:
        yield "credit", " / ".join(credit)
    for day in photo.dates:
        yield "date", f"{date(day.iso)} ({day.field.removesuffix(' date')})"
    place = ", ".join(part for part in (photo.location, photo.city, photo.region, photo.country) if part)
    if place:
        yield "place", place
    if photo.gps:
        latitude, longitude = photo.gps
        sides = f"{abs(latitude):.4f} {'NS'[latitude < 0]}, {abs(longitude):.4f} {'EW'[longitude < 0]}"
        near = ", ".join(part for part in photo.gps_place or () if part)
        yield "GPS", f"{sides} ({near})" if near else sides
    if photo.people:
        yield "people", ", ".join(photo.people)
    if photo.keywords:
        more = len(photo.keywords) - _KEYWORDS
        yield "keywords", ", ".join(photo.keywords[:_KEYWORDS]) + (f" and {more} more" if more > 0 else "")
