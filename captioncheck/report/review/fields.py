"""Fields of results that somebody hands in: of the kind that they should be, or an error that says what they are."""

from __future__ import annotations

from typing import Any

from captioncheck.datatypes import Level, Verdict


def text(value: Any) -> str:
    """Return a string; TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"has {value!r:.40} where a text should be")
    return value


def text_or_none(value: Any) -> str | None:
    """Return a string or None."""
    return None if value is None else text(value)


def whole(value: Any) -> int:
    """Return a line or column: a whole number, 0 where a source knows none."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"has {value!r:.40} where a line or column should be")
    return value


def share(value: Any) -> float:
    """Return a number from 0 to 1; a cosine may be below, and a hair above."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not -1.01 <= value <= 1.01:
        raise ValueError(f"has {value!r:.40} where a number up to 1 should be")
    return float(value)


def verdict(value: Any) -> str:
    """Return a verdict's name."""
    return str(Verdict(text(value)))


def level(value: Any) -> str:
    """Return a level's name."""
    return str(Level(text(value)))
