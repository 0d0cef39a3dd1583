"""What the sentence encoder adds to a line's features: likeness to headline and body, and to captions at large."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from captioncheck.datatypes import TextEncoder
from captioncheck.extract.text_lines import LONGEST_CAPTION, weight
from captioncheck.extract.text_model import Floats, meaning_weights
from captioncheck.extract.text_page import Page

# A page is read against at most this many paragraphs, and at most this many lines are encoded at all.
_MOST_PARAGRAPHS = 24
_MOST_LINES = 160
_SHORTEST = 8
_FAR = 0.1  # likeness where there is nothing to compare with
PASSAGE_LENGTH = 900

MEANING = ("m_title", "m_short", "m_long", "s_best", "s_three", "s_mean", "s_headline", "s_above", "s_below", "s_rank")


def candidates(page: Page) -> list[int]:
    """Return the units that may be captions, nearest to the body first where there are too many to encode."""
    fitting = [i for i, unit in enumerate(page.units) if _SHORTEST <= weight(unit.text) <= LONGEST_CAPTION]
    if len(fitting) <= _MOST_LINES:
        return fitting
    order = sorted(fitting, key=lambda i: (max(page.first - i, i - page.last, 0), i))
    return sorted(order[:_MOST_LINES])


def read_against(page: Page, chosen: list[int]) -> list[int]:
    """Return the units that candidates are compared with: the body's paragraphs, the first candidates without any."""
    return page.prose()[:_MOST_PARAGRAPHS] or chosen[:10]


def meaning_features(page: Page, encoder: TextEncoder) -> dict[int, dict[str, float]]:
    """Return the features named in `MEANING` for each candidate unit."""
    chosen = candidates(page)
    body = read_against(page, chosen)
    title = [page.headline] if page.headline is not None else []
    wanted = sorted({*chosen, *body, *title}, key=lambda i: len(page.units[i].text))
    if not wanted:
        return {}
    vectors = encoder.encode_texts([page.units[i].text[:PASSAGE_LENGTH] for i in wanted])
    row_of = {unit: row for row, unit in enumerate(wanted)}
    return compare(page, chosen, body, {unit: vectors[row] for unit, row in row_of.items()})


def compare(
    page: Page, chosen: Sequence[int], body: Sequence[int], vector: dict[int, np.ndarray], parts: Floats | None = None
) -> dict[int, dict[str, float]]:
    """Return the features from vectors; `parts` overrides the stored meaning weights' scores (for training)."""
    if not chosen:
        return {}
    mine = np.stack([vector[i] for i in chosen]).astype(np.float64)
    others = np.stack([vector[i] for i in body]).astype(np.float64)
    likeness = mine @ others.T
    centre = others.mean(axis=0)
    centre /= max(float(np.linalg.norm(centre)), 1e-9)
    mean = mine @ centre
    rank = np.argsort(np.argsort(mean)) / max(len(mean) - 1, 1)
    if parts is None:
        classes, weights, bias = meaning_weights()
        scores = mine @ weights.T + bias
        caption = classes.index("caption")
        parts = np.stack(
            [scores[:, caption] - scores[:, classes.index(name)] for name in ("title", "short", "long")], 1
        )
    title = vector.get(page.headline) if page.headline is not None else None
    rows: dict[int, dict[str, float]] = {}
    for row, unit in enumerate(chosen):
        others_than = [likeness[row, j] for j, b in enumerate(body) if b != unit]
        ordered = sorted(others_than, reverse=True) or [_FAR]
        above = [j for j, b in enumerate(body) if b < unit]
        below = [j for j, b in enumerate(body) if b > unit]
        is_title = unit == page.headline or title is None
        values = (
            *parts[row],
            ordered[0],
            sum(ordered[:3]) / len(ordered[:3]),
            mean[row],
            0.3 if is_title else float(mine[row] @ title),
            likeness[row, above[-1]] if above else _FAR,
            likeness[row, below[0]] if below else _FAR,
            rank[row],
        )
        rows[unit] = {name: float(value) for name, value in zip(MEANING, values, strict=True)}
    return rows
