"""Vectors of the background texts: shipped for the bundled encoder, made once and kept for any other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from captioncheck.datatypes import TextEncoder
from captioncheck.kept import cache_folder, write_whole

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors


def digest(encoder: TextEncoder, texts: Sequence[str]) -> str:
    """Return what vectors are kept under: the encoder's name and version, and every text."""
    marks = hashlib.sha256(encoder.name.encode())
    for text in texts:
        marks.update(b"\0" + text.encode())
    return marks.hexdigest()[:16]


def vectors_for(encoder: TextEncoder, texts: Sequence[str], shipped: Path) -> Vectors:
    """Return unit rows of the texts (n x d, float32), from the shipped folder, the cache, or the encoder.

    A cache that cannot be read or written costs time, never an answer.
    """
    import numpy as np

    name = f"{digest(encoder, texts)}.npy"
    for folder in (shipped, cache_folder()):
        try:
            # Not np.load: what begins like a zip file it takes for one, and an empty file is an EOFError to it.
            with (folder / name).open("rb") as stream:
                rows = np.lib.format.read_array(stream, allow_pickle=False)
        except (OSError, ValueError):
            continue
        if rows.dtype.kind == "f" and rows.ndim == 2 and len(rows) == len(texts) and np.isfinite(rows).all():
            return np.asarray(rows, dtype=np.float32)
    rows = encoder.encode_texts(texts).astype(np.float16)
    write_whole(cache_folder() / name, lambda stream: np.save(stream, rows))
    return np.asarray(rows, dtype=np.float32)
