"""JSONL, one article a line, already extracted. Read line by line, so that memory stays flat over any archive."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import date
from io import BufferedReader
from typing import IO, Any, cast

from captioncheck.datatypes import Article, Caption, Location, Passage, Picture, Skipped, TextEncoder
from captioncheck.errors import ReaderError, json_fault
from captioncheck.extract.base import (
    Source,
    article_language,
    make_caption,
    one_line,
    without_captions,
    without_repeats,
)
from captioncheck.extract.directives import noted_in
from captioncheck.extract.draft import not_this
from captioncheck.extract.own import ROWS, is_own_row

RECORD_FIELDS = frozenset({"id", "title", "body", "captions"})
"""What a record must have."""
_MAX_LINE = 16 * 2**20  # bytes; a whole newspaper issue fits


class JsonlReader:
    """Reads one article from every line of a JSONL file."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield an article a record; a broken line becomes a `Skipped` that names it."""
        some = False
        try:
            with source.open() as stream:
                for number, line in _lines(stream):
                    if isinstance(line, str):
                        yield Skipped(Location(source.path, number), line)
                    elif line.strip():
                        if not some and is_own_row(line):
                            yield not_this(source, ROWS)
                            return
                        yield _article(source.path, number, line)
                    else:
                        continue
                    some = True
        except (OSError, EOFError, zlib.error) as error:
            yield Skipped(Location(source.path), f"cannot be read: {getattr(error, 'strerror', None) or error}")
            return
        if not some:
            yield Skipped(Location(source.path), "is empty: there is no record in it")


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | str]]:
    """Yield (line number, bytes); a line that is too long is passed over and its complaint yielded instead."""
    buffered: Any = stream if hasattr(stream, "peek") else BufferedReader(cast("Any", stream))
    if buffered.peek(2)[:2] == b"\x1f\x8b":
        import gzip

        buffered = gzip.GzipFile(fileobj=buffered)
    number = 0
    while line := buffered.readline(_MAX_LINE + 1):
        number += 1
        if len(line) <= _MAX_LINE or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = buffered.readline(_MAX_LINE)
        yield number, f"line {number} is longer than {_MAX_LINE // 2**20} MB; put one article on a line"


def _article(path: str, number: int, line: bytes) -> Article | Skipped:
    where = Location(path, number)
    try:
        record = json.loads(_text(line, number))
    except json.JSONDecodeError as error:
        return Skipped(where, f"line {number} is not JSON: {json_fault(error)} at column {error.colno}")
    except RecursionError:
        return Skipped(where, f"line {number} is nested too deep to be an article")
    except ReaderError as error:
        return Skipped(where, str(error))
    if not isinstance(record, dict):
        return Skipped(where, f"line {number} is not an object; a record is {{'id': …, 'title': …, 'body': …}}")
    return article_of_record(record, where, f"line {number}: ")


def article_of_record(record: dict[str, Any], where: Location, shown: str = "") -> Article | Skipped:
    """Return the article of a record, or a `Skipped` that says, after `shown`, what is wrong with it."""
    name = record.get("id")
    if isinstance(name, str | int) and not isinstance(name, bool):
        where = Location(where.path, where.line, record=one_line(str(name)))
    try:
        return _from_record(record, where)
    except ReaderError as error:
        return Skipped(where, f"{shown}{error}")


def _text(line: bytes, number: int) -> str:
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise ReaderError(f"line {number} is not UTF-8 (byte {error.start + 1}); JSONL is always UTF-8") from error


def _from_record(record: dict[str, Any], where: Location) -> Article:
    if where.record is None:
        raise ReaderError("'id' must be a string or a whole number")
    headline = one_line(_string(record, "title"))
    passages = [
        Passage(text, where.line) for paragraph in _string(record, "body").splitlines() if (text := one_line(paragraph))
    ]
    published = _date(record)
    hint = _string(record, "lang", optional=True)
    language = article_language(headline, passages, hint or None)
    captions = without_repeats(_captions(record, where, language, published))
    return Article(
        location=where,
        headline=headline,
        passages=without_captions(passages, captions),
        captions=captions,
        published=published,
        language=language,
        notes=noted_in(record),
        published_from="the record's date" if published else "",
    )


def _captions(
    record: dict[str, Any], where: Location, language: str | None, published: str | None
) -> Iterator[Caption]:
    if "captions" not in record:
        raise ReaderError("'captions' is missing; give a list, an empty one if there are none")
    captions = record["captions"]
    if not isinstance(captions, list):
        raise ReaderError("'captions' must be a list of objects with 'text'")
    for index, caption in enumerate(captions):
        field = f"captions[{index}]"
        if not isinstance(caption, dict):
            raise ReaderError(f"'{field}' must be an object with 'text'")
        text = _string(caption, "text", f"{field}.text")
        image = _string(caption, "image", f"{field}.image", optional=True)
        alt = _string(caption, "alt", f"{field}.alt", optional=True)
        if text.strip():
            picture = Picture(one_line(image), one_line(alt)) if image else None
            yield make_caption(text, where, language=language, published=published, picture=picture)


def _string(record: dict[str, Any], name: str, shown: str | None = None, *, optional: bool = False) -> str:
    value = record.get(name)
    if value is None and (optional or name in record):
        return ""
    if value is None:
        raise ReaderError(f"'{shown or name}' is missing")
    if not isinstance(value, str):
        raise ReaderError(f"'{shown or name}' must be a string, not {type(value).__name__}")
    return value


def _date(record: dict[str, Any]) -> str | None:
    value = _string(record, "date", optional=True).strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        raise ReaderError(f"'date' is not a date: {value[:40]!r}; write 2022-01-10") from None
