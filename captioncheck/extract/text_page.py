"""A pasted text as a page: units (lines with their credits joined), their features, headline and body span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from captioncheck.extract.text_features import body_span, is_prose, line_features, page_features
from captioncheck.extract.text_headline import find_headline
from captioncheck.extract.text_lines import Line, split_lines, weight
from captioncheck.extract.text_units import join_credits, joined_features


@dataclass(frozen=True, slots=True)
class Page:
    """Units in the order of the source, one row of features each, the headline's index, the body's first and last unit.

    `cut` says that the text was too long to be read whole.
    """

    units: tuple[Line, ...]
    rows: tuple[dict[str, float], ...]
    headline: int | None
    first: int
    last: int
    cut: bool = False

    def prose(self) -> list[int]:
        """Return the indexes of the body's paragraphs; of all paragraphs where the body is not one stretch."""
        every = [i for i, row in enumerate(self.rows) if row["prose"]]
        return [i for i in every if self.first <= i <= self.last] or every


def page_of(text: str) -> Page:
    """Return the page of a text; without any line its units are empty."""
    lines, cut = split_lines(text)
    own = [line_features(line.text) for line in lines]
    first, _ = _span(lines, own)
    headline = find_headline(lines, own, first)
    units, joined = join_credits(lines, own, headline)
    known = {line.number: row for line, row in zip(lines, own, strict=True)}
    rows = [
        joined_features(unit.text, True) if was else {**known[unit.number], "joined": 0.0}
        for unit, was in zip(units, joined, strict=True)
    ]
    title = None
    if headline is not None:
        number = lines[headline].number
        title = next((i for i, unit in enumerate(units) if unit.number == number), None)
    first, last = _span(units, rows)
    placed = page_features(units, rows, title)
    return Page(tuple(units), tuple({**a, **b} for a, b in zip(rows, placed, strict=True)), title, first, last, cut)


def _span(lines: Sequence[Line], own: Sequence[dict[str, float]]) -> tuple[int, int]:
    spots = [i for i, line in enumerate(lines) if is_prose(line.text, own[i])]
    return body_span(spots, [weight(line.text) for line in lines])
