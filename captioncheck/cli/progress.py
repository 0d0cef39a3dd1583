"""A line of progress on stderr: only when a run takes long, never amid the results; on a terminal unless asked for."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import TracebackType

from captioncheck.cli.messages import say

PATIENCE = 1.0
"""Seconds without any output after which progress is shown."""
MINUTE = 60.0
"""Seconds between two lines of progress of a scan that has no terminal."""


class Progress:
    """Shows how far a run is. Results are written within `hidden()`, which takes the line away meanwhile.

    Where there is no terminal it says nothing, or with `every` so much every so many seconds.
    """

    def __init__(self, *, wanted: bool = True, every: float | None = None) -> None:
        self._wanted = wanted and (_is_terminal(sys.stderr) or every is not None)
        self._every = None if _is_terminal(sys.stderr) else every
        self._shares_screen = _is_terminal(sys.stdout)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._started = self._quiet_since = time.monotonic()
        self._bar: _Bar | None = None
        self.done = 0
        self.what = "checked"
        self.current = ""
        self.more: Callable[[], str] = str
        """Says what to show behind the count."""

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
        while self._every is not None and not self._stop.wait(self._every):
            say(f"{self._count} in {_time(time.monotonic() - self._started)}")
        while not self._stop.wait(0.2):
            with self._lock:
                if self._bar is None and time.monotonic() - self._quiet_since >= PATIENCE:
                    self._bar = _Bar()
                if self._bar is not None:
                    self._bar.update(self._count, time.monotonic() - self._started, self.current)

    @property
    def _count(self) -> str:
        return f"{self.done:,} {self.what}{self.more()}"

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
        self._width = console.width
        self._task = self._progress.add_task("", total=None)
        self._progress.start()

    def update(self, done: str, seconds: float, current: str) -> None:
        """Draw the count ("12 checked"), the time taken and what is being read."""
        from captioncheck.report.terminal.fitting import clean, cut

        text = f"{done} in {_time(seconds)}  "
        shown = cut(clean(current[-500:]), max(self._width - 4 - len(text), 10), "...")
        self._progress.update(self._task, description=f"{text}{shown}")
        self._progress.refresh()

    def close(self) -> None:
        """Wipe the line."""
        self._progress.stop()


def _time(seconds: float) -> str:
    return str(timedelta(seconds=int(seconds)))


def _is_terminal(stream: object) -> bool:
    isatty = getattr(stream, "isatty", None)
    try:
        return bool(isatty and isatty())
    except ValueError:
        return False
