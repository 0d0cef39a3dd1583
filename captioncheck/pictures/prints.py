"""A picture's print: 32 x 32 greys, which tell it again when it was recompressed, resized, brightened or cropped.

Measured on 103 press photos and their crops, 2026-11. An ordinary perceptual hash of 64 bits (pHash) finds a picture
that was compressed or resized again, within 6 bits, but not one that was cropped: at nine tenths of the area 18 bits
apart, at seven tenths as far as a stranger (32). So a print keeps the greys themselves. `hashes` are the pHash of the
whole and of `WINDOWS`, what a crop may have kept: the whole of a crop lies within 12 bits of a window of its original,
one pair of strangers in 200 does too. `likeness` then lays the smaller one over the larger, moves and stretches it
until it fits best, and compares the edges: crops to 70 % of the area score .93 to .99, strangers .37 at most.
"""

from __future__ import annotations

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
NEAR = 16
"""Bits of `BITS` within which two pictures are worth laying over each other."""
ALIKE = 0.85
"""Likeness from which two prints are of one picture; drawings of a few shapes come to .80 where they are not."""
_DETAIL = 10.0
"""Mean difference of neighbouring greys (0 to 255), 99th percentile, below which there is nothing to tell it by."""
_SIZES, _STEP, _AREA = (1.0, 0.9, 0.8, 0.7), 0.1, 0.62
_LOW = 8
_SAMPLES = 24
_FIRST, _LAST = 0.05, 0.006
_HOPELESS = 0.75
"""Fit (2 at best) of a window, before it is moved, below which no moving helps: 93 in 100 strangers, 1 crop in 100."""
_SMALLEST = 0.5
_MOVES = (
    (1, 0, 0, 0), (-1, 0, 0, 0), (0, 1, 0, 0), (0, -1, 0, 0), (0, 0, 1, 0), (0, 0, -1, 0), (0, 0, 0, 1), (0, 0, 0, -1),
    (-1, 0, 1, 0), (1, 0, -1, 0), (0, -1, 0, 1), (0, 1, 0, -1), (-0.5, 0, 1, 0), (0.5, 0, -1, 0), (0, -0.5, 0, 1),
    (0, 0.5, 0, -1),
)  # fmt: skip

Window = tuple[float, float, float, float]
"""Left, top, width and height, as shares of the picture."""


def print_of(image: Image) -> bytes:
    """Return the print of an upright RGB picture, row by row; b"" where it has no more to it than a plain ground."""
    from PIL import Image as images

    greys = image.convert("L").resize((SIDE, SIDE), images.Resampling.LANCZOS, reducing_gap=2.0)
    made = greys.tobytes()
    return made if _detailed(_greys(made)) else b""


def hashes(picture: bytes) -> NDArray[np.uint8]:
    """Return the perceptual hashes of a print, packed, one row each: of the whole first, then of every other window."""
    left, right = _transforms()
    low = (left @ _greys(picture) @ right).reshape(len(left), -1)
    low[:, 0] = np.nan  # how bright it is
    bits = low > np.nanmedian(low, axis=1, keepdims=True)
    return np.packbits(bits, axis=1)


def likeness(larger: bytes, smaller: bytes, window: int) -> float:
    """Return how alike a print is to the part of another that fits it best, 0 to 1, searched from a window on."""
    whole, wanted = _greys(larger), _cut(_greys(smaller), (0.0, 0.0, 1.0, 1.0))
    at = windows()[window]
    best, step = _fit(_cut(whole, at), wanted), _FIRST
    if best < _HOPELESS:
        return 0.0
    while step > _LAST:
        moved = False
        for move in _MOVES:
            other: Window = tuple(value + step * way for value, way in zip(at, move, strict=True))  # type: ignore[assignment]
            if _within(other) and (fit := _fit(_cut(whole, other), wanted)) > best + 1e-4:
                at, best, moved = other, fit, True
        if not moved:
            step /= 2
    cut = _cut(whole, at)
    return max(0.0, min(_cosine(_edges(cut), _edges(wanted)), _cosine(cut, wanted)))


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
    rows = [(cosines @ _sampled(y, h, SIDE), (cosines @ _sampled(x, w, SIDE)).T) for x, y, w, h in windows()]
    return np.stack([left for left, _ in rows]), np.stack([right for _, right in rows])


def _sampled(start: float, size: float, samples: int) -> Floats:
    """Return the matrix that reads samples, evenly spaced, from a stretch of a row of greys."""
    steps = (np.arange(samples) + 0.5) / samples
    at = np.clip((start + size * steps) * SIDE - 0.5, 0, SIDE - 1).astype(np.float32)
    first = np.minimum(at.astype(int), SIDE - 2)
    matrix = np.zeros((samples, SIDE), np.float32)
    matrix[np.arange(samples), first] = 1 - (at - first)
    matrix[np.arange(samples), first + 1] += at - first
    return matrix


def _cut(greys: Floats, window: Window) -> Floats:
    x, y, width, height = window
    cut = _sampled(y, height, _SAMPLES) @ greys @ _sampled(x, width, _SAMPLES).T
    return cut.astype(np.float32, copy=False)


def _within(window: Window) -> bool:
    x, y, width, height = window
    return min(x, y) > -1e-9 and max(x + width, y + height) < 1 + 1e-9 and width * height > _SMALLEST


def _fit(one: Floats, other: Floats) -> float:
    return _cosine(one, other) + _cosine(_edges(one), _edges(other))


def _edges(greys: Floats) -> Floats:
    down, right = greys[1:, :-1] - greys[:-1, :-1], greys[:-1, 1:] - greys[:-1, :-1]
    return np.concatenate([down.ravel(), right.ravel()])


def _cosine(one: Floats, other: Floats) -> float:
    a, b = (one - one.mean()).ravel(), (other - other.mean()).ravel()
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-6))


def _greys(picture: bytes) -> Floats:
    return np.frombuffer(picture, np.uint8).reshape(SIDE, SIDE).astype(np.float32)


def _detailed(greys: Floats) -> bool:
    return float(np.percentile(np.abs(_edges(greys)), 99)) >= _DETAIL
