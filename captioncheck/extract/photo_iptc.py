"""IPTC-IIM records: what picture desks have written into JPEGs since 1991 (IPTC-NAA IIM 4.2, envelope and record 2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from captioncheck.extract.photo_charset import text_of

if TYPE_CHECKING:
    from PIL.Image import Image

_CHARSET = (1, 90)
_ESCAPES = {b"\x1b%G": "utf-8", b"\x1b%/G": "utf-8", b"\x1b%/I": "utf-8", b"\x1b.A": "latin-1", b"\x1b-A": "latin-1"}
FIELDS = {
    (2, 5): "title",
    (2, 25): "keywords",
    (2, 55): "created",
    (2, 80): "byline",
    (2, 90): "city",
    (2, 92): "location",
    (2, 95): "region",
    (2, 100): "country_code",
    (2, 101): "country",
    (2, 105): "headline",
    (2, 110): "credit",
    (2, 115): "source",
    (2, 120): "caption",
}
"""Record and dataset numbers of the fields that are read."""
_MAX_RECORDS = 5_000
_RESOURCE = 0x0404  # the Photoshop image resource that holds IPTC
_TIFF_IPTC, _TIFF_PHOTOSHOP = 33723, 34377


def iptc_of(image: Image) -> dict[str, list[str]]:
    """Return the fields of an opened image's IPTC block, in order of the block; empty where there is none.

    A block that ends too early gives what stands before the damage.
    """
    found: dict[tuple[int, int], list[bytes]] = {}
    for block in _blocks(image):
        for key, value in records(block):
            found.setdefault(key, []).append(value)
    marker = found.get(_CHARSET, [b""])[-1]
    charset = next((name for escape, name in _ESCAPES.items() if marker.startswith(escape)), None)
    fields: dict[str, list[str]] = {}
    for key, name in FIELDS.items():
        texts = [text for value in found.get(key, ()) if (text := text_of(value, charset))]
        if texts:
            fields[name] = list(dict.fromkeys(texts))
    return fields


def records(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Yield (record, dataset) and value of each dataset; stops where the block is damaged."""
    at = 0
    for _ in range(_MAX_RECORDS):
        at = block.find(b"\x1c", at, at + 16)
        if at < 0 or at + 5 > len(block):
            return
        record, dataset, size = struct.unpack_from(">BBH", block, at + 1)
        at += 5
        if size & 0x8000:  # an extended dataset: the size has that many bytes
            width = size & 0x7FFF
            if width > 4:
                return
            size = int.from_bytes(block[at : at + width], "big")
            at += width
        yield (record, dataset), block[at : at + size]
        at += size


def _blocks(image: Image) -> Iterator[bytes]:
    resources: Any = image.info.get("photoshop") or {}
    tags: Any = getattr(image, "tag_v2", None)
    if image.format == "TIFF" and tags is not None:
        # The raw bytes, as Pillow's own reader takes them: Photoshop declares them as numbers, which they are not.
        value = getattr(tags, "_tagdata", {}).get(_TIFF_IPTC)
        if isinstance(value, bytes):
            yield value
        resources = getattr(image, "get_photoshop_blocks", dict)() if _TIFF_PHOTOSHOP in tags else {}
    block = resources.get(_RESOURCE)
    block = block.get("data") if isinstance(block, dict) else block
    if isinstance(block, bytes):
        yield block
    profile = image.info.get("Raw profile type iptc")  # how ImageMagick keeps it in a PNG: lines of hexadecimal
    if isinstance(profile, str):
        digits = "".join(profile.split("\n")[3:])
        try:
            raw = bytes.fromhex(digits)
        except ValueError:
            return
        start = raw.find(b"\x1c\x02")
        yield raw[max(start, 0) :]
