"""Paths, folders, globs, lists of paths and standard input to the sources to read, in a stable order.

Whatever was named but cannot be read becomes a `Skipped` with its reason, in its place in the order.
"""

# Paths stay as the user wrote them, "./a" and all, and a walk over a million files stays quick: no pathlib here.
# ruff: noqa: PTH100, PTH112, PTH114, PTH116, PTH118, PTH119, PTH123, PTH207

from __future__ import annotations

import codecs
import errno
import glob
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import partial
from itertools import chain
from typing import BinaryIO

from captioncheck.config import Settings
from captioncheck.datatypes import Location, Skipped, Status
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source
from captioncheck.extract.readers import EXTENSIONS, has_reader
from captioncheck.leftout import LINKED, OWN, SPECIAL, LeftOut, Search, real_path, told
from captioncheck.patterns import made
from captioncheck.stdin import stdin_source

STDIN = "-"

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a character device"),
    (stat.S_ISBLK, "a block device"),
)
_WORDS = {
    errno.ENOENT: "no such file or folder",
    errno.ENOTDIR: "no such file or folder",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.ELOOP: "a link that leads in a circle",
    errno.ENAMETOOLONG: "the path is too long",
    errno.EISDIR: "a folder, not a file",
    errno.EMFILE: "too many open files",
    errno.EIO: "the disk failed to read it",
}


@dataclass(slots=True)
class Finder:
    """Finds the sources that a user named.

    `outputs` are (device, inode) pairs of the files that this run writes, which are never read: left out where they are
    found, skipped where they are named. With `allow_empty`, a
    folder or glob without articles is skipped rather than an error. The settings say what is left out: of folders and
    globs, and with `force_exclude` of what is named, too; `left_out` counts it. Raises ConfigError for patterns that
    are none.
    """

    allow_empty: bool = False
    stdin_name: str | None = None
    outputs: frozenset[tuple[int, int]] = frozenset()
    settings: Settings = field(default_factory=Settings)
    _seen: set[str] = field(default_factory=set)
    left_out: LeftOut = field(init=False)

    def __post_init__(self) -> None:
        self.left_out = LeftOut(self.settings)

    def find(self, paths: Iterable[str]) -> Iterator[Source | Skipped]:
        """Yield the sources of PATH arguments: files, folders, globs and "-", each file once."""
        for path in paths:
            if path == STDIN:
                if STDIN in self._seen:
                    continue
                self._seen.add(STDIN)
                yield stdin_source(self.stdin_name or STDIN)
            elif glob.has_magic(path) and not os.path.lexists(path):
                found = _matches(path, self.left_out)
                yield from self._found(path, found, "no such file, and as a pattern it matches nothing")
            else:
                yield from self._named(path)

    def find_listed(self, list_path: str) -> Iterator[Source | Skipped]:
        """Yield the sources of a list of paths, one a line (or NUL-separated); no globs. "-" is standard input."""
        source = stdin_source(STDIN) if list_path == STDIN else Source(list_path, lambda: open(list_path, "rb"))  # noqa: SIM115
        if isinstance(source, Skipped):
            yield source
            return
        try:
            with source.open() as stream:
                for name in _names(stream):
                    yield from self._named(name)
        except OSError as error:
            yield Skipped(Location(list_path), f"cannot read this list of paths: {reason_of(error)}")

    def _named(self, path: str) -> Iterator[Source | Skipped]:
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            yield Skipped(Location(path), reason_of(error) if path else "an empty path")
            return
        if self.settings.force_exclude and (reason := self.left_out.named(path)):
            self.left_out.counts[reason, "folder" if stat.S_ISDIR(mode) else "file"] += 1
            yield Skipped(Location(path), f"left out ({reason}), as --force-exclude asks", Status.SKIPPED)
        elif stat.S_ISDIR(mode):
            yield from self._found(path, _walk(path, self.left_out.search(path)), "no articles in this folder")
        else:
            yield from self._file(path)

    def _found(self, named: str, found: Iterator[str | Skipped], nothing: str) -> Iterator[Source | Skipped]:
        """Yield the sources of the paths that a folder or glob gave; when it gave none, say so."""
        empty, before = True, Counter(self.left_out.counts)
        for item in found:
            if isinstance(item, Skipped):
                yield item
            elif self.outputs and identity(item) in self.outputs:
                self.left_out.counts[OWN, "file"] += 1
                continue
            else:
                yield from self._file(item, named=False)
            empty = False
        if empty:
            left_out = told(self.left_out.counts - before)
            endings = ", ".join(EXTENSIONS)
            why = f"{nothing} (looked for {endings}; photos only where they are named)"
            if left_out:
                why = f"nothing to check: all that was found is left out ({left_out})"
            yield Skipped(Location(named), why, Status.SKIPPED if self.allow_empty else Status.ERROR)

    def _file(self, path: str, *, named: bool = True) -> Iterator[Source | Skipped]:
        key = os.path.abspath(path)
        if key in self._seen:
            return
        self._seen.add(key)
        try:
            status = os.stat(path)
        except OSError as error:
            broken = os.path.islink(path) and error.errno == errno.ENOENT
            yield Skipped(Location(path), "a link that leads nowhere" if broken else reason_of(error))
            return
        if (status.st_dev, status.st_ino) in self.outputs:
            yield Skipped(Location(path), "an output of this run", Status.SKIPPED)
        elif not stat.S_ISREG(status.st_mode):
            kind = next((words for test, words in _KINDS if test(status.st_mode)), "no regular file")
            yield Skipped(Location(path), f"{kind}, not a file; pipe its content to 'captioncheck -' instead")
        else:
            yield Source(path, partial(open_file, path), named)


def identity(path: str) -> tuple[int, int] | None:
    """Return the (device, inode) of a file, None where there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def open_file(path: str) -> BinaryIO:
    """Open a file that was found; ReaderError says in words why it cannot be read."""
    try:
        return open(path, "rb")
    except OSError as error:
        gone = "vanished after it was found" if error.errno == errno.ENOENT else reason_of(error)
        raise ReaderError(gone) from error


def reason_of(error: OSError | ValueError) -> str:
    """Return in words why the system refused a path."""
    if isinstance(error, OSError):
        return _WORDS.get(error.errno or 0) or (error.strerror or str(error)).lower()
    return f"not a path that this system can have ({error})"


def _walk(folder: str, search: Search, *, everything: bool = False) -> Iterator[str | Skipped]:
    """Yield every file below a folder that has a reader: by name, a folder's files before its subfolders.

    Links to folders are not followed. With `everything` come files without a reader, too.
    """
    refused: list[OSError] = []
    rules = {folder: search.inside(search.start)[1]}
    for here, folders, names in os.walk(folder, onerror=refused.append, followlinks=False):
        yield from _refusals(refused)
        real = search.start if here == folder else os.path.join(search.start, os.path.relpath(here, folder))
        ruled = rules.pop(here)
        if here != folder:
            ruled = search.about.extended(ruled, real, [one for one in SPECIAL if one in names or one in folders])
        kept = []
        for name in sorted(folders):
            linked = os.path.islink(os.path.join(here, name))
            if reason := LINKED if linked else search.folder(ruled, os.path.join(real, name), name):
                search.count(reason, "folder")
            else:
                kept.append(name)
                rules[os.path.join(here, name)] = ruled
        folders[:] = kept
        for name in sorted(names):
            if not everything and not has_reader(name):
                continue
            if reason := search.file(ruled, os.path.join(real, name), name):
                search.count(reason, "file")
            else:
                yield os.path.normpath(os.path.join(here, name))
    yield from _refusals(refused)


def _refusals(refused: list[OSError]) -> Iterator[Skipped]:
    for error in refused:
        yield Skipped(Location(os.path.normpath(error.filename)), f"cannot list this folder: {reason_of(error)}")
    refused.clear()


def _matches(pattern: str, left_out: LeftOut) -> Iterator[str | Skipped]:
    """Yield the files that a glob matches; a pattern that ends in * takes only what has a reader."""
    base, rest = _split(pattern)
    search = left_out.search(base or os.curdir)
    if "**" in rest.split("/"):
        yield from _deep_matches(base or os.curdir, rest, search)
        return
    everything = os.path.basename(pattern) in {"*", "**"}
    for path in sorted(glob.iglob(pattern)):
        folder = os.path.isdir(path)
        if not folder and everything and not has_reader(path):
            continue
        real = real_path(path)
        if reason := search.inside(real)[0] if folder else search.reason(real):
            search.count(reason, "folder" if folder else "file")
        elif folder:
            yield from _walk(path, left_out.search(path))
        else:
            yield path


def _deep_matches(base: str, rest: str, search: Search) -> Iterator[str | Skipped]:
    """Yield the files below a folder that a pattern with ** matches, or that lie in a folder that it matches.

    `glob` would follow links to folders, round and round.
    """
    wanted = made(search.start, "glob", ["/" + rest])
    last = rest.rpartition("/")[2]
    if not os.path.isdir(base):
        return
    for item in _walk(base, search, everything=True):
        if isinstance(item, Skipped):
            yield item
        elif wanted.within(os.path.join(search.start, os.path.relpath(item, base))):
            named = last not in {"*", "**"} and fnmatch(os.path.basename(item), last)
            if named or has_reader(item):
                yield item


def _split(pattern: str) -> tuple[str, str]:
    """Return the folder before the first part of a pattern that is one, and the rest."""
    parts = pattern.replace(os.sep, "/").split("/")
    first = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    base = "/".join(parts[:first])
    return base or ("/" if pattern.startswith("/") else ""), "/".join(parts[first:])


def _names(stream: BinaryIO) -> Iterator[str]:
    """Yield the paths of a list, one a line; a list with NUL bytes (`find -print0`) is cut at these."""
    first = stream.readline()
    if b"\0" in first:
        rest = first + stream.read()
        lines: Iterable[bytes] = rest.split(b"\0")
    else:
        lines = chain([first.removeprefix(codecs.BOM_UTF8)], stream)
    for line in lines:
        name = os.fsdecode(line.rstrip(b"\r\n"))
        if name.strip():
            yield name
