"""What an encoder once said, kept on disk: a second run over the same pictures loads no model.

One file for all encoders, keyed by the encoder's fingerprint and the SHA-256 of a picture's bytes or of a text. Only
the dear ones are worth it: the bundled sentence encoder is not. What an encoder could not say is never kept.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from captioncheck.kept import cache_folder
from captioncheck.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from captioncheck.datatypes import TextEncoder, Vectors
    from captioncheck.encode.openclip import OpenClipEncoder

_FILE = "vectors-1.sqlite"
_AT_HAND = 4_096
"""Rows that are kept in memory besides: a few megabytes, and more than the articles in hand have."""
LIMIT = 512 * 2**20
"""Bytes of rows that are kept: of some 300,000 texts or pictures; those not used for longest go first."""
_YES = ("1", "true", "t", "yes", "y", "on")
"""What the command line takes for yes."""


def vector_store() -> Store | None:
    """Return the store of this user, None where `CAPTIONCHECK_NO_CACHE` says that nothing is kept."""
    if os.environ.get("CAPTIONCHECK_NO_CACHE", "").lower() in _YES:
        return None
    return Store(cache_folder() / _FILE, LIMIT)


class Memory:
    """Rows of an encoder by key, in memory and in a store."""

    def __init__(self, store: Store | None, kind: str) -> None:
        """Keep rows of the numpy type `kind`; without a store only in memory."""
        self._store = store
        self._kind = kind
        self._at_hand: OrderedDict[bytes, NDArray[np.floating]] = OrderedDict()

    def rows(self, keys: Sequence[bytes], encode: Callable[[Sequence[int]], Vectors]) -> Vectors:
        """Return the rows of the keys; `encode` gives those that are asked for by their places, each key once."""
        import numpy as np

        if not keys:
            return encode([])
        first = {key: i for i, key in reversed(list(enumerate(keys)))}
        known = self.known(list(first))
        new = sorted(i for key, i in first.items() if key not in known)
        if new:
            # Rounded before they are used, so that first and later answers are the same.
            fresh = {keys[i]: row for i, row in zip(new, encode(new).astype(self._kind), strict=True)}
            if self._store is not None:
                self._store.put({key: row.tobytes() for key, row in fresh.items() if np.isfinite(row).all()})
            self._keep(fresh)
            known |= fresh
        return np.stack([known[key] for key in keys]).astype(np.float32)

    def known(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.floating]]:
        """Return the rows that are there."""
        import numpy as np

        known = {key: self._at_hand[key] for key in keys if key in self._at_hand}
        rest = [key for key in keys if key not in known]
        if self._store is not None and rest:
            stored = {key: np.frombuffer(row, self._kind) for key, row in self._store.get(rest).items()}
            self._keep(stored)
            known |= stored
        return known

    def _keep(self, rows: dict[bytes, NDArray[np.floating]]) -> None:
        self._at_hand |= rows
        while len(self._at_hand) > _AT_HAND:
            self._at_hand.popitem(last=False)


class RememberedTexts:
    """A text encoder whose rows are kept; only for one whose rows do not depend on their neighbours."""

    def __init__(self, encoder: TextEncoder, store: Store | None, kind: str = "<f4") -> None:
        """Keep rows of the numpy type `kind`: single precision keeps them as they are."""
        self._encoder = encoder
        self._memory = Memory(store, kind)

    @property
    def name(self) -> str:
        """Return the encoder's name; a checkpoint's is its fingerprint."""
        return self._encoder.name

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages that the encoder reads."""
        return self._encoder.languages

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, n x d float32."""
        keys = [_key(self.name, "text", text) for text in texts]
        return self._memory.rows(keys, lambda wanted: self._encoder.encode_texts([texts[i] for i in wanted]))


class RememberingEncoder(RememberedTexts):
    """An OpenClipEncoder that asks the store first; each distinct text or picture is encoded once and for all."""

    def __init__(self, encoder: OpenClipEncoder, store: Store | None = None) -> None:
        super().__init__(encoder, store or vector_store(), "<f2")
        self.inner = encoder

    @property
    def scale(self) -> float:
        """Return what the checkpoint multiplies cosines with."""
        return float(self._memory.rows([_key(self.name, "scale", "")], self._scale)[0, 0])

    def encode_pictures(self, digests: Sequence[str], decode: Callable[[int, int], Image]) -> Vectors:
        """Return unit rows of the pictures with these digests; `decode(i, side)` gives the pixels of what is new."""
        keys = [_key(self.name, "picture", digest) for digest in digests]
        inner = self.inner
        return self._memory.rows(keys, lambda wanted: inner.encode_pictures([decode(i, inner.side) for i in wanted]))

    def new_pictures(self, digests: Sequence[str]) -> list[str]:
        """Return the digests of the pictures that would have to be encoded, each once."""
        keys = {_key(self.name, "picture", digest): digest for digest in digests}
        known = self._memory.known(list(keys))
        return [digest for key, digest in keys.items() if key not in known]

    def _scale(self, _wanted: Sequence[int]) -> Vectors:
        import numpy as np

        return np.array([[self.inner.scale]], dtype=np.float32)


def _key(encoder: str, kind: str, what: str) -> bytes:
    return sha256(f"{encoder}\0{kind}\0{what}".encode("utf-8", "surrogatepass")).digest()
