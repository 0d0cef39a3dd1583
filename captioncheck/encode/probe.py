"""Sixteen drawn pictures and what they show: a trained checkpoint tells them apart, one with random weights cannot.

Digests prove that a file is the one that was fetched; the probe proves that the model made of it sees. It needs no
picture from anywhere, and finds what digests cannot: another tokenizer, wrong preprocessing, weights left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PIL.Image import Image

    from captioncheck.datatypes import Vectors

SHAPES = ("circle", "square", "triangle", "star")
COLOURS = {"red": "#d62728", "green": "#2ca02c", "blue": "#1f4fd6", "yellow": "#f2d31b"}
LEAST_FIRST = 8
"""Pictures of sixteen whose own caption must fit best. By chance one does; eight happen once in ten million times."""
LEAST_ORDER = 0.85
"""Share of (own, other) pairs of captions that must stand in the right order; by chance a half."""


class Eyes(Protocol):
    """What the probe looks through."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows of texts."""
        ...

    def encode_pictures(self, pictures: Sequence[Image]) -> Vectors:
        """Return unit rows of pictures."""
        ...


@dataclass(frozen=True, slots=True)
class Probe:
    """How many drawn pictures' own captions fit best, of how many, and the share of pairs in the right order."""

    first: int
    of: int
    order: float

    @property
    def passed(self) -> bool:
        """Return whether the model sees."""
        return self.first >= LEAST_FIRST and self.order >= LEAST_ORDER


def draw(
    shape: str,
    colour: str,
    background: str = "white",
    *,
    side: int = 256,
    middle: tuple[float, float] = (0.5, 0.5),
    radius: float = 0.32,
) -> Image:
    """Draw a shape on a plain background; `middle` and `radius` are shares of the side."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (side, side), background)
    pen = ImageDraw.Draw(picture)
    x, y, r = middle[0] * side, middle[1] * side, radius * side
    if shape == "circle":
        pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    elif shape == "square":
        pen.rectangle((x - 0.85 * r, y - 0.85 * r, x + 0.85 * r, y + 0.85 * r), fill=colour)
    else:
        points = 3 if shape == "triangle" else 10
        radii = [r] if shape == "triangle" else [r, 0.4 * r]
        turns = [2 * math.pi * i / points - math.pi / 2 for i in range(points)]
        corners = [(radii[i % len(radii)], turn) for i, turn in enumerate(turns)]
        pen.polygon([(x + far * math.cos(turn), y + far * math.sin(turn)) for far, turn in corners], fill=colour)
    return picture


def probe(eyes: Eyes) -> Probe:
    """Look at the sixteen pictures."""
    import numpy as np

    kinds = [(shape, colour) for shape in SHAPES for colour in COLOURS]
    pictures = eyes.encode_pictures([draw(shape, COLOURS[colour]) for shape, colour in kinds])
    captions = eyes.encode_texts([f"a drawing of a {colour} {shape} on a white background" for shape, colour in kinds])
    scores = pictures @ captions.T
    # Some captions fit every picture a little better than others do; that says nothing of the pictures.
    scores = scores - scores.mean(axis=0, keepdims=True)
    own = np.diag(scores)
    others = scores[~np.eye(len(kinds), dtype=bool)].reshape(len(kinds), -1)
    order = float((own[:, None] > others).mean() + (own[:, None] == others).mean() / 2)
    return Probe(int((own > others.max(axis=1)).sum()), len(kinds), order)
