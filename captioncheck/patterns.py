"""Lists of gitignore patterns: from a setting or a file, and what they say of a path."""

# Paths are asked about by the million, as text: no pathlib here.
# ruff: noqa: PTH123

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from captioncheck.errors import ConfigError

_WHOLE = "/**"
_FOLDER = "ps_d"
"""The group of pathspec's expressions that holds the slash behind a folder which a pattern names."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: it leaves out, or with "!" takes in (`out` False)."""

    line: str
    out: bool
    found: Callable[[str], Iterable[re.Match[str]]]
    marked: bool

    def names(self, name: str) -> bool:
        """Return whether it names a path, which ends in a slash where it is a folder.

        pathspec's expressions also match what lies in a folder that is named; whether that is searched is decided at
        the folder, so that it is left out or taken in with it, and judged by the other patterns where it is not.
        """
        if not self.marked:
            return any(True for _ in self.found(name.rstrip("/")))
        return any(found.end(_FOLDER) in (-1, len(name)) for found in self.found(name))

    def leaves_out_all_of(self, name: str) -> bool:
        """Return whether it leaves out a folder, or as "wire/**" all that is in it."""
        return self.out and (self.names(name) or (self.line.rstrip().endswith(_WHOLE) and self.names(f"{name}x")))


@dataclass(frozen=True, slots=True)
class Patterns:
    """Gitignore patterns that count from the folder `base` (absolute); the last that names a path decides."""

    base: str
    rows: tuple[Pattern, ...]

    def says(self, path: str, *, folder: bool = False) -> bool | None:
        """Return whether an absolute path is left out (True), taken in by "!" (False), or not spoken of (None)."""
        name = self._name(path, folder)
        return next((row.out for row in reversed(self.rows) if row.names(name)), None) if name else None

    def within(self, path: str) -> bool:
        """Return whether the patterns name a file, or a folder that it lies in, and do not take it in again."""
        parts = self._name(path, False).split("/")
        folders = ("/".join(parts[:number]) + "/" for number in range(1, len(parts)))
        said = [next((row.out for row in reversed(self.rows) if row.names(name)), None) for name in folders]
        said.append(self.says(path))
        return next((one for one in reversed(said) if one is not None), False)

    def without(self, path: str) -> Patterns | None:
        """Return the patterns but for those that leave a folder out; None where none is left."""
        name = self._name(path, True)
        kept = tuple(row for row in self.rows if not (name and row.leaves_out_all_of(name)))
        return self if len(kept) == len(self.rows) else Patterns(self.base, kept) if kept else None

    def _name(self, path: str, folder: bool) -> str:
        start = self.base if self.base.endswith(os.sep) else self.base + os.sep
        if not path.startswith(start):
            return ""
        name = path[len(start) :] + ("/" if folder else "")
        return name if os.sep == "/" else name.replace(os.sep, "/")


def made(base: str, origin: str, lines: Sequence[str], *, forgiving: bool = False) -> Patterns:
    """Return the patterns of lines, which stand in `origin`.

    One that is none is a ConfigError, or taken for nothing where `forgiving`.
    """
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            row = _pattern(line)
        except (ValueError, re.error):
            if forgiving:
                continue
            where = f"{origin}:{number}" if os.sep in origin else origin
            raise ConfigError(f"{where}: '{line}' is no gitignore pattern") from None
        if row is not None:
            rows.append(row)
    return Patterns(base, tuple(rows))


def read(path: str, base: str, *, forgiving: bool = False) -> Patterns | None:
    """Return the patterns of a file, None where it has none. Raises ConfigError where it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as stream:
            lines = stream.read().splitlines()
    except IsADirectoryError:
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot read this list of patterns: {error.strerror or error}") from error
    found = made(base, path, lines, forgiving=forgiving)
    return found if found.rows else None


def first(rows: Iterable[Patterns], path: str, *, folder: bool = False) -> bool | None:
    """Return what the first of several lists that speaks of a path says of it; None where none does."""
    return next((said for row in rows if (said := row.says(path, folder=folder)) is not None), None)


def _pattern(line: str) -> Pattern | None:
    """Return the pattern of a line; None for a comment or an empty one. Raises ValueError or re.error."""
    from pathspec import GitIgnoreSpec

    # pathspec takes "wire/**/" for "wire/"; git means the folders in it.
    wanted = line.rstrip() + "*/" if line.rstrip().endswith(_WHOLE + "/") else line
    for pattern in GitIgnoreSpec.from_lines([wanted]).patterns:
        expression = getattr(pattern, "regex", None)
        if pattern.include is not None and expression is not None:
            return Pattern(line, pattern.include, expression.finditer, _FOLDER in expression.groupindex)
    return None
