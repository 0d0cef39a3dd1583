"""Which reader takes an input: by the name's extension, then by the first bytes; and how a reader is made."""

from __future__ import annotations

import re
import zlib
from importlib import import_module
from pathlib import PurePath
from typing import cast

from captioncheck.datatypes import TextEncoder
from captioncheck.errors import ReaderError, UnknownNameError
from captioncheck.extract.base import Reader

READERS = {
    "text": "captioncheck.extract.text:TextReader",
    "markdown": "captioncheck.extract.markdown:MarkdownReader",
    "html": "captioncheck.extract.html:HtmlReader",
    "jsonl": "captioncheck.extract.jsonl:JsonlReader",
}
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
_KNOWN_OTHERS = {
    "PDF": (".pdf",),
    "office documents": (".doc", ".docx", ".odt", ".rtf", ".pages", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".epub"),
    "pictures": (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".avif", ".svg"),
    "archives": (".zip", ".tar", ".tgz", ".xz", ".bz2", ".zst", ".7z", ".rar", ".warc"),
    "recordings": (".mp3", ".mp4", ".mov", ".wav", ".ogg", ".webm", ".avi", ".m4a"),
    "programs": (".exe", ".dll", ".so", ".pyc", ".class", ".wasm"),
}
UNREADABLE = {extension: kind for kind, extensions in _KNOWN_OTHERS.items() for extension in extensions}

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
        if forced not in READERS:
            raise UnknownNameError("input format", forced, READERS)
        return forced
    name = PurePath(path.casefold())
    extension = name.suffix
    if extension == ".gz":
        extension = PurePath(name.stem).suffix
        head = _unpacked(head)
    if extension in EXTENSIONS:
        return EXTENSIONS[extension]
    if extension in UNREADABLE:
        raise ReaderError(
            f"{UNREADABLE[extension]} ({extension}) are not read; captioncheck reads plain text, Markdown, HTML and "
            "JSONL (--input-format overrides)"
        )
    return by_content(head)


def by_content(head: bytes) -> str:
    """Return the reader's name by the first bytes; what looks like nothing else is plain text."""
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
    if name not in READERS:
        raise UnknownNameError("input format", name, READERS)
    module, attribute = READERS[name].split(":")
    return cast("Reader", getattr(import_module(module), attribute)(encoder))


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 65_536)
    except zlib.error:
        return head
