"""Which reader takes an input: by the name's extension, then by the first bytes; and how a reader is made."""

from __future__ import annotations

import re
import zlib
from pathlib import PurePath
from typing import cast

from captioncheck.datatypes import TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Reader
from captioncheck.pictures.files import FORMATS
from captioncheck.registry import READERS

EXTENSIONS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".jsonld": "jsonld",
    ".xml": "xml",
    ".nitf": "nitf",
    ".newsml": "xml",
    ".wxr": "wxr",
    ".parquet": "parquet",
    ".warc": "warc",
    ".warc.zst": "warc",
    ".zip": "bundle",
    ".tar": "bundle",
    ".tgz": "bundle",
    ".tar.bz2": "bundle",
    ".tbz2": "bundle",
    ".tar.xz": "bundle",
    ".txz": "bundle",
    ".tar.zst": "bundle",
}
PHOTOS = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".tif", ".tiff")
"""Photos are read where they are named. A folder of articles holds thousands that nobody asked about."""
_KNOWN_OTHERS = {
    "PDF": (".pdf",),
    "office documents": (".doc", ".docx", ".odt", ".rtf", ".pages", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".epub"),
    "pictures": (".bmp", ".heic", ".avif", ".svg", ".jxl", ".jp2", ".psd"),
    "archives": (".xz", ".bz2", ".zst", ".7z", ".rar"),
    "recordings": (".mp3", ".mp4", ".mov", ".wav", ".ogg", ".webm", ".avi", ".m4a"),
    "programs": (".exe", ".dll", ".so", ".pyc", ".class", ".wasm"),
}
UNREADABLE = {extension: kind for kind, extensions in _KNOWN_OTHERS.items() for extension in extensions}

HEAD = 4_096
"""Bytes of an input that its format is told from, when the name does not tell."""

_MARKUP = re.compile(
    rb"\A\s*(?:<!--.{0,2000}?-->\s*)*(?:<\?xml[^>]{0,200}\?>\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|article|main|section|div|figure|h1|p|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_RECORD = re.compile(rb'\A\s*\{\s*"[^"\n]{1,80}"\s*:')
_DOCUMENT = re.compile(rb'\A\s*(?:\[\s*\{|\{\s*"(?:@context|@type|@graph|uri|guid|_id|type)"\s*:)')
_XML = re.compile(
    rb"\A\s*(?:<\?xml\b|<!doctype\s+(?!html)|<(?:nitf|NewsML|newsItem|newsMessage|packageItem|itemSet|rss)\b)", re.I
)
_GZIP = b"\x1f\x8b"
_TAR = slice(257, 262)
_PACKAGES = (
    (b"BZh", "bundle"),
    (b"\xfd7zXZ\0", "bundle"),
    (b"(\xb5/\xfd", "bundle"),
    (b"PK\x03\x04", "bundle"),
    (b"PK\x05\x06", "bundle"),
    (b"PAR1", "parquet"),
    (b"WARC/1.", "warc"),
    (b"WARC/0.", "warc"),
)
_MARKDOWN = re.compile(
    rb"\A\s*(?:---[ \t]*\r?\n|\+\+\+[ \t]*\r?\n)|^!\[[^\]\n]*\]\([^)\n]+\)|\{\{[<%]\s*figure\b", re.MULTILINE
)
_MARKS = (b"\xef\xbb\xbf",)


def reader_for(path: str, head: bytes, forced: str | None = None) -> str:
    """Return the name of the reader for an input; `head` is its first few thousand bytes.

    Raises UnknownNameError for a forced name that is not known, ReaderError for a kind of file that is not read.
    """
    if forced is not None:
        READERS.require(forced)
        return forced
    extension, packed = _extension(path)
    if packed or (extension not in EXTENSIONS and head.startswith(_GZIP)):
        head = _unpacked(head)
    if extension in EXTENSIONS:
        return EXTENSIONS[extension]
    if extension in PHOTOS:
        return "photo"
    if extension in UNREADABLE:
        raise ReaderError(
            f"{UNREADABLE[extension]} ({extension}) are not read; captioncheck reads plain text, Markdown, HTML, "
            "JSONL, news in XML or JSON, Parquet, WARC, zip and tar of these, and JPEG, PNG, WebP, GIF and TIFF photos "
            "(--input-format overrides)"
        )
    return by_content(head)


_RECORDS = ("jsonl", "parquet")
"""Readers of files that hold an article a record."""


def of_many(path: str, forced: str | None = None) -> bool:
    """Return whether an input of this name may hold many articles that are read without the sentence encoder."""
    return (forced or EXTENSIONS.get(_extension(path)[0])) in _RECORDS


def holds_one(path: str, forced: str | None = None) -> bool:
    """Return whether an input of this name holds a single article, or seldom more."""
    extension = _extension(path)[0]
    kind = forced or EXTENSIONS.get(extension, "photo" if extension in PHOTOS else None)
    return kind is not None and kind not in (*_RECORDS, "warc", "wxr", "bundle")


def has_reader(path: str) -> bool:
    """Return whether a name's extension, perhaps with ".gz" behind it, is that of an article."""
    return _extension(path)[0] in EXTENSIONS


def by_content(head: bytes) -> str:
    """Return the reader's name by the first bytes; what looks like nothing else is plain text."""
    if any(magic.match(head) for magic in FORMATS.values()):
        return "photo"
    if head[_TAR] == b"ustar":
        return "bundle"
    for magic, name in _PACKAGES:
        if head.startswith(magic):
            return name
    for mark in _MARKS:
        head = head.removeprefix(mark)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    elif b"\x00" in head[:64]:
        head = head.replace(b"\x00", b"")
    if _MARKUP.search(head):
        return "html"
    if _XML.search(head):
        return "xml"
    if _DOCUMENT.search(head) or _spread(head):
        return "json"
    if _RECORD.search(head):
        return "jsonl"
    return "markdown" if _MARKDOWN.search(head) else "text"


def _spread(head: bytes) -> bool:
    """Return whether this is one JSON object on several lines, where JSONL has one on each."""
    return re.match(rb"\s*\{[ \t]*\r?\n", head) is not None and _RECORD.search(head) is not None


def load_reader(name: str, encoder: TextEncoder | None = None) -> Reader:
    """Return a reader; `encoder` is the sentence encoder that the plain-text reader looks at captions with."""
    return cast("Reader", READERS.load(name)(encoder))


def _extension(path: str) -> tuple[str, bool]:
    """Return a name's extension, and whether the file is packed."""
    name = PurePath(path.casefold())
    double = "".join(name.suffixes[-2:])
    if double in EXTENSIONS:
        return double, False
    packed = name.suffix == ".gz"
    return PurePath(name.stem).suffix if packed else name.suffix, packed


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 65_536)
    except zlib.error:
        return head
