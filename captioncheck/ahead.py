"""Work that runs one step behind: while the main thread prepares the next item, another finishes the last ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")
_DEPTH = 64
"""Prepared items that may wait: those whose pictures are looked at in one go, few enough to hold memory flat."""


class Ahead(Generic[T]):
    """Runs prepared calls in one thread beside and yields their results in order; an exception comes in its place.

    It pays where the calls spend their time in code that gives up the interpreter's lock.
    """

    def __init__(self, calls: Iterable[Callable[[], T]], depth: int = _DEPTH) -> None:
        self._calls = calls
        self._depth = depth
        self._pool = ThreadPoolExecutor(1, "ahead")
        self._waiting: deque[Future[T]] = deque()

    def __enter__(self) -> Iterator[T]:
        return self._results()

    def _results(self) -> Iterator[T]:
        for call in self._calls:
            self._waiting.append(self._pool.submit(call))
            while self._waiting and (self._waiting[0].done() or len(self._waiting) > self._depth):
                yield self._waiting.popleft().result()
        while self._waiting:
            yield self._waiting.popleft().result()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
