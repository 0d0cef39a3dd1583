"""Pictures and captions that were compared already, in a file that outlives the pass, so that a night compares little.

Pictures go by a digest of their print. What one is alike to depends on the prints that are near to it and on nothing
else (`alike`), so only those are compared again to which something near has come, or been taken away. The file has
half a kilobyte a picture: the hashes of its windows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from captioncheck.pictures import prints
from captioncheck.scan.across.alike import Alike
from captioncheck.scan.across.buckets import Buckets
from captioncheck.scan.files import sqlite_files
from captioncheck.version import __version__

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

FORM = 1
_MARK = f"captioncheck {__version__}, form {FORM}, numpy {np.__version__}"
_TABLES = """
CREATE TABLE about (mark TEXT);
CREATE TABLE print (key INTEGER PRIMARY KEY, hashes BLOB NOT NULL);
CREATE TABLE alike (one INTEGER, other INTEGER, likeness REAL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE agreed (key BLOB PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID;
"""
_BATCH, _BLOCK = 128, 2_048


def key_of(made: bytes) -> int:
    """Return the digest that a print goes by."""
    return int.from_bytes(blake2b(made, digest_size=8).digest(), "big", signed=True)


@contextmanager
def remembering(path: Path | None) -> Iterator[Compared]:
    """Open the memory; None is one that is forgotten. What was not `kept` is lost. Raises sqlite3.Error."""
    database = _opened(path)
    try:
        yield Compared(database)
    finally:
        database.close()


def forget(path: Path) -> None:
    """Remove a memory, as far as that is possible."""
    for one in sqlite_files(path):
        with suppress(OSError):
            one.unlink(missing_ok=True)


def _opened(path: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect("" if path is None else path, isolation_level=None)
    try:
        marks = database.execute("SELECT mark FROM about").fetchall()
    except sqlite3.DatabaseError:
        marks = []
    if marks != [(_MARK,)]:
        if path is not None:
            database.close()
            forget(path)
            database = sqlite3.connect(path, isolation_level=None)
        database.execute("BEGIN")
        for table in filter(None, map(str.strip, _TABLES.split(";"))):
            database.execute(table)
        database.execute("INSERT INTO about VALUES (?)", (_MARK,))
        database.execute("COMMIT")
    database.execute("BEGIN")
    return database


@dataclass(frozen=True, slots=True)
class Compared:
    """The memory, in one transaction."""

    database: sqlite3.Connection

    def keep(self) -> None:
        """Let what was compared last."""
        self.database.execute("COMMIT")
        self.database.execute("BEGIN")

    def alike(
        self, keys: Ints, read: Callable[[Sequence[int]], list[bytes]], tell: Callable[[int], None]
    ) -> Iterator[tuple[int, int, float]]:
        """Yield which prints are alike to a part of which, and how much; keep all of these prints and no others.

        The keys ascend, and `read` returns the prints of some. `tell` is called with how many were looked at.
        """
        before = self._keys()
        if not np.array_equal(before, keys):
            self._bring_up(before, keys, read, tell)
        yield from self.database.execute("SELECT one, other, likeness FROM alike ORDER BY one, other")

    def _bring_up(
        self, before: Ints, keys: Ints, read: Callable[[Sequence[int]], list[bytes]], tell: Callable[[int], None]
    ) -> None:
        new, gone = np.setdiff1d(keys, before), np.setdiff1d(before, keys)
        for part in _parts(new, _BATCH):
            hashes = prints.hashes(prints.greys(read(part.tolist())))
            rows = zip(part.tolist(), map(np.ndarray.tobytes, hashes), strict=True)
            self.database.executemany("INSERT INTO print VALUES (?, ?)", rows)
        both = np.union1d(before, keys)
        whole = self.database.execute("SELECT substr(hashes, 1, 8) FROM print ORDER BY key")
        wholes = np.frombuffer(b"".join(one for (one,) in whole), np.uint64)
        buckets = Buckets.of(wholes, np.searchsorted(both, keys))
        changed = buckets.changed(Buckets.of(wholes, np.searchsorted(both, before)))
        owners = np.concatenate([new, self._concerned(changed, np.intersect1d(before, keys))])
        left = [(key,) for key in gone.tolist()]
        self.database.executemany("DELETE FROM print WHERE key = ?", left)
        self.database.executemany("DELETE FROM alike WHERE one = ?", [*left, *((key,) for key in owners.tolist())])
        alike = Alike(
            buckets,
            lambda places: self._windows(both[places]),
            lambda places: read(both[list(places)].tolist()),
        )
        done = 0
        for part in _parts(np.searchsorted(both, owners), _BATCH):
            found = [(int(both[one]), int(both[other]), likeness) for one, other, likeness in alike.pairs(part)]
            self.database.executemany("INSERT INTO alike VALUES (?, ?, ?)", found)
            done += len(part)
            tell(done)

    def _keys(self) -> Ints:
        return np.fromiter((key for (key,) in self.database.execute("SELECT key FROM print ORDER BY key")), np.int64)

    def _windows(self, keys: Ints) -> NDArray[np.uint64]:
        find = "SELECT hashes FROM print WHERE key = ?"
        found = b"".join(self.database.execute(find, (key,)).fetchone()[0] for key in keys.tolist())
        return np.frombuffer(found, np.uint64).reshape(len(keys), -1)

    def _concerned(self, changed: Buckets, keys: Ints) -> Ints:
        """Return the prints with a window to which something is near that has come or gone."""
        parts = (part[np.unique(changed.near(self._windows(part))[0])] for part in _parts(keys, _BLOCK))
        return np.concatenate([np.zeros(0, np.int64), *parts])

    def agreed(self, *said: object) -> bool:
        """Return whether two captions are known not to contradict each other."""
        return self.database.execute("UPDATE agreed SET used = 1 WHERE key = ?", (_digest(said),)).rowcount > 0

    def agree(self, *said: object) -> None:
        """Note that two captions do not contradict each other."""
        self.database.execute("INSERT OR IGNORE INTO agreed VALUES (?, 1)", (_digest(said),))

    def leave(self) -> None:
        """Forget the captions that were not asked for since the last time."""
        self.database.execute("DELETE FROM agreed WHERE used = 0")
        self.database.execute("UPDATE agreed SET used = 0")


def _digest(said: object) -> bytes:
    return blake2b(repr(said).encode(), digest_size=16).digest()


def _parts(values: Ints, size: int) -> Iterator[Ints]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
