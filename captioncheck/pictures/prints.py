"""A picture's print: 32 x 32 greys, which tell it again when it was recompressed, resized, brightened or cropped.

Measured on 103 press photos and their crops, 2026-11. An ordinary perceptual hash of 64 bits (pHash) finds a picture
that was compressed or resized again, within 6 bits, but not one that was cropped: at nine tenths of the area 18 bits
apart, at seven tenths as far as a stranger (32). So a print keeps the greys themselves. `hashes` are the pHash of the
whole and of `WINDOWS`, what a crop may have kept: the whole of a crop lies within 12 bits of a window of its original,
three strangers in 20,000 do too. Those are then laid over each other (`overlay`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Floats = NDArray[np.float32]

SIDE = 32
LEAST = 2 * SIDE
"""The shortest side, in pixels, that a picture is decoded at."""
BITS = 64
NEAR = 12
"""Bits of `BITS` within which two pictures are worth laying over each other."""
ALIKE = 0.85
"""Likeness from which two prints are of one picture; drawings of a few shapes come to .80 where they are not."""
_DETAIL = 10.0
"""Mean difference of neighbouring greys (0 to 255), 99th percentile, below which there is nothing to tell it by."""
_SIZES, _STEP, _AREA = (1.0, 0.9, 0.8, 0.7), 0.1, 0.62
_LOW = 8

Window = tuple[float, float, float, float]
"""Left, top, width and height, as shares of the picture."""


def print_of(image: Image) -> bytes:
    """Return the print of an upright RGB picture, row by row; b"" where it has no more to it than a plain ground."""
    from PIL import Image as images

    small = image.convert("L").resize((SIDE, SIDE), images.Resampling.LANCZOS, reducing_gap=2.0)
    made = small.tobytes()
    return made if _detailed(greys([made])) else b""


def greys(pictures: Sequence[bytes]) -> Floats:
    """Return the greys of prints: pictures, rows, columns."""
    return np.frombuffer(b"".join(pictures), np.uint8).reshape(-1, SIDE, SIDE).astype(np.float32)


def hashes(pictures: Floats, count: int | None = None) -> NDArray[np.uint64]:
    """Return the perceptual hashes of the greys of prints: a row each, of the whole first, then of its windows.

    With `count` of so many windows alone.
    """
    left, right = (one[:count] for one in _transforms())
    tall = (left.reshape(-1, SIDE) @ pictures).reshape(len(pictures), len(left), _LOW, SIDE)
    low = (tall @ right).reshape(len(pictures), len(left), -1)[:, :, 1:]  # without how bright it is
    middle = low.shape[2] // 2
    bits = np.zeros((*low.shape[:2], BITS), bool)
    bits[:, :, 1:] = low > np.partition(low, middle, axis=2)[:, :, middle : middle + 1]
    packed: NDArray[np.uint64] = np.packbits(bits, axis=2).view(np.uint64)
    return packed[:, :, 0]


@cache
def windows() -> tuple[Window, ...]:
    """Return the parts of a picture that a crop may have kept, the whole first."""
    rows = [(1.0, 1.0)] + [(w, h) for w in _SIZES for h in _SIZES if w * h >= _AREA and (w, h) != (1.0, 1.0)]
    return tuple((x, y, w, h) for w, h in rows for x in _places(w) for y in _places(h))


def _places(size: float) -> tuple[float, ...]:
    steps = round((1 - size) / _STEP)
    return tuple(float(at) for at in np.linspace(0, 1 - size, steps + 1))


@cache
def _transforms() -> tuple[Floats, Floats]:
    """Return, for each window, what turns greys into the lowest frequencies of its part."""
    at, wave = np.arange(SIDE)[None], np.arange(_LOW)[:, None]
    cosines = np.cos(np.pi * (2 * at + 1) * wave / (2 * SIDE)).astype(np.float32)
    x, y, width, height = np.array(windows(), np.float32).T
    return cosines @ sampled(y, height, SIDE), (cosines @ sampled(x, width, SIDE)).transpose(0, 2, 1)


def sampled(start: Floats, size: Floats, samples: int) -> Floats:
    """Return the matrices that read samples, evenly spaced, from stretches of a row of greys."""
    steps = ((np.arange(samples) + 0.5) / samples).astype(np.float32)
    at = np.clip((start[:, None] + size[:, None] * steps) * SIDE - 0.5, 0, SIDE - 1)
    weights: Floats = np.maximum(0, 1 - np.abs(at[:, :, None] - np.arange(SIDE, dtype=np.float32)))
    return weights


def edges(pictures: Floats) -> Floats:
    """Return how each grey differs from the one below and from the one to its right: a row a picture."""
    down = pictures[:, 1:, :-1] - pictures[:, :-1, :-1]
    right = pictures[:, :-1, 1:] - pictures[:, :-1, :-1]
    return np.concatenate([down.reshape(len(pictures), -1), right.reshape(len(pictures), -1)], axis=1)


def _detailed(one: Floats) -> bool:
    return float(np.percentile(np.abs(edges(one)), 99)) >= _DETAIL
