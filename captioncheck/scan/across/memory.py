"""What a pass has judged, kept in a file for the next one, which then judges only what is new or has changed."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from captioncheck.scan.across.ranking import Home


class Memory:
    """Homes by the digest of what was asked; a line of a file each.

    The file is read whole and written anew as the pass goes on; one that ends early keeps all it knew. Lines of another
    form are not known, and where the file cannot be written the next pass does without.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[bytes, bytes] = {}
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Memory:
        with suppress(OSError), self._path.open("rb") as stream:
            for line in stream:
                with suppress(ValueError, TypeError, LookupError):
                    self._known[bytes.fromhex(json.loads(line)[0])] = line
        with suppress(OSError):
            self._stream = self._path.open("wb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for line in self._known.values():
                self._write(line)
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()

    def recall(self, mark: bytes) -> Home | None:
        """Return what is known, once, and keep it."""
        line = self._known.pop(mark, b"")
        with suppress(ValueError, TypeError):
            _, fit, words, fluent, printed, days = json.loads(line)
            days = None if days is None else int(days)
            home = Home(float(fit), int(words, 16), bool(fluent), bool(printed), days)
            self._write(line)
            return home
        return None

    def keep(self, mark: bytes, home: Home) -> None:
        """Keep what was judged."""
        row = [mark.hex(), home.fit, f"{home.words:x}", home.fluent, home.printed, home.days]
        self._write(json.dumps(row, separators=(",", ":")).encode() + b"\n")

    def _write(self, line: bytes) -> None:
        if self._stream is not None:
            try:
                self._stream.write(line)
            except OSError:
                with suppress(OSError):
                    self._stream.close()
                self._stream = None
