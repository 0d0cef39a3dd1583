"""What a picture model once said, kept on disk: a second run over the same pictures loads no model.

One sqlite file for all checkpoints, keyed by the checkpoint's fingerprint and the SHA-256 of a picture's bytes or of a
text. A store that cannot be opened, read or written costs time, never an answer.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from captioncheck.kept import cache_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from captioncheck.datatypes import Vectors
    from captioncheck.encode.openclip import OpenClipEncoder

_FILE = "pictures-1.sqlite"
_MANY = 500
_AT_HAND = 4_096
"""Rows that are kept in memory besides: a few megabytes, and more than the articles in hand have."""


class Store:
    """Rows of float16 by key; `get` and `put` are silent about a store that does not work."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._database: sqlite3.Connection | None = None
        with suppress(OSError, sqlite3.Error):
            folder = cache_folder()
            folder.mkdir(parents=True, exist_ok=True)
            # Whichever thread looks at pictures may use it, one at a time.
            self._database = sqlite3.connect(folder / _FILE, timeout=5, isolation_level=None, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute("CREATE TABLE IF NOT EXISTS rows (key BLOB PRIMARY KEY, row BLOB) WITHOUT ROWID")

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float16]]:
        """Return the rows that are kept."""
        import numpy as np

        found: dict[bytes, NDArray[np.float16]] = {}
        if self._database is None:
            return found
        with self._lock, suppress(sqlite3.Error, ValueError, TypeError):
            for at in range(0, len(keys), _MANY):
                part = list(keys[at : at + _MANY])
                marks = ",".join("?" * len(part))
                for key, row in self._database.execute(f"SELECT key, row FROM rows WHERE key IN ({marks})", part):
                    vector = np.frombuffer(row, dtype=np.float16)
                    if len(vector) and np.isfinite(vector).all():
                        found[key] = vector
        return found

    def put(self, rows: dict[bytes, NDArray[np.float16]]) -> None:
        """Keep rows."""
        if self._database is None:
            return
        with self._lock, suppress(sqlite3.Error):
            values = [(key, row.tobytes()) for key, row in rows.items()]
            self._database.execute("BEGIN")
            try:
                self._database.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", values)
            finally:
                self._database.execute("COMMIT")


class RememberingEncoder:
    """An OpenClipEncoder that asks the store first; each distinct text or picture is encoded once and for all."""

    def __init__(self, encoder: OpenClipEncoder, store: Store | None = None) -> None:
        self.inner = encoder
        self._store = store or Store()
        self._at_hand: OrderedDict[bytes, NDArray[np.float16]] = OrderedDict()

    @property
    def name(self) -> str:
        """Return the checkpoint's fingerprint."""
        return self.inner.name

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages that the checkpoint reads."""
        return self.inner.languages

    @property
    def scale(self) -> float:
        """Return what the checkpoint multiplies cosines with."""
        return float(self._rows([self._key("scale", "")], self._scale)[0, 0])

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, n x d float32."""
        keys = [self._key("text", text) for text in texts]
        return self._rows(keys, lambda wanted: self.inner.encode_texts([texts[i] for i in wanted]))

    def encode_pictures(self, digests: Sequence[str], decode: Callable[[int, int], Image]) -> Vectors:
        """Return unit rows of the pictures with these digests; `decode(i, side)` gives the pixels of what is new."""
        keys = [self._key("picture", digest) for digest in digests]
        inner = self.inner
        return self._rows(keys, lambda wanted: inner.encode_pictures([decode(i, inner.side) for i in wanted]))

    def new_pictures(self, digests: Sequence[str]) -> list[str]:
        """Return the digests of the pictures that would have to be encoded, each once."""
        keys = {self._key("picture", digest): digest for digest in digests}
        known = self._known(list(keys))
        return [digest for key, digest in keys.items() if key not in known]

    def _scale(self, _wanted: Sequence[int]) -> Vectors:
        import numpy as np

        return np.array([[self.inner.scale]], dtype=np.float32)

    def _key(self, kind: str, what: str) -> bytes:
        return sha256(f"{self.name}\0{kind}\0{what}".encode("utf-8", "surrogatepass")).digest()

    def _rows(self, keys: Sequence[bytes], encode: Callable[[Sequence[int]], Vectors]) -> Vectors:
        """Return the rows of the keys. All are rounded to float16, so that first and later answers are the same."""
        import numpy as np

        if not keys:
            return encode([])
        first = {key: i for i, key in reversed(list(enumerate(keys)))}
        known = self._known(list(first))
        new = sorted(i for key, i in first.items() if key not in known)
        if new:
            fresh = {keys[i]: row for i, row in zip(new, encode(new).astype(np.float16), strict=True)}
            self._store.put(fresh)
            self._keep(fresh)
            known |= fresh
        return np.stack([known[key] for key in keys]).astype(np.float32)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float16]]:
        known = {key: self._at_hand[key] for key in keys if key in self._at_hand}
        stored = self._store.get([key for key in keys if key not in known])
        self._keep(stored)
        return known | stored

    def _keep(self, rows: dict[bytes, NDArray[np.float16]]) -> None:
        self._at_hand |= rows
        while len(self._at_hand) > _AT_HAND:
            self._at_hand.popitem(last=False)
