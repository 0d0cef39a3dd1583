"""Prints laid over each other: how alike one is to the part of another that fits it best. Always many pairs at once.

`first_fits` lays the smaller over a few windows of the larger. `likenesses` moves and stretches it from there, by Gauss
and Newton: six steps, in each the greys' slopes say how far to move. Measured on 709 crops to 70 % of the area or more
and on 900 pairs of strangers whose hashes were near, 2026-11: every crop fits with 0.9 or more at first and ends above
.85, three strangers in ten fit so well at first, one in fifty ends there (most of them do share a picture).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np

from captioncheck.pictures.prints import edges, sampled, windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

HOPEFUL = 0.9
"""First fit, 2 at best, from which a pair is worth moving."""
WINDOWS = 4
"""Windows of the larger picture that the smaller is first laid over: those whose hashes are nearest."""
_SAMPLES = 24
_STEPS, _FARTHEST = 6, 0.08
_SHORTEST = 0.6
"""The shortest side of a part, as a share of the whole's."""
_SMALLEST = 0.5
"""The smallest area of a part, as a share of the whole's."""
_PART = 128
"""Pairs laid at once: their numbers stay in a processor's cache."""


def first_fits(larger: Floats, smaller: Floats, apart: NDArray[np.integer]) -> tuple[Floats, Floats]:
    """Return how well each smaller print fits the larger as it lies (2 at best), and the window where it does.

    `apart` has how many bits it is from each of the larger's windows. A window is left, top, width, height, as shares.
    """
    fits, places = np.zeros(len(larger), np.float32), np.zeros((len(larger), 4), np.float32)
    for part in _parts(len(larger)):
        near = np.argsort(apart[part], axis=1, kind="stable")[:, :WINDOWS]
        at = _windows()[near]
        cuts = _cut(np.repeat(larger[part], WINDOWS, axis=0), at.reshape(-1, 4))
        alike = _Shown.of(cuts).cosines(_Shown.of(_whole(smaller[part])).repeated(WINDOWS))
        fit = (alike[0] + alike[1]).reshape(near.shape)
        best = fit.argmax(axis=1)[:, None]
        fits[part] = np.take_along_axis(fit, best, axis=1)[:, 0]
        places[part] = np.take_along_axis(at, best[:, :, None], axis=1)[:, 0]
    return fits, places


def likenesses(larger: Floats, smaller: Floats, places: Floats) -> Floats:
    """Return how alike each smaller print is to a part of the larger, 0 to 1, searched from a place in it on."""
    found = np.zeros(len(larger), np.float32)
    for part in _parts(len(larger)):
        found[part] = _moved(larger[part], smaller[part], places[part])
    return found


def _moved(larger: Floats, smaller: Floats, at: Floats) -> Floats:
    wanted = _Shown.of(_whole(smaller))
    best = np.zeros(len(larger), np.float32)
    for _ in range(_STEPS):
        cut = _cut(larger, at)
        best = np.maximum(best, np.minimum(*_Shown.of(cut).cosines(wanted)))
        at = _within(at + np.clip(_step(cut, wanted.greys, at), -_FARTHEST, _FARTHEST))
    return np.maximum(best, np.minimum(*_Shown.of(_cut(larger, at)).cosines(wanted)))


def _step(cut: Floats, wanted: Floats, at: Floats) -> Floats:
    """Return how left, top, width and height must change for the greys of a cut to become those that are wanted."""
    count = len(cut)
    across, down = np.tile(_places(), _SAMPLES), np.repeat(_places(), _SAMPLES)
    dy, dx = (slope.reshape(count, -1) * _SAMPLES for slope in np.gradient(cut, axis=(1, 2)))
    dx, dy = dx / at[:, 2:3], dy / at[:, 3:4]
    greys = cut.reshape(count, -1)
    slopes = np.stack([dx, dy, dx * across, dy * down, greys, np.ones_like(greys)], axis=2)  # the last two: exposure
    even = greys - greys.mean(axis=1, keepdims=True)
    missing = wanted * np.linalg.norm(even, axis=1, keepdims=True) - even
    turned = slopes.transpose(0, 2, 1)
    normal = turned @ slopes
    damped = 1e-4 * np.trace(normal, axis1=1, axis2=2)[:, None, None] + 1e-3
    steps = np.linalg.solve(normal + damped * np.eye(6, dtype=np.float32), turned @ missing[:, :, None])
    return cast("Floats", steps[:, :4, 0])


def _within(at: Floats) -> Floats:
    """Return places that lie within the picture and are no smaller than a part may be."""
    size = np.clip(at[:, 2:], _SHORTEST, 1)
    size = np.minimum(size * np.sqrt(np.maximum(1, _SMALLEST / size.prod(axis=1, keepdims=True))), 1)
    return np.concatenate([np.clip(at[:, :2], 0, 1 - size), size], axis=1)


class _Shown:
    """Greys and edges of cuts, each a unit row around 0."""

    def __init__(self, greys: Floats, edges: Floats) -> None:
        self.greys, self.edges = greys, edges

    @classmethod
    def of(cls, cuts: Floats) -> _Shown:
        """Return what cuts show."""
        return cls(_unit(cuts.reshape(len(cuts), -1)), _unit(edges(cuts)))

    def repeated(self, times: int) -> _Shown:
        """Return each of them several times."""
        return _Shown(np.repeat(self.greys, times, axis=0), np.repeat(self.edges, times, axis=0))

    def cosines(self, other: _Shown) -> tuple[Floats, Floats]:
        """Return how alike they are in greys and in edges."""
        pairs = (self.greys, other.greys), (self.edges, other.edges)
        greys, edges = (np.einsum("ij,ij->i", one, two) for one, two in pairs)
        return greys, edges


def _unit(rows: Floats) -> Floats:
    even = rows - rows.mean(axis=1, keepdims=True)
    return cast("Floats", even / (np.linalg.norm(even, axis=1, keepdims=True) + np.float32(1e-6)))


def _whole(greys: Floats) -> Floats:
    return _cut(greys, np.tile(np.array([[0, 0, 1, 1]], np.float32), (len(greys), 1)))


def _cut(greys: Floats, at: Floats) -> Floats:
    """Return samples, evenly spaced, of a part of each picture."""
    rows, columns = sampled(at[:, 1], at[:, 3], _SAMPLES), sampled(at[:, 0], at[:, 2], _SAMPLES)
    return cast("Floats", rows @ greys @ columns.transpose(0, 2, 1))


@cache
def _places() -> Floats:
    return ((np.arange(_SAMPLES) + 0.5) / _SAMPLES).astype(np.float32)


@cache
def _windows() -> Floats:
    return np.array(windows(), np.float32)


def _parts(count: int) -> Iterator[slice]:
    for start in range(0, count, _PART):
        yield slice(start, start + _PART)
