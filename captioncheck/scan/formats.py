"""Rows as SQLite and as Parquet, made of the JSON Lines when all are there; both have each row whole, in `row`."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from captioncheck.scan.errors import ScanError
from captioncheck.scan.files import Files

T = TypeVar("T")
GROUP = 10_000
"""Rows of a Parquet row group, and of an SQLite transaction."""

_TABLES = """
CREATE TABLE articles (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, record TEXT, status TEXT NOT NULL, reason TEXT, headline TEXT,
  language TEXT, published TEXT, row TEXT NOT NULL
);
CREATE TABLE captions (
  id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles, text TEXT NOT NULL, line INTEGER,
  "column" INTEGER, image TEXT,
  language TEXT, verdict TEXT NOT NULL, level TEXT NOT NULL, fit REAL NOT NULL, confidence REAL NOT NULL,
  suppressed INTEGER NOT NULL
);
CREATE TABLE rules (article INTEGER NOT NULL REFERENCES articles, caption INTEGER REFERENCES captions,
  code TEXT NOT NULL, name TEXT NOT NULL, message TEXT NOT NULL, score REAL NOT NULL, suppressed INTEGER NOT NULL
);
"""
_INDEXES = """
CREATE INDEX captions_of ON captions (article);
CREATE INDEX captions_by ON captions (verdict, level);
CREATE INDEX rules_of ON rules (article, code);
"""
_ARTICLE = ("path", "record", "status", "reason", "headline", "language", "published")
_CAPTION = ("text", "line", "column", "image", "language", "verdict", "level", "fit", "confidence", "suppressed")


def export(files: Files) -> None:
    """Write the output of the rows, whole or not at all, and remove them. Raises ScanError where that fails."""
    if files.kind == "jsonl":
        return
    write: Callable[[Path, Path], None] = _sqlite if files.kind == "sqlite" else _parquet
    try:
        files.temporary.unlink(missing_ok=True)
        write(files.rows, files.temporary)
        with files.temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        files.temporary.replace(files.out)
        files.rows.unlink()
    except (OSError, sqlite3.Error) as error:
        files.temporary.unlink(missing_ok=True)
        raise ScanError(f"cannot write {files.shown}: {error}; the scan is done, --resume writes it") from error


def rows_of(files: Files) -> Iterator[bytes]:
    """Yield the rows that an output was made of. Raises ScanError where it is none of ours."""
    read = {"jsonl": lines, "sqlite": _rows_of_sqlite, "parquet": _rows_of_parquet}[files.kind]
    try:
        yield from read(files.out)
    except (OSError, sqlite3.Error, ValueError, KeyError) as error:
        raise ScanError(f"{files.shown}: cannot be read as what a scan wrote: {error}") from error


def restore(files: Files) -> None:
    """Write the rows of an output beside it again, unless they are there."""
    if not files.rows.exists():
        with files.rows.open("wb") as stream:
            stream.writelines(rows_of(files))


def lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file as they are."""
    with path.open("rb") as stream:
        yield from stream


def _parsed(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for raw in lines(path):
        text = raw.decode().removesuffix("\n")
        yield text, json.loads(text)


def grouped(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the values in lists of so many; the last may be shorter."""
    rest = iter(values)
    while group := list(islice(rest, size)):
        yield group


def _sqlite(rows: Path, path: Path) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode=OFF")  # the file takes its name only when it is whole
        database.execute("PRAGMA synchronous=OFF")
        database.executescript(_TABLES)
        for batch in grouped(enumerate(_parsed(rows), 1), GROUP):
            database.execute("BEGIN")
            for number, (text, row) in batch:
                _insert(database, number, text, row)
            database.execute("COMMIT")
        database.executescript(_INDEXES)
    finally:
        database.close()


def _insert(database: sqlite3.Connection, number: int, text: str, row: Mapping[str, Any]) -> None:
    fields = [_plain(row.get(name)) for name in _ARTICLE]
    database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *fields, text))
    for caption in row.get("captions", ()):
        values = [_plain(caption[name]) for name in _CAPTION]
        at = database.execute(f"INSERT INTO captions VALUES (NULL, {', '.join('?' * 11)})", (number, *values)).lastrowid
        _insert_rules(database, number, at, caption["rules"])
    _insert_rules(database, number, None, row.get("findings", ()))


def _insert_rules(database: sqlite3.Connection, number: int, caption: int | None, rules: Any) -> None:
    for rule in rules:
        values = [_plain(rule[name]) for name in ("code", "name", "message", "score")]
        silent = rule["suppressed"] is not None
        database.execute("INSERT INTO rules VALUES (?, ?, ?, ?, ?, ?, ?)", (number, caption, *values, silent))


def _rows_of_sqlite(path: Path) -> Iterator[bytes]:
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        for (text,) in database.execute("SELECT row FROM articles ORDER BY id"):
            yield f"{text}\n".encode()
    finally:
        database.close()


def _parquet(rows: Path, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    string, number = pa.string(), pa.int64()
    kinds = {
        "line": number,
        "column": number,
        "fit": pa.float64(),
        "confidence": pa.float64(),
        "suppressed": pa.bool_(),
    }
    caption = pa.struct([(name, kinds.get(name, string)) for name in _CAPTION] + [("rules", pa.list_(string))])
    schema = pa.schema([(name, string) for name in _ARTICLE] + [("captions", pa.list_(caption)), ("row", string)])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in grouped(_parsed(rows), GROUP):
            writer.write_table(pa.Table.from_pylist([_flat(text, row) for text, row in batch], schema))


def _flat(text: str, row: Mapping[str, Any]) -> dict[str, Any]:
    captions = [
        {name: _plain(one[name]) for name in _CAPTION} | {"rules": [rule["code"] for rule in one["rules"]]}
        for one in row.get("captions", ())
    ]
    return {name: _plain(row.get(name)) for name in _ARTICLE} | {"captions": captions, "row": text}


def _rows_of_parquet(path: Path) -> Iterator[bytes]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(256, columns=["row"]):
            yield from (f"{text}\n".encode() for text in batch.column(0).to_pylist())


def _plain(value: Any) -> Any:
    """Return a value without halves of characters, which a path that is no UTF-8 has, and no table can."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
