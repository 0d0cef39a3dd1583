"""The captions of some rows, on disk: what two passes over the rows need at once, and only a few of them in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from captioncheck.scan.across.base import Scanned
from captioncheck.score.reuse import Said

READ = 256
"""Captions that are kept as they are read; those of one picture are asked for together."""

Use = tuple[int, int]
"""A row's number and a caption's index in it."""


@dataclass(frozen=True)
class Captioned:
    """A caption with its language, its article's day of publication, and where it stands."""

    text: str
    language: str | None
    published: str | None
    path: str
    record: str | None

    @cached_property
    def said(self) -> Said:
        """Return it, read."""
        return Said(self.text, self.language, self.published)

    def seen_from(self, other: Captioned) -> str:
        """Return where it stands, in words for a reader of the other."""
        if self.record is None:
            return self.path
        return self.record if self.path == other.path else f"{self.path} ({self.record})"


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of rows, in a nameless SQLite database, which vanishes with the pass."""

    database: sqlite3.Connection
    _read: dict[Use, Captioned] = field(default_factory=dict)

    @classmethod
    def of(cls, scanned: Scanned, wanted: Iterable[int]) -> Captions:
        """Read the captions of rows; their numbers ascend."""
        database = sqlite3.connect("", isolation_level=None)
        database.execute(
            "CREATE TABLE caption (row INTEGER, number INTEGER, text, language, published, path, record, "
            "PRIMARY KEY (row, number)) WITHOUT ROWID"
        )
        database.execute("BEGIN")
        rest = iter(wanted)
        following = next(rest, None)
        for number, (raw, _) in enumerate(scanned.raw() if following is not None else ()):
            if number == following:
                database.executemany("INSERT INTO caption VALUES (?, ?, ?, ?, ?, ?, ?)", _fields(number, raw))
                if (following := next(rest, None)) is None:
                    break
        database.execute("COMMIT")
        return cls(database)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def at(self, use: Use) -> Captioned:
        """Return a caption."""
        if use not in self._read:
            if len(self._read) >= READ:
                self._read.clear()
            query = "SELECT text, language, published, path, record FROM caption WHERE row = ? AND number = ?"
            self._read[use] = Captioned(*self.database.execute(query, use).fetchone())
        return self._read[use]


def _fields(number: int, raw: bytes) -> Iterable[tuple[Any, ...]]:
    row = json.loads(raw)
    for index, caption in enumerate(row["captions"]):
        yield number, index, caption["text"], caption["language"], row["published"], row["path"], row["record"]
