"""Which of very many prints are alike: hashes choose, a few at most are laid over each, the best of those are moved.

What a picture costs is bounded, however many there are: its windows are looked up in a graph of all hashes, whose
search grows with the logarithm, and what lies near is cut to the nearest `LAID` and then to the `MOVED` that fit best.
In memory are the hashes and the graph over them, about 300 bytes a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from captioncheck.pictures import overlay, prints

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

NEIGHBOURS = 8
"""Pictures nearest to a part of another that are looked at."""
LAID = 24
"""Pictures that are laid over another at most."""
MOVED = 16
"""Pictures that are moved about over another at most."""
BATCH = 128
_NOT_THE_FILE = 0.999
"""The likeness of two files at most: 1 is for a picture and itself."""
_WIDTH = 32
"""How widely the graph is searched; wider finds no more of the crops within reach."""

Reader = Callable[[Sequence[int]], list[bytes]]
"""Returns the prints of pictures by their ids."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Prints that are compared: `ids`, ascending, the hash of each whole picture, and a graph of the hashes."""

    ids: Ints
    wholes: NDArray[np.uint64]
    graph: Any
    read: Reader

    @classmethod
    def of(cls, ids: Ints, read: Reader) -> Alike:
        """Prepare to compare the prints of pictures."""
        from usearch.index import Index

        wholes = np.zeros(len(ids), np.uint64)
        graph = Index(ndim=prints.BITS, metric="hamming", dtype="b1", expansion_search=_WIDTH)
        for start in range(0, len(ids), BATCH):
            greys = prints.greys(read(ids[start : start + BATCH].tolist()))
            wholes[start : start + BATCH] = prints.hashes(greys, 1)[:, 0]
        if len(ids):
            graph.add(np.arange(len(ids)), wholes[:, None].view(np.uint8), threads=1)
        return cls(ids, wholes, graph, read)

    def pairs(self, tell: Callable[[int], None]) -> Iterator[tuple[int, int, float]]:
        """Yield which pictures are alike and how much; a pair may come twice, once from either side."""
        for start in range(0, len(self.ids), BATCH):
            yield from self._compared(np.arange(start, min(start + BATCH, len(self.ids))))
            tell(start)

    def _compared(self, places: Ints) -> Iterator[tuple[int, int, float]]:
        greys = prints.greys(self.read(self.ids[places].tolist()))
        hashes = prints.hashes(greys)
        owners, others = self._near(places, hashes)
        if not len(owners):
            return
        known, where = np.unique(others, return_inverse=True)
        theirs = prints.greys(self.read(self.ids[known].tolist()))[where]
        apart = np.bitwise_count(hashes[owners] ^ self.wholes[others][:, None])
        fits, at = overlay.first_fits(greys[owners], theirs, apart)
        kept = np.flatnonzero(fits >= overlay.HOPEFUL)
        kept = kept[_first(owners[kept], (-fits[kept],), MOVED)]
        likenesses = overlay.likenesses(greys[owners[kept]], theirs[kept], at[kept])
        for pair, likeness in zip(kept.tolist(), likenesses.tolist(), strict=True):
            if likeness >= prints.ALIKE:
                yield int(self.ids[places[owners[pair]]]), int(self.ids[others[pair]]), min(likeness, _NOT_THE_FILE)

    def _near(self, places: Ints, hashes: NDArray[np.uint64]) -> tuple[Ints, Ints]:
        """Return pairs that may be alike: the number of one in the batch, the place of the other among all."""
        found = self.graph.search(hashes.reshape(-1, 1).view(np.uint8), NEIGHBOURS, threads=1)
        keys = np.atleast_2d(found.keys).astype(np.int64)
        owners = np.repeat(np.arange(len(places)), hashes.shape[1])[:, None] + np.zeros_like(keys)
        near = (np.atleast_2d(found.distances) <= prints.NEAR) & (keys != places[owners])
        pairs, distances = owners[near] * len(self.ids) + keys[near], np.atleast_2d(found.distances)[near]
        order = np.lexsort((distances, pairs))
        pairs, first, counts = np.unique(pairs[order], return_index=True, return_counts=True)
        owners, others = pairs // len(self.ids), pairs % len(self.ids)
        kept = _first(owners, (-counts, distances[order][first]), LAID)
        return owners[kept], others[kept]


def _first(owners: Ints, keys: tuple[NDArray[Any], ...], most: int) -> Ints:
    """Return the places of the first few of each owner by keys, the last of them first."""
    order = np.lexsort((*keys, owners))
    ranks = np.arange(len(order)) - np.searchsorted(owners[order], owners[order])
    return np.sort(order[ranks < most])
