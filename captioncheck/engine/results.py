"""Results on disk, for the next run (see `captioncheck.store`).

What is kept is read back with an unpickler that knows the frozen dataclasses and enums of results and nothing else, so
that a file from elsewhere can at worst be wrong.
"""

from __future__ import annotations

import io
import logging
import pickle
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from captioncheck.store import Store

_FILE = "results-2.sqlite"
_LOG = logging.getLogger(__name__)
LIMIT = 256 * 2**20
"""Bytes of results that are kept; those not used for longest go first."""
_BATCH = 200
_UNREADABLE = (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError)
_MODULES = ("captioncheck.datatypes", "captioncheck.explanation")


class ResultStore:
    """Keeps values under keys in a folder; says in debug why it cannot."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._new: dict[bytes, bytes] = {}
        self._store = Store(folder / _FILE, limit)

    def get(self, key: bytes) -> Any:
        """Return what is kept under a key, or None."""
        value = self._store.get([key]).get(key)
        if value is None:
            return None
        try:
            return _Results(io.BytesIO(value)).load()
        except _UNREADABLE as error:
            _LOG.debug("a result of an earlier run is not used: %s", error)
            return None

    def put(self, key: bytes, value: Any) -> None:
        """Keep a value; it is written with others, at the latest by `close`."""
        stream = io.BytesIO()
        _Plain(stream, protocol=5).dump(value)
        self._new[key] = stream.getvalue()
        if len(self._new) >= _BATCH:
            self._write()

    def close(self) -> None:
        """Write what is not written yet."""
        self._write()
        self._store.close()

    def _write(self) -> None:
        new, self._new = self._new, {}
        self._store.put(new)


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
