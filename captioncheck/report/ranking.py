"""The most severe findings of a run of any length, in memory that does not grow with it."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Generic, TypeVar

from captioncheck.report.findings import Row

T = TypeVar("T")
Severity = tuple[bool, int, float]


def severity(row: Row) -> Severity:
    """Return what findings are ordered by: those that count first, then the level, then the lowest fit.

    What has no fit comes after what has one.
    """
    return (row.suppressed is None, row.level.rank, -1.0 if row.fit is None else -row.fit)


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    severity: Severity
    number: int
    item: T

    def __lt__(self, other: _Kept[T]) -> bool:
        # Of two alike the later one goes first.
        return (self.severity, -self.number) < (other.severity, -other.number)


class Worst(Generic[T]):
    """Keeps the `most` most severe of the items that are added; `added` counts them all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[_Kept[T]] = []
        self.added = 0

    def add(self, item: T, weight: Severity) -> None:
        """Add an item; the least severe one goes when there is no more room."""
        kept = _Kept(weight, self.added, item)
        self.added += 1
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, kept)
        else:
            heapq.heappushpop(self._heap, kept)

    def sorted(self) -> list[T]:
        """Return what was kept, the most severe first, alike ones in the order of the source."""
        return [kept.item for kept in sorted(self._heap, reverse=True)]

    @property
    def left_out(self) -> int:
        """Return how many are not among the kept."""
        return self.added - len(self._heap)
