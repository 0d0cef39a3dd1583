"""Reads documents given as text or bytes, as a file of that name would be read."""

from __future__ import annotations

from io import BytesIO

from captioncheck.datatypes import Article, Skipped
from captioncheck.extract import Source, load_reader, reader_for


def read_all(data: str | bytes, name: str) -> list[Article | Skipped]:
    raw = data.encode() if isinstance(data, str) else data
    reader = load_reader(reader_for(name, raw[:4096]))
    return list(reader.read(Source(name, lambda: BytesIO(raw))))


def read_article(data: str | bytes, name: str) -> Article:
    (result,) = read_all(data, name)
    assert isinstance(result, Article), result
    return result


def read_reason(data: str | bytes, name: str) -> str:
    (result,) = read_all(data, name)
    assert isinstance(result, Skipped), result
    return result.reason
