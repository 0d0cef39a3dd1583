"""The pictures of an archive and the captions that they stand under: one picture a file, and which are alike.

All of it lies in a nameless SQLite database, which spills to disk and vanishes with the pass; in memory are eight
bytes a picture and the index over them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np

from captioncheck.pictures.addresses import ornamental, same_file
from captioncheck.scan.across.alike import Alike
from captioncheck.traces import PictureTrace, Trace

SMALLEST, LONGEST = 100, 4.0
"""Pixels of the shorter side below which, and times its length from which, a picture is an ornament."""
_TABLES = """
CREATE TABLE picture (id INTEGER PRIMARY KEY, digest BLOB, print BLOB);
CREATE INDEX picture_by ON picture (digest);
CREATE TABLE address (key TEXT PRIMARY KEY, picture INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE use (picture INTEGER NOT NULL, row INTEGER NOT NULL, caption INTEGER NOT NULL);
CREATE TABLE near (one INTEGER, other INTEGER, likeness REAL, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""

Use = tuple[int, int]
"""A row's number and a caption's index in it."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of an archive."""

    database: sqlite3.Connection

    @classmethod
    def of(cls, traces: Iterable[Trace], tell: Callable[[int], None]) -> Pictures:
        """Read the pictures out of traces; `tell` is called with how many rows were read."""
        database = sqlite3.connect("", isolation_level=None)
        database.executescript(_TABLES)
        database.execute("BEGIN")
        made = cls(database)
        for number, trace in enumerate(traces):
            for picture in trace.pictures:
                made._add(number, picture)
            tell(number + 1)
        database.execute("COMMIT")
        database.execute("CREATE INDEX use_by ON use (picture)")
        return made

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def compare(self, most: int, tell: Callable[[int], None]) -> None:
        """Note which pictures are alike but in size, compression or cut; leave those in more than `most` articles."""
        rows = self._rows(
            "SELECT id FROM picture WHERE print IS NOT NULL AND "
            "(SELECT count(DISTINCT row) FROM use WHERE picture = id) <= ? ORDER BY id",
            most,
        )
        ids = np.fromiter((at for (at,) in rows), np.int64)
        alike = Alike.of(ids, self._prints)
        for one, other, likeness in alike.pairs(tell):
            pairs = [(one, other, likeness), (other, one, likeness)]
            self.database.executemany(
                "INSERT INTO near VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET likeness = max(likeness, excluded.likeness)",
                pairs,
            )

    def shared(self) -> Iterator[list[tuple[Use, int]]]:
        """Yield, for every picture that stands under several captions, those uses, each with its file."""
        query = (
            "SELECT row, caption, picture FROM use WHERE picture = ? OR picture IN "
            "(SELECT other FROM near WHERE one = ?) ORDER BY row, caption"
        )
        for (at,) in self._rows("SELECT id FROM picture ORDER BY id"):
            uses = [((row, caption), file) for row, caption, file in self._rows(query, at, at)]
            if len({row for (row, _), _ in uses}) > 1:
                yield uses

    def likeness(self, one: int, other: int) -> float:
        """Return how alike two files are, 1 for the same, 0 for those that were not found to be."""
        if one == other:
            return 1.0
        row = next(self._rows("SELECT likeness FROM near WHERE one = ? AND other = ?", one, other), None)
        return 0.0 if row is None else float(row[0])

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with closing(self.database.cursor()) as cursor:
            yield from cursor.execute(query, values)

    def _add(self, row: int, picture: PictureTrace) -> None:
        if ornamental(picture.address) or _ornament(picture.width, picture.height):
            return
        key = same_file(picture.address)
        if not picture.digest and key is None:
            return
        at = self._known(picture, key)
        if key is not None:
            self.database.execute("INSERT OR IGNORE INTO address VALUES (?, ?)", (key, at))
        self.database.execute("INSERT INTO use VALUES (?, ?, ?)", (at, row, picture.caption))

    def _known(self, picture: PictureTrace, key: str | None) -> int:
        """Return the picture of a trace: by its digest, else by its address; a new one where neither is known."""
        made = next(iter(picture.hashes), None)
        if picture.digest:
            for (at,) in self._rows("SELECT id FROM picture WHERE digest = ?", picture.digest):
                return int(at)
        for at, digest in self._rows(
            "SELECT id, digest FROM picture WHERE id = (SELECT picture FROM address WHERE key = ?)", key
        ):
            if not picture.digest or digest is None:
                if picture.digest:
                    self.database.execute(
                        "UPDATE picture SET digest = ?, print = ? WHERE id = ?", (picture.digest, made, at)
                    )
                return int(at)
        added = self.database.execute("INSERT INTO picture VALUES (NULL, ?, ?)", (picture.digest or None, made))
        return int(added.lastrowid or 0)

    def _prints(self, ids: Sequence[int]) -> list[bytes]:
        return [made for at in ids for (made,) in self._rows("SELECT print FROM picture WHERE id = ?", at)]


def _ornament(width: int, height: int) -> bool:
    shorter, longer = sorted((width, height))
    return longer > 0 and (shorter < SMALLEST or longer > LONGEST * shorter)
