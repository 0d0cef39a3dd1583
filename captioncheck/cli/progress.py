"""A line of progress on stderr: only on a terminal, only when a run takes long, never amid the results."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from types import TracebackType

PATIENCE = 1.0
"""Seconds without any output after which progress is shown."""


class Progress:
    """Shows how far a run is. Results are written within `hidden()`, which takes the line away meanwhile."""

    def __init__(self, *, wanted: bool = True) -> None:
        self._wanted = wanted and _is_terminal(sys.stderr)
        self._shares_screen = _is_terminal(sys.stdout)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._started = self._quiet_since = time.monotonic()
        self._bar: _Bar | None = None
        self.done = 0
        self.what = "checked"
        self.current = ""

    def __enter__(self) -> Progress:
        if self._wanted:
            self._thread = threading.Thread(target=self._watch, name="progress", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=2)
        with self._lock:
            self._hide()

    @contextlib.contextmanager
    def hidden(self) -> Iterator[None]:
        """Keep the line away while something else writes to the screen."""
        with self._lock:
            if self._shares_screen:
                self._hide()
                self._quiet_since = time.monotonic()
            yield

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            with self._lock:
                if self._bar is None and time.monotonic() - self._quiet_since >= PATIENCE:
                    self._bar = _Bar()
                if self._bar is not None:
                    self._bar.update(f"{self.done:,} {self.what}", time.monotonic() - self._started, self.current)

    def _hide(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class _Bar:
    """The line itself, drawn by rich."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress as RichProgress
        from rich.progress import SpinnerColumn, TextColumn

        console = Console(stderr=True)
        columns = (SpinnerColumn("line"), TextColumn("{task.description}", markup=False))
        # The thread that made us refreshes; rich's own thread would draw at any time.
        self._progress = RichProgress(*columns, console=console, transient=True, auto_refresh=False)
        self._room = max(console.width - 34, 10)
        self._task = self._progress.add_task("", total=None)
        self._progress.start()

    def update(self, done: str, seconds: float, current: str) -> None:
        """Draw the count ("12 checked"), the time taken and what is being read."""
        from captioncheck.report.terminal.fitting import clean, cut

        shown = cut(clean(current[-500:]), self._room, "...")
        self._progress.update(self._task, description=f"{done} in {timedelta(seconds=int(seconds))}  {shown}")
        self._progress.refresh()

    def close(self) -> None:
        """Wipe the line."""
        self._progress.stop()


def _is_terminal(stream: object) -> bool:
    isatty = getattr(stream, "isatty", None)
    try:
        return bool(isatty and isatty())
    except ValueError:
        return False
