"""One scan an output at a time: a lock that the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from captioncheck.scan.errors import ScanError


@contextmanager
def locked(path: Path, output: str) -> Iterator[None]:
    """Hold a lock file. Raises ScanError where another scan holds it, or it cannot be made."""
    try:
        stream = path.open("ab")
    except OSError as error:
        raise ScanError(f"--out {output}: cannot write there: {error.strerror or error}") from error
    with stream:
        if not _taken(stream) or not _same(stream, path):
            raise ScanError(f"--out {output}: another scan is writing there")
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()


def _taken(stream: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _same(stream: BinaryIO, path: Path) -> bool:
    """Return whether the lock is on the file of that name, not on one that its holder has just removed."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except OSError:
        return False
