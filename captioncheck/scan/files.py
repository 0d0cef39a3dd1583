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
class Written:
    """What a scan writes in step: the rows, a trace for each of them (`captioncheck.traces`), and the journal."""

    rows: Path
    traces: Path
    journal: Path

    def remove(self) -> None:
        """Remove what is there of them, as far as that is possible."""
        for path in (self.rows, self.traces, self.journal):
            with suppress(OSError):
                path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Files:
    """Where a scan writes. Rows are JSON Lines until all are there; `out` is made of them where it is something else.

    An update writes `new`, which takes the place of `old` at its end; the pass over the whole archive writes the rows
    and the journal of `passing`, as it leaves the traces as they are.
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
    def old(self) -> Written:
        """Return what a scan writes."""
        return Written(self.rows, self._beside(".traces"), self.journal)

    @property
    def new(self) -> Written:
        """Return what an update writes."""
        return Written(self._beside(".update"), self._beside(".update.traces"), self._beside(".update.journal"))

    @property
    def passing(self) -> Written:
        """Return what the pass over the whole archive writes."""
        return Written(self._beside(".across"), self._beside(".across.traces"), self._beside(".across.journal"))

    @property
    def judged(self) -> Path:
        """Return what the pass over the whole archive remembers of captions for the next one."""
        return self._beside(".judged")

    @property
    def compared(self) -> Path:
        """Return what it remembers of pictures: an SQLite database."""
        return self._beside(".compared")

    @property
    def background(self) -> Path:
        """Return the sample of the archive that its captions are compared with."""
        return self._beside(".background")

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
        written = [path for one in (self.old, self.new, self.passing) for path in (one.rows, one.traces, one.journal)]
        remembered = (self.judged, *sqlite_files(self.compared), self.background)
        yield from dict.fromkeys((self.out, *written, *remembered, self.temporary))

    def remove(self) -> None:
        """Remove every file but the lock. Raises ScanError where one stays."""
        for path in self.all():
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise ScanError(f"cannot remove {path}: {error.strerror or error}") from error

    def settle(self) -> None:
        """Put in place what was killed between the renames of its files."""
        for one in (self.new, self.passing):
            if one.journal.exists() and not one.rows.exists():
                self._take_rest(one)

    def take(self, new: Written) -> None:
        """Put what an update or a pass has written in the place of the old."""
        new.rows.replace(self.rows)
        self._take_rest(new)

    def _take_rest(self, new: Written) -> None:
        if new.traces.exists():
            new.traces.replace(self.old.traces)
        new.journal.replace(self.journal)

    def _beside(self, ending: str) -> Path:
        return self.out.with_name(self.out.name + ending)


def sqlite_files(path: Path) -> tuple[Path, Path]:
    """Return an SQLite database, and where it keeps for a while what is being written."""
    return path, path.with_name(f"{path.name}-journal")


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
