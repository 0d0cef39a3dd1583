"""Ctrl-C that is never lost: a library's bare `except` (rich has one) may swallow the KeyboardInterrupt on its way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def remembered() -> Iterator[Callable[[], None]]:
    """Yield a function that raises KeyboardInterrupt if Ctrl-C came since; the interrupt is raised at once as ever.

    One within another tells that, too.
    """
    came = threading.Event()
    before: Any = None

    def again() -> None:
        if came.is_set():
            raise KeyboardInterrupt

    def handle(_number: int, _frame: FrameType | None) -> None:
        came.set()
        if callable(before):
            before(_number, _frame)
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # only the main thread may set handlers
        yield again
        return
    before = signal.signal(signal.SIGINT, handle)
    try:
        yield again
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def held() -> Iterator[None]:
    """Let the first Ctrl-C wait for the end of what is within, so that no document is cut; a second one does not."""
    waiting = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if waiting.is_set():
            raise KeyboardInterrupt
        waiting.set()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if waiting.is_set():
        signal.raise_signal(signal.SIGINT)
