"""Vectors of the background texts: shipped for the bundled encoder, made once and kept for any other."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from captioncheck.datatypes import TextEncoder

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors


def digest(encoder: TextEncoder, texts: Sequence[str]) -> str:
    """Return what vectors are kept under: the encoder's name and version, and every text."""
    marks = hashlib.sha256(encoder.name.encode())
    for text in texts:
        marks.update(b"\0" + text.encode())
    return marks.hexdigest()[:16]


def cache_folder() -> Path:
    """Return where vectors are kept: `CAPTIONCHECK_CACHE`, else the user's cache folder."""
    own = os.environ.get("CAPTIONCHECK_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "captioncheck"


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


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a cache file in one step, so that no reader ever sees half of it; say nothing where that is refused."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
