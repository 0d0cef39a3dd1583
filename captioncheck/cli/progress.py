"""A line of progress on stderr: only when a run takes long, never amid the results; on a terminal unless asked for."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING

from captioncheck.cli.messages import say

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

PATIENCE = 1.0
"""Seconds without any output after which progress is shown."""
_SOON = 3.0
"""Seconds before which a rate says little."""
_BAR = 16
"""Columns of the bar; a screen of fewer than five times as many has none."""
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
        self.total: Callable[[], int | None] = lambda: None
        """Says how many there are in all, None where that cannot be told; asked once, when the line is first shown."""
        self._all: int | None = None

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
        asked = False
        while not self._stop.wait(0.2):
            if not asked and time.monotonic() - self._quiet_since >= PATIENCE:
                asked, self._all = True, self.total()
            with self._lock:
                if self._bar is None and time.monotonic() - self._quiet_since >= PATIENCE:
                    self._bar = _Bar(measured=self._share is not None)
                if self._bar is not None:
                    self._bar.update(self._text(time.monotonic() - self._started), self.current, self._share)

    @property
    def _share(self) -> float | None:
        """Return how much of all is done, 0 to 1."""
        return self.done / self._all if self._all and self.done <= self._all else None

    @property
    def _count(self) -> str:
        of = f" of {self._all:,}" if self._share is not None else ""
        return f"{self.done:,}{of} {self.what}{self.more()}"

    def _text(self, seconds: float) -> str:
        """Return "12 of 200 checked in 0:00:06, 0:01:34 left" as far as that is known."""
        text, share = f"{self._count} in {_time(seconds)}", self._share
        return f"{text}, {_time(seconds / share - seconds)} left" if share and seconds >= _SOON else text

    def _hide(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class _Bar:
    """The line itself, drawn by rich."""

    def __init__(self, *, measured: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, SpinnerColumn, TextColumn
        from rich.progress import Progress as RichProgress

        console = Console(stderr=True)
        self._room = console.width - 4
        columns: list[ProgressColumn] = [SpinnerColumn("line"), TextColumn("{task.description}", markup=False)]
        if measured and console.width >= 5 * _BAR:
            columns.insert(1, BarColumn(_BAR))
            self._room -= _BAR + 1
        # The thread that made us refreshes; rich's own thread would draw at any time.
        self._progress = RichProgress(*columns, console=console, transient=True, auto_refresh=False)
        self._task = self._progress.add_task("", total=None)
        self._progress.start()

    def update(self, text: str, current: str, share: float | None) -> None:
        """Draw a text, what is being read, and how much of all is done."""
        from captioncheck.report.terminal.fitting import clean, cut

        shown = cut(clean(current[-500:]), max(self._room - len(text) - 2, 10), "...")
        total = None if share is None else 1.0
        self._progress.update(self._task, description=f"{text}  {shown}", completed=share or 0.0, total=total)
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
