"""EXIF: what cameras and desktop programs write (CIPA DC-008), and where a GPS receiver says the camera was."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from captioncheck.extract.photo_charset import clean, text_of

if TYPE_CHECKING:
    from PIL.Image import Image

_DESCRIPTION, _ARTIST, _ORIGINAL, _COMMENT = 0x010E, 0x013B, 0x9003, 0x9286
_IFD_EXIF, _IFD_GPS = 0x8769, 0x8825
_WINDOWS = {0x9C9B: "title", 0x9C9C: "comment", 0x9C9D: "byline", 0x9C9E: "keywords", 0x9C9F: "subject"}
_CHARSETS = {b"ASCII\0\0\0": None, b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "iso2022_jp", b"\0" * 8: None}
_XMP_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2})(?:,(\d{1,2})|(\.\d+))?([NSEW])", re.ASCII)


@dataclass(slots=True)
class Exif:
    """The fields of an EXIF block, as lists of texts; `gps` latitude and longitude; `note` what could not be read."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    gps: tuple[float, float] | None = None
    note: str = ""

    def add(self, name: str, text: str) -> None:
        """Keep a value once, unless it is empty."""
        if text and text not in self.fields.setdefault(name, []):
            self.fields[name].append(text)


def exif_of(image: Image) -> Exif:
    """Return the EXIF fields of an opened image; a damaged block gives a note and what could be read."""
    found = Exif()
    try:
        _read(image.getexif(), found)
    except Exception:  # Pillow raises many kinds of errors on damaged blocks
        found.note = "its EXIF block is damaged; what could be read of it was"
    return found


def _read(tags: Any, found: Exif) -> None:
    found.add("caption", _text(tags.get(_DESCRIPTION)))
    found.add("byline", _text(tags.get(_ARTIST)))
    for tag, name in _WINDOWS.items():
        value = tags.get(tag)
        if isinstance(value, bytes):
            found.add(name, clean(value.decode("utf-16-le", "replace").split("\x00", 1)[0]))
    inner = tags.get_ifd(_IFD_EXIF)
    found.add("created", _text(inner.get(_ORIGINAL)))
    found.add("comment", _comment(inner.get(_COMMENT)))
    found.gps = position(tags.get_ifd(_IFD_GPS))


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        value = value[0] if value else ""
    if isinstance(value, str):
        try:
            return text_of(value.encode("latin-1"))  # what Pillow has read it as, whatever it was
        except UnicodeEncodeError:
            return clean(value)
    return text_of(value) if isinstance(value, bytes) else ""


def _comment(value: Any) -> str:
    """Read a UserComment, which begins with eight bytes that name its charset."""
    if not isinstance(value, bytes) or len(value) <= 8:
        return _text(value)
    head, body = value[:8], value[8:]
    charset = _CHARSETS.get(head)
    if charset == "utf-16":
        mark = body[:2] in (b"\xff\xfe", b"\xfe\xff")
        little = body[1:2] == b"\x00"
        return clean(body.decode("utf-16" if mark else "utf-16-le" if little else "utf-16-be", "replace").strip("\x00"))
    if charset:
        return clean(body.decode(charset, "replace"))
    return text_of(body if head in _CHARSETS else value)


def position(tags: Any) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees from a GPS block; None where it lacks them or holds nonsense."""
    latitude = _degrees(tags.get(2), tags.get(1), "S")
    longitude = _degrees(tags.get(4), tags.get(3), "W")
    return checked(latitude, longitude)


def xmp_position(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Return latitude and longitude from XMP's "52,30.5N" or "52,30,30N"."""
    values = []
    for text in (latitude, longitude):
        match = _XMP_DEGREES.fullmatch(text.strip())
        if match is None:
            return None
        minutes = float(match[2] + (match[4] or "")) + float(match[3] or 0) / 60
        values.append((float(match[1]) + minutes / 60) * (-1 if match[5] in "SW" else 1))
    return checked(*values)


def checked(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """Return a position on Earth, rounded to 10 m; 0, 0 is a receiver without a fix."""
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    if abs(latitude) < 1e-4 and abs(longitude) < 1e-4:
        return None
    return round(latitude, 4), round(longitude, 4)


def _degrees(value: Any, side: Any, negative: str) -> float | None:
    try:
        parts = [float(part) for part in value][:3]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not parts or not all(math.isfinite(part) and part >= 0 for part in parts):
        return None
    degrees: float = sum(part / 60**power for power, part in enumerate(parts))
    return -degrees if str(side).upper().startswith(negative) else degrees
