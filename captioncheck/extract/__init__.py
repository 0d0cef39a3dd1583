"""Documents to articles: one reader a format, behind `reader_for` and `load_reader`."""

from __future__ import annotations

from captioncheck.extract.base import Reader, Source
from captioncheck.extract.readers import READERS, load_reader, reader_for

__all__ = ["READERS", "Reader", "Source", "load_reader", "reader_for"]
