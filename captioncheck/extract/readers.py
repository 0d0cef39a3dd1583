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
}
PHOTOS = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".tif", ".tiff")
"""Photos are read where they are named. A folder of articles holds thousands that nobody asked about."""
_KNOWN_OTHERS = {
    "PDF": (".pdf",),
    "office documents": (".doc", ".docx", ".odt", ".rtf", ".pages", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".epub"),
    "pictures": (".bmp", ".heic", ".avif", ".svg", ".jxl", ".jp2", ".psd"),
    "archives": (".zip", ".tar", ".tgz", ".xz", ".bz2", ".zst", ".7z", ".rar", ".warc"),
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
    if packed:
        head = _unpacked(head)
    if extension in EXTENSIONS:
        return EXTENSIONS[extension]
    if extension in PHOTOS:
        return "photo"
    if extension in UNREADABLE:
        raise ReaderError(
            f"{UNREADABLE[extension]} ({extension}) are not read; captioncheck reads plain text, Markdown, HTML, "
            "JSONL, and JPEG, PNG, WebP, GIF and TIFF photos (--input-format overrides)"
        )
    return by_content(head)


def of_many(path: str, forced: str | None = None) -> bool:
    """Return whether an input of this name may hold many articles that are read without the sentence encoder."""
    return (forced or EXTENSIONS.get(_extension(path)[0])) == "jsonl"


def has_reader(path: str) -> bool:
    """Return whether a name's extension, perhaps with ".gz" behind it, is that of an article."""
    return _extension(path)[0] in EXTENSIONS


def by_content(head: bytes) -> str:
    """Return the reader's name by the first bytes; what looks like nothing else is plain text."""
    if any(magic.match(head) for magic in FORMATS.values()):
        return "photo"
    for mark in _MARKS:
        head = head.removeprefix(mark)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    elif b"\x00" in head[:64]:
        head = head.replace(b"\x00", b"")
    if _MARKUP.search(head):
        return "html"
    if _RECORD.search(head):
        return "jsonl"
    return "markdown" if _MARKDOWN.search(head) else "text"


def load_reader(name: str, encoder: TextEncoder | None = None) -> Reader:
    """Return a reader; `encoder` is the sentence encoder that the plain-text reader looks at captions with."""
    return cast("Reader", READERS.load(name)(encoder))


def _extension(path: str) -> tuple[str, bool]:
    """Return a name's extension, and whether the file is packed."""
    name = PurePath(path.casefold())
    packed = name.suffix == ".gz"
    return PurePath(name.stem).suffix if packed else name.suffix, packed


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 65_536)
    except zlib.error:
        return head
