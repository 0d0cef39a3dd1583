"""XML of any size, element by element, in flat memory."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO, Any

from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source
from captioncheck.extract.decoding import encoding_name
from captioncheck.extract.html import declared_encoding
from captioncheck.extract.html_markup import Element
from captioncheck.extract.packed import unpacked
from captioncheck.extract.xml_tree import broken

_HEAD = 4_096
_CHUNK = 65_536
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], " ")


class AsUtf8(io.RawIOBase):
    """A stream of XML as UTF-8, without its declaration; characters that no XML may hold stand as spaces."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Look at the first bytes for the encoding."""
        self._stream = stream
        head = stream.read(_HEAD)
        name = _by_mark(head) or encoding_name(declared_encoding(head)) or "utf-8"
        self._decode = codecs.getincrementaldecoder(name)("replace")
        self._ready = _DECLARATION.sub("", self._cleaned(head)).lstrip("\ufeff").encode()

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end."""
        while not self._ready:
            chunk = self._stream.read(_CHUNK)
            self._ready = self._cleaned(chunk).encode()
            if not chunk and not self._ready:
                return 0
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _cleaned(self, chunk: bytes) -> str:
        return self._decode.decode(chunk, final=not chunk).translate(_CONTROLS)


def elements(source: Source, tag: str) -> Iterator[Element]:
    """Yield every element of that name, complete, and forget it then; ReaderError says where the XML breaks off."""
    from lxml import etree

    with source.open() as stream:
        events = etree.iterparse(
            AsUtf8(unpacked(stream)),
            events=("end",),
            tag=tag,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in events:
                yield element
                element.clear(keep_tail=False)
                before = element.getprevious()
                if before is not None and before.tag == tag:
                    before.getparent().remove(before)
        except etree.XMLSyntaxError as error:
            raise ReaderError(broken(error)) from error


def first_element(source: Source) -> str:
    """Return the name of a document's first element, without its namespace; ReaderError when there is none."""
    from lxml import etree

    with source.open() as stream:
        try:
            events = etree.iterparse(
                AsUtf8(unpacked(stream)),
                events=("start",),
                encoding="utf-8",
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
            )
            for _, element in events:
                return str(element.tag).rpartition("}")[2]
        except etree.XMLSyntaxError as error:
            raise ReaderError(broken(error)) from error
        except OSError as error:
            raise ReaderError(f"cannot be read: {error.strerror or error}") from error
    raise ReaderError("is empty: there is no element in it")


def _by_mark(head: bytes) -> str | None:
    marks = (
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"<\x00", "utf-16-le"),
        (b"\x00<", "utf-16-be"),
    )
    return next((name for mark, name in marks if head.startswith(mark)), None)
