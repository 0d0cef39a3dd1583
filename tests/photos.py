"""Draws photos and writes metadata into them; all pixels and words are our own."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw

UTF8 = b"\x1b%G"
_XMP = "http://ns.adobe.com/xap/1.0/\0"
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "exif": "http://ns.adobe.com/exif/1.0/",
}


def drawing(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """A red disc on a blue ground, darker at the bottom left corner."""
    image = Image.new("RGB", size, (40, 90, 200))
    pen = ImageDraw.Draw(image)
    width, height = size
    pen.ellipse((width // 2, height // 8, width - 2, height // 2), fill=(220, 30, 30))
    pen.rectangle((0, height * 3 // 4, width // 4, height), fill=(10, 10, 10))
    return image if mode == "RGB" else image.convert(mode)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    stream = BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def iim(rows: list[tuple[int, bytes]], charset: bytes | None = None) -> bytes:
    """An IPTC-IIM block of (dataset of record 2, value)."""
    marker = dataset(90, charset, record=1) if charset else b""
    return marker + b"".join(dataset(number, value) for number, value in rows)


def xmp(body: str = "", attributes: str = "") -> bytes:
    """A packet with an element per property in `body`, or attributes."""
    spaces = " ".join(f'xmlns:{name}="{url}"' for name, url in _SPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {attributes}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    ).encode()


def alternatives(name: str, **texts: str) -> str:
    """A property in several languages: alternatives("dc:description", x_default="...", de="...")."""
    items = "".join(
        f'<rdf:li xml:lang="{key.replace("_", "-")}">{escape(text)}</rdf:li>' for key, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def bag(name: str, *texts: str) -> str:
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<{name}><rdf:Bag>{items}</rdf:Bag></{name}>"


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def photoshop(block: bytes) -> bytes:
    """The image resource that holds an IPTC block."""
    return b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)


def jpeg(
    iptc: bytes = b"", packet: bytes = b"", exif: Image.Exif | None = None, image: Image.Image | None = None
) -> bytes:
    options = {"exif": exif.tobytes()} if exif is not None else {}
    data = saved(image or drawing(), "JPEG", **options)
    extra = b""
    if packet:
        extra += segment(0xE1, _XMP.encode() + packet)
    if iptc:
        extra += segment(0xED, b"Photoshop 3.0\0" + photoshop(iptc))
    return data[:2] + extra + data[2:]


def exif(**tags: Any) -> Image.Exif:
    """An EXIF block by the names of its tags."""
    from PIL import ExifTags

    block = Image.Exif()
    for name, value in tags.items():
        if name == "GPS":
            block.get_ifd(ExifTags.IFD.GPSInfo).update(value)
        elif name in ("DateTimeOriginal", "UserComment"):
            block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base[name].value] = value
        else:
            block[ExifTags.Base[name].value] = value
    return block


def gps(latitude: float, longitude: float) -> dict[int, Any]:
    """A GPS block: degrees, minutes and seconds with their sides."""

    def parts(value: float) -> tuple[float, float, float]:
        value = abs(value)
        return float(int(value)), float(int(value * 60) % 60), round(value * 3600 % 60, 2)

    return {1: "NS"[latitude < 0], 2: parts(latitude), 3: "EW"[longitude < 0], 4: parts(longitude)}
