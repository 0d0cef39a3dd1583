"""Lists of gitignore patterns: from a setting or a file, and what they say of a path."""

# Paths are asked about by the million, as text: no pathlib here.
# ruff: noqa: PTH123

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from captioncheck.errors import ConfigError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_WHOLE = "/**"


@dataclass(frozen=True, slots=True)
class Patterns:
    """Gitignore patterns that count from the folder `base` (absolute); `origin` says where they stand."""

    base: str
    origin: str
    lines: tuple[str, ...]
    spec: GitIgnoreSpec

    def says(self, path: str, *, folder: bool = False) -> bool | None:
        """Return whether an absolute path is left out (True), taken in by "!" (False), or not spoken of (None)."""
        start = self.base if self.base.endswith(os.sep) else self.base + os.sep
        if not path.startswith(start):
            return None
        name = path[len(start) :]
        if os.sep != "/":
            name = name.replace(os.sep, "/")
        result = self.spec.check_file(name + "/" if folder else name)
        if folder and result.index is not None and self.lines[result.index].rstrip().endswith(_WHOLE):
            return None  # what is in it, one by one: something there may be taken in again
        return result.include

    def without(self, path: str) -> Patterns | None:
        """Return the patterns but for those that leave a folder out; None where none is left."""
        kept = [line for line in self.lines if made(self.base, self.origin, [line]).says(path, folder=True) is not True]
        kept = [line for line in kept if not _covers(self, line, path)]
        return self if len(kept) == len(self.lines) else made(self.base, self.origin, kept) if kept else None


def made(base: str, origin: str, lines: Sequence[str], *, forgiving: bool = False) -> Patterns:
    """Return patterns; one that is none is a ConfigError, or taken for nothing where `forgiving`."""
    from pathspec import GitIgnoreSpec

    right = tuple(line for line in lines if line)  # as pathspec does, which counts the others
    try:
        return Patterns(base, origin, right, GitIgnoreSpec.from_lines(right))
    except (ValueError, re.error):
        right = tuple(line for line in right if _is_pattern(line))
    if forgiving:
        return Patterns(base, origin, right, GitIgnoreSpec.from_lines(right))
    number, wrong = next((number, line) for number, line in enumerate(lines, 1) if not _is_pattern(line))
    where = f"{origin}:{number}" if os.sep in origin else origin
    raise ConfigError(f"{where}: '{wrong}' is no gitignore pattern")


def read(path: str, base: str, *, forgiving: bool = False) -> Patterns | None:
    """Return the patterns of a file, None where it has none. Raises ConfigError where it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as stream:
            lines = stream.read().splitlines()
    except IsADirectoryError:
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot read this list of patterns: {error.strerror or error}") from error
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    return made(base, path, lines, forgiving=forgiving)


def first(rows: Iterable[Patterns], path: str, *, folder: bool = False) -> bool | None:
    """Return what the first of several lists that speaks of a path says of it; None where none does."""
    return next((said for row in rows if (said := row.says(path, folder=folder)) is not None), None)


def _covers(patterns: Patterns, line: str, path: str) -> bool:
    """Return whether a pattern such as "wire/**" leaves out all that is in a folder."""
    bare = line.rstrip()
    if not bare.endswith(_WHOLE) or bare.startswith("!"):
        return False
    return made(patterns.base, patterns.origin, [bare.removesuffix("**")]).says(path, folder=True) is True


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
