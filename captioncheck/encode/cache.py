"""A bounded memory of encoded texts: agencies' sentences and headlines come again and again.

A row differs by less than 1e-6 with the texts that its own is encoded together with (BLAS adds in another order), so
rows are kept as they are, in single precision: rounded to float16, that would grow to the last digit that is shown.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

from captioncheck.datatypes import TextEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from captioncheck.datatypes import Vectors

_LIMIT = 20_000
"""Texts kept: 40 MB of rows at 512 dimensions."""


class CachedEncoder:
    """Wraps a text encoder; each distinct text is encoded once while it stays among the last `limit`."""

    def __init__(self, encoder: TextEncoder, limit: int = _LIMIT) -> None:
        self._encoder = encoder
        self._limit = limit
        self._lock = Lock()
        self._rows: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()

    @property
    def inner(self) -> TextEncoder:
        """Return the wrapped encoder."""
        return self._encoder

    def forget(self) -> None:
        """Forget all texts."""
        with self._lock:
            self._rows.clear()

    @property
    def name(self) -> str:
        """Return the wrapped encoder's name."""
        return self._encoder.name

    @property
    def languages(self) -> frozenset[str]:
        """Return the wrapped encoder's languages."""
        return self._encoder.languages

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows in order."""
        with self._lock:
            return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        keys = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts]
        known: dict[bytes, NDArray[np.float32]] = {}
        new: dict[bytes, str] = {}
        for key, text in zip(keys, texts, strict=True):
            row = self._rows.get(key)
            if row is None:
                new[key] = text
            else:
                known[key] = row
                self._rows.move_to_end(key)
        if new:
            fresh = self._encoder.encode_texts(list(new.values()))
            for key, row in zip(new, fresh, strict=True):
                known[key] = self._rows[key] = row.copy()  # a view would keep the whole batch
            while len(self._rows) > self._limit:
                self._rows.popitem(last=False)
        if not texts:
            return self._encoder.encode_texts([])
        return np.stack([known[key] for key in keys])
