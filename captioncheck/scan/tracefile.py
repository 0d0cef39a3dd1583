"""The file of traces beside the rows of a scan: a record a row, in their order, empty where a row left none."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from captioncheck.scan.errors import ScanError

_LENGTH = struct.Struct("<I")


def record(trace: bytes) -> bytes:
    """Return what stands in the file for a trace."""
    return _LENGTH.pack(len(trace)) + trace


def next_of(stream: BinaryIO) -> bytes:
    """Return the next trace of a file. Raises ScanError where it ends too soon."""
    head = stream.read(_LENGTH.size)
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    trace = stream.read(size)
    if len(head) < _LENGTH.size or len(trace) < size:
        raise ScanError(f"{stream.name}: is cut off; --restart begins anew")
    return trace


def traces_of(path: Path, size: int) -> Iterator[bytes]:
    """Yield the traces in the first `size` bytes of a file."""
    with path.open("rb") as stream:
        while stream.tell() < size:
            yield next_of(stream)
