"""What was fetched, written down beside it: commits, sizes and SHA-256 of every file of a checkpoint."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from captioncheck.kept import cache_folder, write_whole

NAME = "captioncheck.lock.json"
_BLOCK = 2**22


@dataclass(frozen=True, slots=True)
class LockedFile:
    """A file's size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Lock:
    """The name that was fetched, the commit of each repository, and the files by their path in the folder."""

    name: str
    revisions: Mapping[str, str]
    files: Mapping[str, LockedFile]


def read_lock(folder: Path) -> Lock | None:
    """Return a folder's lock, or None where there is none that can be read."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        files = {name: LockedFile(int(row["size"]), str(row["sha256"])) for name, row in data["files"].items()}
        return Lock(str(data["name"]), {str(k): str(v) for k, v in data["revisions"].items()}, files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_lock(folder: Path, lock: Lock) -> None:
    """Write a folder's lock."""
    files = {name: {"size": file.size, "sha256": file.sha256} for name, file in sorted(lock.files.items())}
    data = {"name": lock.name, "revisions": dict(lock.revisions), "files": files}
    path = folder / NAME
    path.with_suffix(".tmp").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".tmp").replace(path)


def digest_file(path: Path, seen: Callable[[int], object] = lambda _bytes: None) -> str:
    """Return the SHA-256 of a file; `seen` is told the bytes of each block."""
    marks = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            marks.update(block)
            seen(len(block))
    return marks.hexdigest()


def damage(folder: Path, lock: Lock, seen: Callable[[int], object] = lambda _bytes: None) -> list[str]:
    """Return what differs between a folder and its lock, in words; empty when every digest is right."""
    found = []
    for name, file in lock.files.items():
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif path.stat().st_size != file.size:
            found.append(f"{name} has {path.stat().st_size:,} bytes, not {file.size:,}")
        elif digest_file(path, seen) != file.sha256:
            found.append(f"{name} has another SHA-256 than when it was fetched")
    return found


def weights_digest(path: Path) -> str:
    """Return the SHA-256 of a weights file: from the lock, from an earlier reading of the same file, or by reading it.

    Raises OSError when it cannot be read.
    """
    status = path.stat()
    lock = read_lock(path.parent)
    if lock is not None and path.name in lock.files and lock.files[path.name].size == status.st_size:
        return lock.files[path.name].sha256
    mark = f"{os.fspath(path.resolve())}\0{status.st_size}\0{status.st_mtime_ns}"
    kept = cache_folder() / f"weights-{hashlib.sha256(mark.encode()).hexdigest()[:32]}.txt"
    try:
        known = kept.read_text(encoding="ascii")
    except (OSError, ValueError):
        known = ""
    if len(known) == 64 and set(known) <= set("0123456789abcdef"):
        return known
    digest = digest_file(path)
    write_whole(kept, lambda stream: stream.write(digest.encode()))
    return digest
