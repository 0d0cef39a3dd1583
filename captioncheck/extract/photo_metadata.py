"""All that a photo says of itself, from its XMP packet, IPTC-IIM records, EXIF block and text chunks.

Where fields disagree, XMP comes before IPTC-IIM before EXIF: it is what desks edit last and the only one with a known
charset (IPTC Photo Metadata Standard). Captions and dates that differ are all kept, since programs update one and
forget the other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from captioncheck.datatypes import PhotoDate, PhotoMetadata, PhotoText
from captioncheck.extract.base import key, one_line
from captioncheck.extract.photo_charset import clean
from captioncheck.extract.photo_exif import Exif, exif_of, xmp_position
from captioncheck.extract.photo_iptc import iptc_of
from captioncheck.extract.photo_xmp import Packet, xmp_of
from captioncheck.grammar.countries import country_code
from captioncheck.grammar.language import detect
from captioncheck.grammar.nearest import nearest_city
from captioncheck.pictures.decoding import opened
from captioncheck.pictures.files import PictureFile

if TYPE_CHECKING:
    from PIL.Image import Image

_LONGEST = 10_000  # characters of a caption
_ENOUGH = 20  # letters from which a caption inside another is a repeat
_DATE = re.compile(r"(\d{4})(?:[-:/]?(\d{1,2})(?:[-:/]?(\d{1,2}))?)?(?![\d])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_LISTS = ("byline", "keywords", "people")  # fields that Windows writes as one text with semicolons
_CHUNKS = ("Description", "Caption", "Comment", "comment")
_SCAN = 32 * 2**20
_PACKET = re.compile(rb"<x:xmpmeta\b.{0,4000000}?</x:xmpmeta>", re.DOTALL)


def metadata_of(picture: PictureFile) -> PhotoMetadata:
    """Return what a picture says of itself; nothing is decoded. PictureError where it cannot be opened at all."""
    with opened(picture) as image:
        chunks = _chunks(image)
        packet = xmp_of(image.info.get("xmp") or _scanned(picture))
        iptc, exif = iptc_of(image), exif_of(image)
    sources = _Sources(packet, iptc, exif)
    country = sources.first("country")
    captions = tuple(_distinct([*sources.captions(), *(PhotoText(text, "comment") for text in chunks)]))
    gps = exif.gps or xmp_position(sources.first("latitude"), sources.first("longitude"))
    return PhotoMetadata(
        captions=captions,
        headline=sources.first("headline") or _title(sources.first("title"), captions),
        credit=sources.first("credit") or sources.first("source"),
        byline=", ".join(sources.all("byline")[:5]),
        dates=tuple(_dates(sources)),
        location=sources.first("location"),
        city=sources.first("city"),
        region=sources.first("region"),
        country=country,
        country_code=country_code(sources.first("country_code")) or country_code(country),
        people=tuple(sources.all("people")),
        keywords=tuple(sources.all("keywords")),
        gps=gps,
        gps_place=nearest_city(*gps) if gps else None,
        notes=tuple(note for note in (packet.note, exif.note) if note),
    )


class _Sources:
    """The fields of all sources, the most trusted first."""

    def __init__(self, packet: Packet, iptc: dict[str, list[str]], exif: Exif) -> None:
        self._packet = packet
        self._sources = (
            ("XMP", {name: [text for text, _ in values] for name, values in packet.fields.items()}),
            ("IPTC", iptc),
            ("EXIF", exif.fields),
        )

    def all(self, name: str) -> list[str]:
        """Return the values of a field from the most trusted source that has any."""
        for _, fields in self._sources:
            parts = [
                part for value in fields.get(name, ()) for part in (value.split(";") if name in _LISTS else [value])
            ]
            values = [text for part in parts if (text := one_line(part)) and not is_junk(text)]
            if values:
                return list(dict.fromkeys(values))
        return []

    def first(self, name: str) -> str:
        """Return the first value of a field, or ""."""
        return next(iter(self.all(name)), "")

    def captions(self) -> Iterator[PhotoText]:
        """Yield all captions, with the field that each stands in."""
        for name in ("caption", "description", "alt"):
            for text, language in self._packet.fields.get(name, ()):
                yield PhotoText(text, f"XMP {name}", language)
        for source, fields in self._sources[1:]:
            for name in ("caption", "comment", "subject", "title"):
                if name != "title" or source == "EXIF":
                    yield from (PhotoText(text, f"{source} {name}") for text in fields.get(name, ()))

    def dates(self) -> Iterator[tuple[str, str]]:
        """Yield the dates as written, with the field that each stands in."""
        for source, fields in self._sources:
            for name in ("created", "taken"):
                yield from ((text, f"{source} date") for text in fields.get(name, ()))


def is_junk(text: str) -> bool:
    """Return whether a text was written by a camera or a program, not by a person."""
    words, pattern = _junk()
    plain = text.strip().casefold()
    return not plain or plain in words or pattern.fullmatch(plain) is not None


def iso_date(text: str) -> str | None:
    """Return the ISO date, cut to what is said, of "20140909", "2014:09:09 07:28:11", "2014-9" or "2014-00-00"."""
    match = _COMPACT.match(text.strip()) or _DATE.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    if not 1826 <= year <= 2100:
        return None
    if not 1 <= month <= 12:
        return f"{year:04}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}"


def _dates(sources: _Sources) -> Iterator[PhotoDate]:
    seen: set[str] = set()
    for text, field in sources.dates():
        iso = iso_date(text)
        if iso and iso not in seen:
            seen.add(iso)
            yield PhotoDate(iso, field)


def _distinct(captions: list[PhotoText]) -> Iterator[PhotoText]:
    marks: list[str] = []
    for caption in captions:
        text = one_line(caption.text)[:_LONGEST]
        mark = key(text)
        if (
            is_junk(text)
            or not mark
            or any(mark == known or (len(mark) >= _ENOUGH and mark in known) for known in marks)
        ):
            continue
        marks.append(mark)
        language = (caption.language or "").split("-")[0].lower() or None
        yield PhotoText(text, caption.field, detect(text, language))


def _title(title: str, captions: Sequence[PhotoText]) -> str:
    """Return a title that is words of its own; most are the desk's short names for a file."""
    repeats = any(key(title) in key(caption.text) for caption in captions)
    return "" if repeats or title.isupper() or len(title.split()) < 3 else title


def _chunks(image: Image) -> list[str]:
    """Return the captions in a PNG's text chunks and in the comments of the other formats."""
    texts = []
    for name in _CHUNKS:
        value = image.info.get(name)
        text = clean(
            value if isinstance(value, str) else value.decode("utf-8", "replace") if isinstance(value, bytes) else ""
        )
        if len(text.split()) >= 3 or (text and not text.isascii()):
            texts.append(text)
    return texts


def _scanned(picture: PictureFile) -> bytes | None:
    """Return the packet of a format whose reader does not look for one, found by its mark as XMP means it to be."""
    if picture.format != "GIF":
        return None
    match = _PACKET.search(picture.data[:_SCAN])
    return match[0] if match else None


@cache
def _junk() -> tuple[frozenset[str], re.Pattern[str]]:
    data = tomllib.loads(resources.files("captioncheck.extract").joinpath("data", "photo_junk.toml").read_text("utf-8"))
    return frozenset(data["exact"]), re.compile("|".join(f"(?:{pattern})" for pattern in data["patterns"]))
