"""Where files lie, as seen by those who read results elsewhere: relative, with slashes on every system.

Code hosts count paths from the root of the repository, wherever in it the program runs; tools that are run after it
in the same folder count from there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from captioncheck.report.plain import plain_path

BASE_ID = "%SRCROOT%"


@dataclass(frozen=True, slots=True)
class Places:
    """The root that paths are counted from."""

    root: Path

    @classmethod
    def repository(cls) -> Places:
        """Count from the closest folder, from the working folder up, that holds a `.git`; else from the latter."""
        folder = Path.cwd()
        return cls(next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder))

    @classmethod
    def working(cls) -> Places:
        """Count from the working folder."""
        return cls(Path.cwd())

    def shown(self, path: str) -> str:
        """Return a path relative to the root where it lies in it, else absolute; slashes on every system."""
        return plain_path(self._from_root(path)[0])

    def uri(self, path: str) -> dict[str, str]:
        """Return a SARIF artifactLocation: a relative URI and its base, or an absolute URI outside the root."""
        found, inside = self._from_root(path)
        quoted = _quoted(found)
        if inside:
            # A first segment with a colon would be read as a scheme.
            safe = f"./{quoted}" if ":" in quoted.partition("/")[0] else quoted
            return {"uri": safe, "uriBaseId": BASE_ID}
        return {"uri": f"file://{quoted}" if quoted.startswith("/") else f"file:///{quoted}"}

    def _from_root(self, path: str) -> tuple[str, bool]:
        if path == "-":
            return path, True
        full = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links out of the repository
        if full.is_relative_to(self.root):
            return full.relative_to(self.root).as_posix(), True
        return full.as_posix(), False


def _quoted(path: str) -> str:
    # A file name need not be UTF-8: its bytes come through as they are.
    try:
        return quote(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return quote(plain_path(path))
