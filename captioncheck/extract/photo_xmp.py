"""XMP packets: RDF in XML, read without entities, network or DTD (ISO 16684-1; IPTC Photo Metadata Standard)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from captioncheck.extract.photo_charset import clean

_MAX_BYTES = 8 * 2**20
_MAX_VALUES = 2_000
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_REGIONS = "http://www.metadataworkinggroup.com/schemas/regions/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
FIELDS = {
    f"{{{_DC}}}description": "caption",
    f"{{{_DC}}}title": "title",
    f"{{{_DC}}}creator": "byline",
    f"{{{_DC}}}subject": "keywords",
    f"{{{_PHOTOSHOP}}}Headline": "headline",
    f"{{{_PHOTOSHOP}}}Credit": "credit",
    f"{{{_PHOTOSHOP}}}Source": "source",
    f"{{{_PHOTOSHOP}}}DateCreated": "created",
    f"{{{_PHOTOSHOP}}}City": "city",
    f"{{{_PHOTOSHOP}}}State": "region",
    f"{{{_PHOTOSHOP}}}Country": "country",
    f"{{{_CORE}}}Location": "location",
    f"{{{_CORE}}}CountryCode": "country_code",
    f"{{{_CORE}}}ExtDescrAccessibility": "description",
    f"{{{_CORE}}}AltTextAccessibility": "alt",
    f"{{{_EXT}}}PersonInImage": "people",
    f"{{{_EXIF}}}DateTimeOriginal": "taken",
    f"{{{_EXIF}}}GPSLatitude": "latitude",
    f"{{{_EXIF}}}GPSLongitude": "longitude",
}
"""Properties that are read, elements or attributes alike."""
_PLACES = (f"{{{_EXT}}}LocationShown", f"{{{_EXT}}}LocationCreated")  # where the subject is, where the camera was
_PLACE = {
    f"{{{_EXT}}}Sublocation": "location",
    f"{{{_EXT}}}City": "city",
    f"{{{_EXT}}}ProvinceState": "region",
    f"{{{_EXT}}}CountryName": "country",
    f"{{{_EXT}}}CountryCode": "country_code",
}
_PERSON_DETAILS, _PERSON_NAME = f"{{{_EXT}}}PersonInImageWDetails", f"{{{_EXT}}}PersonName"
_REGION, _REGION_NAME, _REGION_TYPE = f"{{{_REGIONS}}}RegionList", f"{{{_REGIONS}}}Name", f"{{{_REGIONS}}}Type"


@dataclass(slots=True)
class Packet:
    """The fields of a packet: lists of (text, language), in order; `note` says why it was not read, or not wholly."""

    fields: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    note: str = ""

    def add(self, name: str, text: str | None, language: str | None = None) -> None:
        """Keep a value once, unless it is empty."""
        text = clean(text or "")
        values = self.fields.get(name, [])
        if text and len(values) < _MAX_VALUES and all(text != known for known, _ in values):
            self.fields.setdefault(name, []).append((text, language))


def xmp_of(data: bytes | str | None) -> Packet:
    """Return the fields of an XMP packet; a hostile one gives a note and no field, a cut one what stands before."""
    packet = Packet()
    if not data:
        return packet
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else bytes(data)
    raw = raw.strip(b"\x00 \t\r\n")
    if len(raw) > _MAX_BYTES:
        packet.note = f"its XMP packet is larger than {_MAX_BYTES // 2**20} MB and was left out"
    elif b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        packet.note = "its XMP packet declares entities, which no photo program does, and was left out"
    elif raw:
        _read(raw, packet)
    return packet


def _read(raw: bytes, packet: Packet) -> None:
    from lxml import etree

    options: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    root: Any = None
    try:
        root = etree.fromstring(raw, etree.XMLParser(**options))
    except (etree.XMLSyntaxError, ValueError):
        packet.note = "its XMP packet is damaged; what could be read of it was"
        try:
            root = etree.fromstring(raw, etree.XMLParser(recover=True, **options))
        except (etree.XMLSyntaxError, ValueError):
            packet.note = "its XMP packet is damaged and could not be read"
    if root is None:
        return
    for description in root.iter(f"{{{RDF}}}Description"):
        for name, value in description.attrib.items():
            if name in FIELDS:
                packet.add(FIELDS[name], value)
        for element in description:
            if element.tag in FIELDS:
                for text, language in _values(element):
                    packet.add(FIELDS[element.tag], text, language)
    for tag in _PLACES:
        for element in root.iter(tag):
            _add_place(element, packet)
    for element in root.iter(_PERSON_DETAILS):
        for name in element.iter(_PERSON_NAME):
            for text, _ in _values(name):
                packet.add("people", text)
    for region in root.iter(_REGION):
        for part in region.iter():
            if _property(part, _REGION_TYPE) == "Face":
                packet.add("people", _property(part, _REGION_NAME))


def _values(element: Any) -> Iterator[tuple[str, str | None]]:
    """Yield the texts of a property: plain, or the items of a list or of language alternatives."""
    items = list(element.iter(f"{{{RDF}}}li"))
    if not items:
        yield "".join(element.itertext()), None
    for item in items:
        language = item.get(_LANG)
        yield "".join(item.itertext()), None if language in (None, "x-default") else language


def _add_place(element: Any, packet: Packet) -> None:
    first = next(element.iter(f"{{{RDF}}}li"), element)
    for part in first.iter():
        for tag, name in _PLACE.items():
            value = part.get(tag) if part.tag != tag else "".join(part.itertext())
            if value:
                packet.add(name, value)


def _property(element: Any, name: str) -> str:
    value = element.get(name)
    if value is None:
        child = element.find(name)
        value = "".join(child.itertext()) if child is not None else ""
    return str(value)
