"""Which articles of an archive a stray caption may belong to: the nearest by meaning, and those that share rare words.

The archive goes by in parts of bounded size. A part is compared whole, which is exact, and only where there are very
many strays through a graph (HNSW, of `usearch`): its making costs as much as comparing with twenty thousand of them.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from captioncheck.scan.formats import grouped
from captioncheck.traces import Trace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PART = 50_000
"""Articles that are compared at once: some 100 MB of vectors."""
MANY = 20_000
"""Strays from which a graph is made."""
NEAREST, SHARING = 12, 12
"""Candidates by meaning, and further ones by words."""
_RARE = 1_000
"""A word tells nothing that more than one article in so many has, and more than `_FEW`."""
_FEW = 20
_QUERIES = 1_024
_PRODUCTS = 8_000_000
"""Likenesses of vectors and strays that are worked out at once: 32 MB."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A caption that does not belong where it stands: its row and index, its vector and the hashes of its words."""

    row: int
    caption: int
    vector: bytes
    words: bytes


@dataclass(slots=True)
class Candidates:
    """Finds candidates for strays; `traces` gives those of all articles anew, in the order of the rows.

    `rarity` says, once they are found, how rare each of the strays' words is in the archive, by its hash: 0 where all
    articles have it, 1 where none has, on a logarithmic scale, so that archives of any size are alike.
    """

    strays: Sequence[Stray]
    traces: Callable[[], Iterable[Trace]]
    tell: Callable[[int], None]
    rarity: Mapping[bytes, float] = field(init=False, default_factory=dict)
    _near: list[list[tuple[float, int]]] = field(init=False)
    _sharing: list[list[tuple[float, int]]] = field(init=False)

    def __post_init__(self) -> None:
        self._near = [[] for _ in self.strays]
        self._sharing = [[] for _ in self.strays]

    def found(self) -> list[list[int]]:
        """Return the rows that each stray may belong to, the nearest first; never its own."""
        import numpy as np

        words = _Words(self.strays)
        done = 0
        for part in grouped(self.traces(), PART):
            words.count(part)
            done += len(part)
            self.tell(done)
        weights = words.weights(done)
        self.rarity = words.rarity(done)
        queries = np.frombuffer(b"".join(one.vector for one in self.strays), np.int8).reshape(len(self.strays), -1)
        start = 0
        for part in grouped(self.traces(), PART):
            self._by_meaning(part, start, queries)
            words.share(part, start, weights, self._keep_sharing)
            start += len(part)
            self.tell(start)
        return [self._together(near, sharing) for near, sharing in zip(self._near, self._sharing, strict=True)]

    def _together(self, near: list[tuple[float, int]], sharing: list[tuple[float, int]]) -> list[int]:
        return list(dict.fromkeys(row for _, row in (*near, *_most(sharing, SHARING))))

    def _by_meaning(self, part: Sequence[Trace], start: int, queries: NDArray[np.int8]) -> None:
        import numpy as np

        owners = np.repeat(np.arange(start, start + len(part)), [len(trace.vectors) for trace in part])
        if not len(owners):
            return
        joined = b"".join(row for trace in part for row in trace.vectors)
        vectors = np.frombuffer(joined, np.int8).reshape(len(owners), -1)
        if len(queries) < MANY:
            self._compare(vectors, owners, queries)
            return
        wanted = min((NEAREST + 1) * max(len(trace.vectors) for trace in part), len(owners))
        for number, (keys, distances) in enumerate(_searched(vectors, queries, wanted)):
            found = zip((-distances).tolist(), owners[keys.astype(np.int64)].tolist(), strict=True)
            self._keep_near(number, found)

    def _compare(self, vectors: NDArray[np.int8], owners: NDArray[np.int64], queries: NDArray[np.int8]) -> None:
        """Compare all vectors with all strays: products of whole numbers, exact in whatever order they are added."""
        import numpy as np

        turned = queries.astype(np.float32).T
        step = max(_PRODUCTS // len(queries), 1)
        for start in range(0, len(vectors), step):
            rows = vectors[start : start + step].astype(np.float32)
            alike = rows @ turned
            alike /= np.maximum(np.linalg.norm(rows, axis=1), 1)[:, None]
            articles, first = np.unique(owners[start : start + step], return_index=True)
            alike = np.maximum.reduceat(alike, first, axis=0)
            floors = np.array([near[-1][0] if len(near) == NEAREST else -math.inf for near in self._near])
            if len(articles) > NEAREST + 1:  # of these at most one is where the stray stands
                floors = np.maximum(floors, np.partition(alike, -NEAREST - 1, axis=0)[-NEAREST - 1])
            numbers, places = np.nonzero(floors[:, None] <= alike.T)
            likenesses = alike[places, numbers].tolist()
            found: dict[int, list[tuple[float, int]]] = defaultdict(list)
            for number, one in zip(
                numbers.tolist(), zip(likenesses, articles[places].tolist(), strict=True), strict=True
            ):
                found[number].append(one)
            for number, near in found.items():
                self._keep_near(number, near)

    def _keep_near(self, number: int, found: Iterable[tuple[float, int]]) -> None:
        known = {owner: alike for alike, owner in self._near[number]}
        for alike, owner in found:
            if owner != self.strays[number].row:
                known[owner] = max(known.get(owner, -math.inf), alike)
        self._near[number] = _most([(alike, owner) for owner, alike in known.items()], NEAREST)

    def _keep_sharing(self, number: int, row: int, weight: float) -> None:
        if row == self.strays[number].row:
            return
        best = self._sharing[number]
        best.append((weight, row))
        if len(best) > 8 * SHARING:
            self._sharing[number] = _most(best, SHARING)


def _most(found: list[tuple[float, int]], count: int) -> list[tuple[float, int]]:
    """Return those of the highest worth, highest first; of the same worth the first row."""
    return heapq.nsmallest(count, found, key=lambda one: (-one[0], one[1]))


def _searched(
    vectors: NDArray[np.int8], queries: NDArray[np.int8], wanted: int
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.float32]]]:
    """Yield keys and distances of the vectors nearest to each query; with one thread it is always the same."""
    import numpy as np
    from usearch.index import Index

    graph = Index(ndim=vectors.shape[1], metric="cos", dtype="i8")
    graph.add(np.arange(len(vectors)), vectors, threads=1)
    for at in range(0, len(queries), _QUERIES):
        found = graph.search(queries[at : at + _QUERIES], wanted, threads=1)
        yield from zip(np.atleast_2d(found.keys), np.atleast_2d(found.distances), strict=True)


class _Words:
    """The words of strays, and how many articles have each."""

    def __init__(self, strays: Sequence[Stray]) -> None:
        import numpy as np

        self._owners: dict[int, list[int]] = defaultdict(list)
        for number, stray in enumerate(strays):
            for word in np.frombuffer(stray.words, np.uint32).tolist():
                self._owners[word].append(number)
        self._known = np.array(sorted(self._owners), np.uint32)
        self._counts = np.zeros(len(self._known), np.int64)

    def count(self, part: Sequence[Trace]) -> None:
        """Count the articles of a part."""
        import numpy as np

        _, places = self._hits(part)
        self._counts += np.bincount(places, minlength=len(self._known))

    def weights(self, articles: int) -> dict[int, float]:
        """Return what each word is worth that is rare in the archive."""
        limit = max(_FEW, articles // _RARE)
        return {
            place: math.log((articles + 1) / count)
            for place, count in enumerate(self._counts.tolist())
            if 0 < count <= limit
        }

    def rarity(self, articles: int) -> dict[bytes, float]:
        """Return how rare each word is, by its hash."""
        import numpy as np

        worth = (1 - np.log1p(self._counts) / math.log1p(articles)).tolist()
        return {word.tobytes(): value for word, value in zip(self._known, worth, strict=True)}

    def share(
        self, part: Sequence[Trace], start: int, weights: dict[int, float], keep: Callable[[int, int, float], None]
    ) -> None:
        """Tell which strays share how much with which articles of a part."""
        shared: dict[tuple[int, int], float] = defaultdict(float)
        articles, places = self._hits(part)
        for article, place in zip(articles.tolist(), places.tolist(), strict=True):
            if place in weights:
                for stray in self._owners[int(self._known[place])]:
                    shared[stray, article] += weights[place]
        for (stray, article), weight in shared.items():
            keep(stray, start + article, weight)

    def _hits(self, part: Sequence[Trace]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which articles of a part have which known words."""
        import numpy as np

        words = np.frombuffer(b"".join(trace.words for trace in part), np.uint32)
        owners = np.repeat(np.arange(len(part)), [len(trace.words) // 4 for trace in part])
        if not len(self._known) or not len(words):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        places = np.searchsorted(self._known, words).clip(max=len(self._known) - 1)
        hit = self._known[places] == words
        return owners[hit], places[hit]
