"""Results that `check` has written, as JSON or JSON Lines, read back; what is none is named, never passed by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from captioncheck.errors import ConfigError, json_fault
from captioncheck.report.record import SCHEMA
from captioncheck.report.review.entries import Entries

_HINT = "give what captioncheck check --format json or jsonl has written"


def read_results(path: str, data: bytes, entries: Entries) -> list[str]:
    """Add the results of a file to a page, and return its broken lines in words, which the page shows too.

    Raises ConfigError where nothing in it is a result.
    """
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8; {_HINT}") from error
    if not text.strip():
        raise ConfigError(f"{path}: is empty; {_HINT}")
    return _add(path, _articles(path, text), entries)


def read_rows(path: str, rows: Iterable[bytes], entries: Entries) -> list[str]:
    """Add rows of JSON Lines, one after the other, so that there may be any number; see `read_results`."""
    return _add(path, _lines(rows), entries)


def is_row(line: bytes) -> bool:
    """Return whether a line is a result as JSON Lines have it."""
    try:
        value = _loads(line.decode())
    except ValueError:
        return False
    return isinstance(value, dict) and "status" in value


def _add(path: str, articles: Iterable[tuple[str, Any]], entries: Entries) -> list[str]:
    before = entries.checked, entries.skipped, len(entries.problems)
    broken: list[tuple[str, str]] = []
    for where, article in articles:
        try:
            if isinstance(article, ValueError):
                raise article
            if not isinstance(article, dict) or "status" not in article:
                raise ValueError(f"is no result; {_HINT}")
            entries.add(article)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            broken.append((f"{path}: {where}", _why(error)))
    if broken and (entries.checked, entries.skipped, len(entries.problems)) == before:
        raise ConfigError(f"{broken[0][0]} {broken[0][1]}")
    entries.problems += broken
    return [f"{where} {why}" for where, why in broken]


def _articles(path: str, text: str) -> Iterator[tuple[str, Any]]:
    try:
        whole = _loads(text)
    except ValueError as error:
        if "\n" not in text.strip() or text.lstrip().startswith(("{\n", "{\r")):
            raise ConfigError(f"{path}: {error}; {_HINT}") from error
        yield from _lines(text.split("\n"))
        return
    if isinstance(whole, dict) and "status" in whole:
        yield "line 1", whole
    elif isinstance(whole, dict) and "articles" in whole:
        yield from _document(path, whole)
    else:
        raise ConfigError(f"{path}: is JSON, but not of ours; {_HINT}")


def _lines(lines: Iterable[str | bytes]) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield f"line {number}", _loads(line.decode() if isinstance(line, bytes) else line)
            except ValueError as error:
                yield f"line {number}", error


def _document(path: str, whole: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    schema, articles = whole.get("schema"), whole["articles"]
    if schema != SCHEMA or not isinstance(articles, list):
        raise ConfigError(f"{path}: its schema is {schema!r:.40}, not '{SCHEMA}'; {_HINT}")
    yield from ((f"article {number}", article) for number, article in enumerate(articles, 1))


def _loads(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise ValueError(f"is not JSON ({json_fault(error)} at {line}column {error.colno})") from error
    except RecursionError as error:
        raise ValueError("is not JSON that we write (nested too deep)") from error


def _refuse(name: str) -> float:
    raise ValueError(f"has {name}, which is no number in JSON")


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"lacks {error}"
    return str(error) or type(error).__name__
