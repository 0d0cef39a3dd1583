"""What is made once and kept for later processes, in the user's cache folder.

A folder that cannot be read or written costs time, never an answer.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, TypeVar

T = TypeVar("T")
_DIGEST = 32


def cache_folder() -> Path:
    """Return where things are kept: `CAPTIONCHECK_CACHE`, else the user's cache folder."""
    own = os.environ.get("CAPTIONCHECK_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "captioncheck"


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


def read_plain(name: str) -> Any:
    """Return the plain data kept under a name by this version of Python, or None.

    `marshal` holds no code and runs none; a digest tells what is damaged.
    """
    try:
        data = _path(name).read_bytes()
    except OSError:
        return None
    body = data[_DIGEST:]
    return marshal.loads(body) if hashlib.sha256(body).digest() == data[:_DIGEST] else None


def write_plain(name: str, data: Any) -> None:
    """Keep data of plain types under a name, which should tell the versions of all that it was made of."""
    body = marshal.dumps(data)
    write_whole(_path(name), lambda stream: stream.write(hashlib.sha256(body).digest() + body))


def made_once(name: str, make: Callable[[], T]) -> T:
    """Return what is kept under a name; where nothing is, make it and keep it."""
    kept: T | None = read_plain(name)
    if kept is None:
        kept = make()
        write_plain(name, kept)
    return kept


def _path(name: str) -> Path:
    return cache_folder() / f"{name}-{sys.implementation.cache_tag}.bin"
