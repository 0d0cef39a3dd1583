"""An .xml file: its first element says which newsroom format it is in."""

from __future__ import annotations

from collections.abc import Iterator

from captioncheck.datatypes import Article, Location, Skipped, TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Reader, Source
from captioncheck.extract.draft import not_this
from captioncheck.extract.html import HtmlReader
from captioncheck.extract.newsml import NewsMlReader
from captioncheck.extract.newsmlg2 import ROOTS, NewsMlG2Reader
from captioncheck.extract.nitf import NitfReader
from captioncheck.extract.wxr import WxrReader
from captioncheck.extract.xml_stream import first_element

_KNOWN = "captioncheck reads NITF, NewsML, NewsML-G2, WXR and XHTML"


class XmlReader:
    """Reads NITF, NewsML 1, NewsML-G2, WXR or XHTML, whichever the document is."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._readers: dict[str, Reader] = {
            "nitf": NitfReader(encoder),
            "NewsML": NewsMlReader(encoder),
            "rss": WxrReader(encoder),
            "html": HtmlReader(encoder),
            **dict.fromkeys(ROOTS, NewsMlG2Reader(encoder)),
        }

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield what the reader of the document's format finds; a document in another format is a `Skipped`."""
        try:
            name = first_element(source)
        except ReaderError as error:
            yield Skipped(Location(source.path), str(error))
            return
        if name in self._readers:
            yield from self._readers[name].read(source)
        else:
            yield not_this(source, f"is XML in a format that is not read (it begins with <{name}>); {_KNOWN}")
