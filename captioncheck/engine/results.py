"""Results on disk: one sqlite file, safe with several runs at once. One that does not work costs time, never a run.

What is kept is read back with an unpickler that knows the frozen dataclasses and enums of results and nothing else, so
that a file from elsewhere can at worst be wrong.
"""

from __future__ import annotations

import io
import logging
import pickle
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

_FILE = "results-1.sqlite"
_LOG = logging.getLogger(__name__)
LIMIT = 256 * 2**20
"""Bytes of results that are kept; those not used for longest go first."""
_DIGEST = 16
_DAY = 86_400
_BATCH = 200
_UNREADABLE = (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError)
_MODULES = ("captioncheck.datatypes", "captioncheck.explanation")


class ResultStore:
    """Keeps values under keys in a folder; says in debug why it cannot."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._limit = limit
        self._new: dict[bytes, bytes] = {}
        self._used: list[bytes] = []
        self._database: sqlite3.Connection | None = None
        self._folder = folder
        for _ in range(2):  # again after a damaged one was removed
            with self._excused():
                folder.mkdir(parents=True, exist_ok=True)
                self._open()
                return

    def get(self, key: bytes) -> Any:
        """Return what is kept under a key, or None."""
        if self._database is None:
            return None
        with self._excused():
            row = self._database.execute("SELECT value, used FROM results WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            value, used = bytes(row[0]), int(row[1])
            if blake2b(value[_DIGEST:], digest_size=_DIGEST).digest() != value[:_DIGEST]:
                return None
            if used < time.time() - _DAY:
                self._used.append(key)
            return _Results(io.BytesIO(value[_DIGEST:])).load()
        return None

    def put(self, key: bytes, value: Any) -> None:
        """Keep a value; it is written with others, at the latest by `close`."""
        if self._database is None:
            return
        stream = io.BytesIO()
        _Plain(stream, protocol=5).dump(value)
        body = stream.getvalue()
        self._new[key] = blake2b(body, digest_size=_DIGEST).digest() + body
        if len(self._new) >= _BATCH:
            self._write()

    def close(self) -> None:
        """Write what is not written yet, and let go of what was not used for longest where there is too much."""
        self._write()
        if self._database is not None:
            with self._excused():
                self._prune()
            with self._excused():
                self._database.close()
        self._database = None

    def _open(self) -> None:
        database = sqlite3.connect(self._folder / _FILE, timeout=5, isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute("PRAGMA auto_vacuum=INCREMENTAL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, value BLOB, size INTEGER, used INTEGER)"
        )
        self._database = database

    def _write(self) -> None:
        new, self._new, used, self._used = self._new, {}, self._used, []
        if self._database is None or not (new or used):
            return
        now = int(time.time())
        with self._excused():
            self._database.execute("BEGIN IMMEDIATE")
            rows = [(key, value, len(value), now) for key, value in new.items()]
            self._database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
            self._database.executemany("UPDATE results SET used = ? WHERE key = ?", [(now, key) for key in used])
            self._database.execute("COMMIT")

    def _prune(self) -> None:
        assert self._database is not None
        (total,) = self._database.execute("SELECT coalesce(sum(size), 0) FROM results").fetchone()
        if total <= self._limit:
            return
        self._database.execute("BEGIN IMMEDIATE")
        for key, size in self._database.execute("SELECT key, size FROM results ORDER BY used, rowid").fetchall():
            if total <= 0.8 * self._limit:
                break
            self._database.execute("DELETE FROM results WHERE key = ?", (key,))
            total -= size
        self._database.execute("COMMIT")
        self._database.execute("PRAGMA incremental_vacuum")

    @contextmanager
    def _excused(self) -> Iterator[None]:
        """Say in debug what fails within, and leave a database that fails alone from then on."""
        try:
            yield
        except (
            OSError,
            sqlite3.Error,
            pickle.UnpicklingError,
            EOFError,
            ValueError,
            TypeError,
            AttributeError,
        ) as error:
            _LOG.debug("results of earlier runs are not used: %s", error)
            if isinstance(error, sqlite3.Error):
                self._database = None
            if type(error) is sqlite3.DatabaseError:
                self._remove()

    def _remove(self) -> None:
        """Remove a file that is damaged or no database: it would be of no use to any run."""
        for name in (_FILE, f"{_FILE}-wal", f"{_FILE}-shm"):
            with suppress(OSError):
                (self._folder / name).unlink(missing_ok=True)


class _Plain(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        """Write a result's parts as calls with their fields, which are read twice as fast as states."""
        if isinstance(thing, type) or not is_dataclass(thing):
            return NotImplemented
        return type(thing), tuple(getattr(thing, field.name) for field in fields(thing))


class _Results(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return a class of results; UnpicklingError for anything else."""
        if module in _MODULES and "." not in name:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a result")
