"""Texts of any length for a text tower that reads so many tokens: whole where they fit, else in overlapping windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, starmap

Count = Callable[[str], int]
"""Tokens of a text, those that mark its beginning and end counted too."""

_BATCH = 32
_OVERHEAD = 64
"""Tokens that could be read in the time that one more batch costs."""


def windows(text: str, count: Count, limit: int) -> list[str]:
    """Return the text, or windows of it that each have at most `limit` tokens and begin half a window apart.

    They are cut between words; where there are no spaces, between characters. Nothing is left out.
    """
    text = text.strip() or " "
    if count(text) <= limit:
        return [text]
    pieces, glue = (text.split(), " ") if " " in text else (list(text), "")
    if glue:
        pieces = [part for piece in pieces for part in _bearable(piece, count, limit)]
    found: list[str] = []
    start = 0
    while True:
        end = _furthest(pieces, glue, start, count, limit)
        found.append(glue.join(pieces[start:end]))
        if end >= len(pieces):
            return found
        start = max(start + (end - start) // 2, start + 1)


def batches(lengths: Sequence[int]) -> Iterator[slice]:
    """Yield where texts, the shortest first, are cut into batches, so that the least is read besides the texts.

    Of a batch every text is padded to the longest. `lengths` are in tokens.
    """
    cost, start = [0], [0]
    for end, longest in enumerate(lengths, 1):
        least, first = min((cost[at] + longest * (end - at) + _OVERHEAD, at) for at in range(max(end - _BATCH, 0), end))
        cost.append(least)
        start.append(first)
    cuts = [len(lengths)]
    while cuts[0]:
        cuts.insert(0, start[cuts[0]])
    yield from starmap(slice, pairwise(cuts))


def _furthest(pieces: list[str], glue: str, start: int, count: Count, limit: int) -> int:
    """Return the end of the longest window from `start` that fits; at least one piece, which `_bearable` made fit."""
    low, high = start + 1, min(len(pieces), start + max(limit * 8, 8))
    while low < high:
        middle = (low + high + 1) // 2
        if count(glue.join(pieces[start:middle])) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _bearable(piece: str, count: Count, limit: int) -> list[str]:
    """Return a word, halved until each part fits."""
    if count(piece) <= limit or len(piece) < 2:
        return [piece]
    middle = len(piece) // 2
    return _bearable(piece[:middle], count, limit) + _bearable(piece[middle:], count, limit)
