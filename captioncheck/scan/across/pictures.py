"""The pictures of an archive and the captions that they stand under: one picture a file, and which are alike.

All of it lies in a nameless SQLite database, which spills to disk and vanishes with the pass; what was compared is kept
(`compared`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np

from captioncheck.pictures.addresses import ornamental, same_file
from captioncheck.scan.across.alike import NOT_THE_FILE
from captioncheck.scan.across.captions import Use
from captioncheck.scan.across.compared import Compared, key_of
from captioncheck.traces import PictureTrace, Trace

SMALLEST, LONGEST = 100, 4.0
"""Pixels of the shorter side below which, and times its length from which, a picture is an ornament."""
_TABLES = """
CREATE TABLE picture (id INTEGER PRIMARY KEY, digest BLOB, key INTEGER, print BLOB);
CREATE INDEX picture_by ON picture (digest);
CREATE TABLE address (key TEXT PRIMARY KEY, picture INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE use (picture INTEGER NOT NULL, row INTEGER NOT NULL, caption INTEGER NOT NULL);
CREATE TABLE common (picture INTEGER PRIMARY KEY);
CREATE TABLE shared (picture INTEGER PRIMARY KEY);
CREATE TABLE alike (one INTEGER, other INTEGER, likeness REAL);
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
        database.execute("CREATE INDEX picture_looks ON picture (key)")
        return made

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def some(self) -> bool:
        """Return whether there is any picture."""
        return any(True for _ in self._rows("SELECT 1 FROM picture LIMIT 1"))

    def compare(self, most: int, compared: Compared, tell: Callable[[int], None]) -> None:
        """Note which pictures are alike but in size, compression or cut; leave those in more than `most` articles."""
        self.database.execute(
            "INSERT INTO common SELECT id FROM picture WHERE key IN (SELECT key FROM picture JOIN use ON picture = id "
            "WHERE key IS NOT NULL GROUP BY key HAVING count(DISTINCT row) > ?)",
            (most,),
        )
        wanted = "SELECT DISTINCT key FROM picture WHERE key IS NOT NULL AND id NOT IN common ORDER BY key"
        keys = np.fromiter((key for (key,) in self._rows(wanted)), np.int64)
        pairs = compared.alike(keys, self._prints, tell)
        self.database.executemany("INSERT INTO alike VALUES (?, ?, ?)", pairs)
        self.database.execute(
            "INSERT INTO near SELECT mine.id, theirs.id, max(likeness) FROM (SELECT one, other, likeness FROM alike "
            "UNION ALL SELECT other, one, likeness FROM alike) CROSS JOIN picture AS mine ON mine.key = one "
            "CROSS JOIN picture AS theirs ON theirs.key = other GROUP BY mine.id, theirs.id"
        )
        self.database.execute(
            "INSERT INTO near SELECT mine.id, theirs.id, ? FROM picture AS mine JOIN picture AS theirs USING (key) "
            "WHERE mine.id <> theirs.id AND mine.id NOT IN common",
            (NOT_THE_FILE,),
        )

    def choose(self, most: int) -> Iterator[int]:
        """Choose the pictures that stand, with those alike, in 2 to `most` articles; yield these articles' rows."""
        several = "SELECT one FROM near UNION SELECT picture FROM use GROUP BY picture HAVING count(*) > 1"
        chosen = (
            "INSERT INTO shared SELECT several.one FROM (" + several + ") AS several WHERE "
            "(SELECT count(DISTINCT row) FROM use WHERE picture = several.one OR picture IN "
            "(SELECT other FROM near WHERE near.one = several.one)) BETWEEN 2 AND ? AND several.one NOT IN common"
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
                    change = "UPDATE picture SET digest = ?, key = ?, print = ? WHERE id = ?"
                    self.database.execute(change, (picture.digest, made and key_of(made), made, at))
                return int(at)
        values = (picture.digest or None, made and key_of(made), made)
        added = self.database.execute("INSERT INTO picture VALUES (NULL, ?, ?, ?)", values)
        return int(added.lastrowid or 0)

    def _prints(self, keys: Sequence[int]) -> list[bytes]:
        find = "SELECT print FROM picture WHERE key = ? LIMIT 1"
        return [made for key in keys for (made,) in self._rows(find, key)]


def _ornament(width: int, height: int) -> bool:
    shorter, longer = sorted((width, height))
    return longer > 0 and (shorter < SMALLEST or longer > LONGEST * shorter)
