"""The files of a scan: the output, its journal, and what an update or another format needs meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from captioncheck.errors import ConfigError, MissingExtraError
from captioncheck.scan.errors import ScanError

KINDS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".parquet": "parquet",
}


@dataclass(frozen=True, slots=True)
class Files:
    """Where a scan writes. Rows are JSON Lines until all are there; `out` is made of them where it is something else.

    An update writes `new_rows` and `new_journal`, which take the place of the old ones at its end.
    """

    shown: str
    out: Path
    kind: str

    @property
    def rows(self) -> Path:
        """Return the file of the rows."""
        return self.out if self.kind == "jsonl" else self._beside(".rows")

    @property
    def journal(self) -> Path:
        """Return the journal."""
        return self._beside(".journal")

    @property
    def new_rows(self) -> Path:
        """Return the rows of an update."""
        return self._beside(".update")

    @property
    def new_journal(self) -> Path:
        """Return the journal of an update."""
        return self._beside(".update.journal")

    @property
    def lock(self) -> Path:
        """Return the file that is locked while a scan writes."""
        return self._beside(".lock")

    @property
    def temporary(self) -> Path:
        """Return the file that another format is written to, before it takes its name."""
        return self._beside(".part")

    def all(self) -> Iterator[Path]:
        """Yield every file but the lock."""
        yield from dict.fromkeys((self.out, self.rows, self.journal, self.new_rows, self.new_journal, self.temporary))

    def remove(self) -> None:
        """Remove every file but the lock. Raises ScanError where one stays."""
        for path in self.all():
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise ScanError(f"cannot remove {path}: {error.strerror or error}") from error

    def settle(self) -> None:
        """Put an update in place that was killed between the renames of its two files."""
        if self.new_journal.exists() and not self.new_rows.exists():
            self.new_journal.replace(self.journal)

    def take_update(self) -> None:
        """Put the rows and the journal of an update in the place of the old ones."""
        self.new_rows.replace(self.rows)
        self.new_journal.replace(self.journal)

    def drop_update(self) -> None:
        """Remove what an update has left."""
        for path in (self.new_rows, self.new_journal):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _beside(self, ending: str) -> Path:
        return self.out.with_name(self.out.name + ending)


def files_for(out: str) -> Files:
    """Return the files of an output. Raises ConfigError for one that cannot be."""
    path = Path(os.path.realpath(out))
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise ConfigError(f"--out {out}: the ending says what is written: {', '.join(KINDS)}")
    if path.exists() and not path.is_file():
        raise ConfigError(f"--out {out}: is no regular file")
    if not path.parent.is_dir():
        raise ConfigError(f"--out {out}: no such folder")
    if kind == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError as error:
            raise MissingExtraError("Parquet", "archive") from error
    return Files(out, path, kind)
