"""Which of very many prints are alike: hashes choose, a few at most are laid over each, the best of those are moved.

What a picture is alike to depends on the prints alone, in whatever order they came. What it costs is bounded but for
looking its windows up (`buckets`), which takes longer the more hashes are like them.
In memory are the hashes of the whole pictures and the buckets, about 200 bytes a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from captioncheck.pictures import overlay, prints
from captioncheck.scan.across.buckets import Buckets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

LAID = 24
"""Pictures that are laid over another at most."""
MOVED = 16
"""Pictures that are moved about over another at most."""
NOT_THE_FILE = 0.999
"""The likeness of two files at most: 1 is for a picture and itself."""
_PART = 10_000


@dataclass(frozen=True, slots=True)
class Alike:
    """Prints that are compared, by number: `buckets` has the hashes of the whole pictures.

    `windows` returns the hashes of pictures and of their windows, `read` their prints.
    """

    buckets: Buckets
    windows: Callable[[Ints], Hashes]
    read: Callable[[Sequence[int]], list[bytes]]

    def pairs(self, batch: Ints) -> Iterator[tuple[int, int, float]]:
        """Yield which pictures are alike to a part of which of a batch, and how much; all of it is in memory."""
        windows = self.windows(batch)
        owners, others, apart = self._near(batch, windows)
        if not len(owners):
            return
        mine, whose = np.unique(owners, return_inverse=True)
        larger = prints.greys(self.read(batch[mine].tolist()))[whose]
        known, where = np.unique(others, return_inverse=True)
        smaller = prints.greys(self.read(known.tolist()))[where]
        fits, at = overlay.first_fits(larger, smaller, apart)
        kept = np.flatnonzero(fits >= overlay.HOPEFUL)
        kept = kept[_first(owners[kept], (-fits[kept],), MOVED)]
        likenesses = overlay.likenesses(larger[kept], smaller[kept], at[kept])
        for pair, likeness in zip(kept.tolist(), likenesses.tolist(), strict=True):
            if likeness >= prints.ALIKE:
                yield int(batch[owners[pair]]), int(others[pair]), min(likeness, NOT_THE_FILE)

    def _near(self, batch: Ints, windows: Hashes) -> tuple[Ints, Ints, NDArray[np.uint8]]:
        """Return pairs that may be alike: the place of one in the batch, the number of the other; and bits apart."""
        owners, others = self.buckets.near(windows)
        stranger = batch[owners] != others
        owners, others = owners[stranger], others[stranger]
        worth = np.zeros((2, len(owners)), np.int64)
        for start in range(0, len(owners), _PART):
            part = slice(start, start + _PART)
            apart = self._apart(windows[owners[part]], others[part])
            worth[:, part] = apart.min(axis=1), -(apart <= prints.NEAR).sum(axis=1)
        kept = _first(owners, (worth[0], worth[1]), LAID)
        return owners[kept], others[kept], self._apart(windows[owners[kept]], others[kept])

    def _apart(self, windows: Hashes, others: Ints) -> NDArray[np.uint8]:
        apart: NDArray[np.uint8] = np.bitwise_count(windows ^ self.buckets.hashes[others][:, None])
        return apart


def _first(owners: Ints, keys: tuple[NDArray[Any], ...], most: int) -> Ints:
    """Return the places of the first few of each owner by keys, the last of them first."""
    order = np.lexsort((*keys, owners))
    ranks = np.arange(len(order)) - np.searchsorted(owners[order], owners[order])
    return np.sort(order[ranks < most])
