"""The pictures of an archive and the captions that they stand under: one picture a file, and which are alike.

All of it lies in a nameless SQLite database, which spills to disk and vanishes with the pass; in memory is what `alike`
keeps of each picture.
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
from captioncheck.scan.across.captions import Use
from captioncheck.traces import PictureTrace, Trace

SMALLEST, LONGEST = 100, 4.0
"""Pixels of the shorter side below which, and times its length from which, a picture is an ornament."""
_TABLES = """
CREATE TABLE picture (id INTEGER PRIMARY KEY, digest BLOB, print BLOB);
CREATE INDEX picture_by ON picture (digest);
CREATE TABLE address (key TEXT PRIMARY KEY, picture INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE use (picture INTEGER NOT NULL, row INTEGER NOT NULL, caption INTEGER NOT NULL);
CREATE TABLE shared (picture INTEGER PRIMARY KEY);
CREATE TABLE near (one INTEGER, other INTEGER, likeness REAL, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""


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
                "INSERT INTO near VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
                "likeness = max(likeness, excluded.likeness)",
                pairs,
            )

    def choose(self, most: int) -> Iterator[int]:
        """Choose the pictures that stand, with those alike, in 2 to `most` articles; yield these articles' rows."""
        several = "SELECT one FROM near UNION SELECT picture FROM use GROUP BY picture HAVING count(*) > 1"
        chosen = (
            "INSERT INTO shared SELECT several.one FROM (" + several + ") AS several WHERE "
            "(SELECT count(DISTINCT row) FROM use WHERE picture = several.one OR picture IN "
            "(SELECT other FROM near WHERE near.one = several.one)) BETWEEN 2 AND ?"
        )
        self.database.execute(chosen, (most,))
        for (row,) in self._rows("SELECT DISTINCT row FROM use WHERE picture IN shared ORDER BY row"):
            yield row

    def pairs(self) -> Iterator[tuple[Use, Use, float]]:
        """Yield every pair of uses in two articles, with the likeness: 1 for one file, less for two that are alike."""
        query = (
            "SELECT row, caption, 1.0 FROM use WHERE picture = ?1 UNION ALL SELECT row, caption, likeness FROM near "
            "CROSS JOIN use ON use.picture = near.other WHERE one = ?1 AND other > ?1 AND other IN shared"
        )
        for (at,) in self._rows("SELECT picture FROM shared ORDER BY picture"):
            uses = sorted((likeness < 1, (row, caption), likeness) for row, caption, likeness in self._rows(query, at))
            own = [use for other, use, _ in uses if not other]
            for number, one in enumerate(own):
                yield from ((one, use, alike) for _, use, alike in uses[number + 1 :] if use[0] != one[0])

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
