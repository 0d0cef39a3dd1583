"""A picture's bytes, read under limits: from a file that was allowed, or from a data: reference."""

from __future__ import annotations

import base64
import binascii
import errno
import os
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote_to_bytes

from captioncheck.errors import PictureError

MAX_BYTES = 64 * 2**20
"""Bytes of a picture; a 60-megapixel JPEG has about 30 million, a TIFF of a page-wide print 50."""
FORMATS = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "GIF": re.compile(rb"GIF8[79]a"),
    "TIFF": re.compile(rb"II\*\x00|MM\x00\*"),
}
"""The formats that are opened, by Pillow's names, and the first bytes that each is told by."""
READ = "JPEG, PNG, WebP, GIF and TIFF are"
_OTHERS = (
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<svg\b", re.IGNORECASE | re.DOTALL), "an SVG drawing"),
    (re.compile(rb"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE), "a web page, not a picture"),
    (re.compile(rb".{4}ftyp(?:heic|heix|hevc|mif1|msf1)", re.DOTALL), "HEIC"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "AVIF"),
    (re.compile(rb"BM"), "BMP"),
    (re.compile(rb"%PDF"), "PDF"),
    (re.compile(rb"8BPS"), "a Photoshop file"),
    (re.compile(rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51"), "JPEG 2000"),
)
_DATA = re.compile(r"data:([a-z0-9.+-]*/?[a-z0-9.+-]*)((?:;[^,;]{0,80}){0,8}),", re.IGNORECASE)
_OPEN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


@dataclass(frozen=True)
class PictureFile:
    """The bytes of a picture of an allowed format; `name` is how it is called in messages."""

    name: str
    data: bytes
    format: str

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the bytes in hexadecimal: what results of this picture are remembered under."""
        return sha256(self.data).hexdigest()


def picture_file(name: str, data: bytes) -> PictureFile:
    """Return the bytes as a picture file, or raise PictureError where they are not of an allowed format."""
    if not data:
        raise PictureError(f"{name} is empty (0 bytes)")
    for form, magic in FORMATS.items():
        if magic.match(data):
            return PictureFile(name, data, form)
    for magic, kind in _OTHERS:
        if magic.match(data[:4096]):
            raise PictureError(f"{name} is {kind}; {READ} read")
    raise PictureError(f"{name} is no picture that is known here; {READ} read")


def read_file(path: Path, name: str) -> PictureFile:
    """Read a picture from a path that was already allowed and has no link left in it."""
    try:
        handle = os.open(path, _OPEN)
        try:
            mode, size = (status := os.fstat(handle)).st_mode, status.st_size
            if not stat.S_ISREG(mode):
                raise PictureError(f"{name} is {'a folder' if stat.S_ISDIR(mode) else 'no regular file'}")
            if size > MAX_BYTES:
                raise PictureError(f"{name} {too_large()}")
            with os.fdopen(handle, "rb", closefd=False) as stream:
                data = stream.read(MAX_BYTES + 1)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        raise PictureError(f"{name}: {_reason(error)}") from error
    if len(data) > MAX_BYTES:
        raise PictureError(f"{name} {too_large()}")
    return picture_file(name, data)


def read_data(reference: str) -> PictureFile:
    """Return the picture that a data: reference holds."""
    name = "the picture in the page"
    head = _DATA.match(reference[:1000])
    if head is None:
        raise PictureError(f"{name}: a data: reference without data")
    body = reference[head.end() :]
    if len(body) > MAX_BYTES * 4 // 3 + 4:
        raise PictureError(f"{name} {too_large()}")
    try:
        raw = unquote_to_bytes(body)
        if ";base64" in head[2].lower():
            raw = base64.b64decode(re.sub(rb"\s+", b"", raw), altchars=b"-_" if b"-" in raw or b"_" in raw else None)
    except (binascii.Error, ValueError) as error:
        raise PictureError(f"{name}: its base64 is damaged ({error})") from error
    return picture_file(name, raw)


def too_large() -> str:
    """Return what is said of a picture with too many bytes."""
    return f"is larger than {MAX_BYTES // 2**20} MB"


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        if error.errno == errno.ENOENT:
            return "no such file"
        return (error.strerror or str(error)).lower()
    return "not a path that this system can have"
