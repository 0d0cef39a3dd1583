"""Bytes by key on disk: one sqlite file a kind of thing, safe with several runs at once, of bounded size.

One that does not work costs time, never a run: what fails is said in debug. A store that cannot be written (a full
disk, a folder of someone else's) is still read; one that is damaged is removed and begun anew; a value that is not what
was put under its key is not found.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOG = logging.getLogger(__name__)
_DIGEST = 16
_DAY = 86_400
_MANY = 500
_KEPT = 0.8
"""What is left of the limit where there was too much: room, so that not every run has to make some."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


class Store:
    """Keeps bytes under keys in a file of at most `limit` bytes; those not used for longest go first."""

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path
        self._limit = limit
        self._used: set[bytes] = set()
        self._writable = False
        self._database: sqlite3.Connection | None = None
        # Whichever thread asks may use it, one at a time.
        self._lock = Lock()
        for again in (False, True):
            with self._excused():
                try:
                    self._open()
                except sqlite3.Error as error:
                    if again or _code(error) not in _UNWRITABLE:
                        raise
                    self._open_unwritable()
                return

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return what is kept under the keys."""
        found: dict[bytes, bytes] = {}
        with self._lock, self._excused():
            old = time.time() - _DAY
            for at in range(0, len(keys), _MANY):
                if self._database is None:
                    break
                part = list(keys[at : at + _MANY])
                marks = ",".join("?" * len(part))
                rows = self._database.execute(f"SELECT key, used, value FROM kept WHERE key IN ({marks})", part)
                for key, used, value in rows:
                    if value[:_DIGEST] == _digest(key, value[_DIGEST:]):
                        found[key] = value[_DIGEST:]
                        if used < old:
                            self._used.add(key)
        return found

    def put(self, rows: Mapping[bytes, bytes]) -> None:
        """Keep values, all or none; and make room where there is too much."""
        with self._lock:
            self._write(rows)

    def close(self) -> None:
        """Note what was used, and let go of the file."""
        with self._lock:
            self._write({})
            self._let_go()

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(self._path, timeout=5, isolation_level=None, check_same_thread=False)
        for setting in ("auto_vacuum=INCREMENTAL", "journal_mode=WAL", "synchronous=NORMAL"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, used INTEGER, value BLOB)")
        self._writable = True

    def _open_unwritable(self) -> None:
        """Open a file that nobody can write to, not even the files that sqlite keeps beside it."""
        self._let_go()
        address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        self._database = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        self._database.execute("SELECT 1 FROM kept LIMIT 1")

    def _write(self, rows: Mapping[bytes, bytes]) -> None:
        database, used, self._used = self._database, self._used, set()
        if database is None or not self._writable or not (rows or used):
            return
        now = int(time.time())
        with self._excused(writing=True):
            database.execute("BEGIN IMMEDIATE")
            values = [(key, now, _digest(key, value) + value) for key, value in rows.items()]
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", values)
            database.executemany("UPDATE kept SET used = ? WHERE key = ?", [(now, key) for key in used])
            database.execute("COMMIT")
            if self._size(database) > self._limit:
                self._prune(database)

    @staticmethod
    def _size(database: sqlite3.Connection) -> int:
        """Return the bytes of all pages that hold something."""
        numbers = [
            int(database.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "freelist_count", "page_size")
        ]
        return (numbers[0] - numbers[1]) * numbers[2]

    def _prune(self, database: sqlite3.Connection) -> None:
        database.execute("BEGIN IMMEDIATE")
        over = self._size(database) - int(_KEPT * self._limit)  # less than before, if another run has pruned meanwhile
        gone = []
        for key, size in database.execute("SELECT key, length(value) FROM kept ORDER BY used, rowid"):
            if over <= 0:
                break
            gone.append((key,))
            over -= size
        database.executemany("DELETE FROM kept WHERE key = ?", gone)
        database.execute("COMMIT")
        database.execute("PRAGMA incremental_vacuum").fetchall()

    @contextmanager
    def _excused(self, *, writing: bool = False) -> Iterator[None]:
        """Say in debug what fails within; what fails is not tried again in this run."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            _LOG.debug("%s is not used%s: %s", self._path, " any more" if self._writable else "", error)
            if writing and self._database is not None and _code(error) not in _DAMAGED:
                self._writable = False
                with suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                return
            self._let_go()
            if _code(error) in _DAMAGED:
                # The file itself last: whoever opens it until then has one without a past, or this one.
                for ending in ("-wal", "-shm", ""):
                    with suppress(OSError):
                        self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _let_go(self) -> None:
        database, self._database, self._writable = self._database, None, False
        if database is not None:
            with suppress(sqlite3.Error):
                database.close()


def _digest(key: bytes, value: bytes) -> bytes:
    return blake2b(key + value, digest_size=_DIGEST).digest()


def _code(error: Exception) -> int | None:
    """Return the kind of an error of sqlite, without its finer distinctions."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
