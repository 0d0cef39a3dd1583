"""Standard input as a source that can be opened more than once."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from captioncheck.datatypes import Location, Skipped
from captioncheck.extract.base import Source

IN_MEMORY = 32 * 2**20
"""Bytes of standard input that are kept in memory; more goes to a temporary file."""


def stdin_source(path: str) -> Source | Skipped:
    """Return standard input under the path that it is to be shown as; it is read when it is first opened."""
    # Python sets sys.stdin to None when the file descriptor is closed; its type does not say so.
    if getattr(sys, "stdin", None) is None:
        return Skipped(Location(path), "standard input is closed; give a file, or pipe an article in")
    return Source(path, lambda: _kept()())


@cache
def _kept() -> Callable[[], BinaryIO]:
    stream = sys.stdin.buffer
    head = stream.read(IN_MEMORY + 1)
    if len(head) <= IN_MEMORY:
        return partial(BytesIO, head)
    # Kept open for as long as the process lives: closing deletes it.
    spool = NamedTemporaryFile(prefix="captioncheck-")  # noqa: SIM115
    spool.write(head)
    shutil.copyfileobj(stream, spool)
    spool.flush()
    return lambda: open(spool.name, "rb")  # noqa: PTH123
