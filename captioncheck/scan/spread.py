"""A few inputs from every part of an archive, without listing all of it.

The inputs of a folder and those below each of its folders take turns, in an order that hangs on their names alone: the
first thousand come from a thousand folders where there are so many, and only these folders are listed.
"""

# Paths stay as the user wrote them, and a folder of a million files stays quick: no pathlib here.
# ruff: noqa: PTH112, PTH118, PTH123

from __future__ import annotations

import os
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TypeVar

from captioncheck.config import Settings
from captioncheck.datatypes import Skipped
from captioncheck.extract.base import Source
from captioncheck.extract.readers import has_reader
from captioncheck.leftout import SPECIAL, LeftOut, Rules, Search
from captioncheck.sources import Finder, open_file

T = TypeVar("T")
_LINES = (".jsonl", ".ndjson")
_PLACES = 16
"""Places of a long file of lines that some of its lines are taken from."""
_LONG = 4 * 2**20
"""Bytes from which such a file is long."""
_PACKED = b"\x1f\x8b"
_LISTED = 200_000
"""Paths of a list or of a glob that are taken turns with; what follows them is not."""


def spread(settings: Settings, paths: Iterable[str], files_from: str | None) -> Iterator[Source]:
    """Yield the sources that PATH arguments and a list name; photos that are named, too."""
    left_out = LeftOut(settings)
    parts: list[Iterator[Source]] = []
    for path in paths:
        if settings.force_exclude and left_out.named(path):
            continue
        if os.path.isdir(path):
            search = left_out.search(path)
            below = _below(path, search.start, search.inside(search.start)[1], search)
            parts.append(Source(one, partial(open_file, one), named=False) for one in below)
        else:
            parts.append(_shuffled(Finder(settings=settings).find([path])))
    if files_from is not None:
        parts.append(_shuffled(Finder(settings=settings).find_listed(files_from)))
    return in_turn(parts)


def some_of(source: Source, most: int) -> Source:
    """Return a source of some `most` lines from all over a long file of lines, any other source as it is."""
    if not source.path.casefold().endswith(_LINES):
        return source
    try:
        size = Path(source.path).stat().st_size
        if size < _LONG:
            return source
        with open(source.path, "rb") as stream:
            lines: list[bytes] = []
            if stream.read(2) == _PACKED:
                return source
            for place in range(_PLACES):
                stream.seek(size * place // _PLACES)
                if place:
                    stream.readline()
                lines += islice(stream, -(-most // _PLACES))
    except OSError:
        return source  # whoever reads it says why
    return replace(source, open=partial(BytesIO, b"".join(lines)))


def in_turn(parts: Iterable[Iterator[T]]) -> Iterator[T]:
    """Yield one of each in turn until all are at their end."""
    waiting = deque(parts)
    while waiting:
        part = waiting.popleft()
        for one in part:
            yield one
            waiting.append(part)
            break


def _shuffled(found: Iterator[Source | Skipped]) -> Iterator[Source]:
    some = [one for one in islice(found, _LISTED) if isinstance(one, Source)]
    yield from sorted(some, key=lambda one: _order(one.path))


def _below(here: str, real: str, above: Rules, search: Search) -> Iterator[str]:
    """Yield the files below a folder that a scan would take; `above` are the rules of the folder that it lies in."""
    names, folders = _listed(here)
    rules = above
    if real != search.start:
        rules = search.about.extended(above, real, [one for one in SPECIAL if one in names or one in folders])

    def order(name: str) -> tuple[int, str]:
        return _order(os.path.join(here, name))

    def files() -> Iterator[str]:
        for name in sorted(filter(has_reader, names), key=order):
            if not search.file(rules, os.path.join(real, name), name):
                yield os.path.normpath(os.path.join(here, name))

    def deeper(name: str) -> Iterator[str]:
        inner = os.path.join(real, name)
        if not search.folder(rules, inner, name):
            yield from _below(os.path.join(here, name), inner, rules, search)

    yield from in_turn([files(), *map(deeper, sorted(folders, key=order))])


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """Return the names of files and of folders in a folder; links to folders are no folders, and nor files."""
    names, folders = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                else:
                    names.append(entry.name)
    except OSError:
        return [], []  # the scan itself says why
    return names, folders


def _order(name: str) -> tuple[int, str]:
    return zlib.crc32(name.encode("utf-8", "surrogateescape")), name
