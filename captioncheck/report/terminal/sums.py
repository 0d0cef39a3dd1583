"""The sum that `fit` is: where it starts, what each witness adds, and the total, in figures that add up as shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.text import Text

from captioncheck.datatypes import Judgement, Witness
from captioncheck.report.terminal.caption import Page
from captioncheck.report.terminal.fitting import clean, wrap
from captioncheck.report.terminal.wording import factor, percent

FIGURE = 8
"""Columns of a figure."""
WIDEST = 110
"""Columns beyond which the figures stand no further to the right: they would lose their words."""


def _average(regime: str) -> str:
    """Return what the sum of a regime starts from."""
    other = ", in another language" if "other_language" in regime else ""
    return f"right and wrong captions on average{other}{', in briefs' if '_brief' in regime else ''}"


def sum_lines(judgement: Judgement, page: Page, title: str) -> Iterator[Text]:
    """Yield the rows: start, the witnesses by weight, the total; what a witness rests on stands below it."""
    rows = sorted(judgement.witnesses, key=lambda row: -abs(row.share))
    if not rows:
        return
    columns = _Columns(page, rows)
    made = judgement.explanation.sum if judgement.explanation else None
    if made is None:
        yield Text(" " * page.margin).append(title, "bold")
        for row, figure in zip(rows, rounded([row.share for row in rows]), strict=True):
            yield from columns.row(row.name, factor(row.share), [figure])
            yield from columns.below(clean(row.detail))
        return
    sides = [
        [made.start, *(row.share for row in rows)],
        [made.start, *(row.own or 0.0 for row in rows)],
        [made.start, *(row.other or 0.0 for row in rows)],
    ][: 3 if columns.usual else 1]
    totals = [made.log_odds, *(math.fsum(side) for side in sides[1:])]
    figures = [rounded(side, total) for side, total in zip(sides, totals, strict=True)]
    yield from columns.head(title)
    yield from columns.row("start", _average(made.regime), [side[0] for side in figures])
    for number, row in enumerate(rows, 1):
        shown_sides = figures if row.own is not None and row.other is not None else figures[:1]
        words, detail = factor(row.share), clean(row.detail)
        if abs(row.share) < 0.05 and len(detail) <= columns.room:
            words, detail = detail, ""
        yield from columns.row(row.name, words, [side[number] for side in shown_sides])
        yield from columns.below(detail)
    exponent = columns.minus(f"{-made.log_odds:.2f}")
    shown = percent(judgement.fit)
    # "<0.1 %" and ">99.9 %" bring their own sign.
    fit = f"fit = 1 / (1 + e^{exponent}) " + (f"{shown[0]} {shown[1:]}" if shown[0] in "<>" else f"= {shown}")
    yield from columns.row("total", fit, [f"{total:+.2f}" for total in totals], "bold")


def rounded(values: Sequence[float], total: float | None = None, digits: int = 2) -> list[str]:
    """Return values with so many digits, such that they add up to the total as it is shown with as many.

    What rounding has lost or won is given to the values that it moved most, to the first (the start) last.
    """
    unit = 10**digits
    units = [round(value * unit) for value in values]
    if total is not None:
        lacking = round(total * unit) - sum(units)
        step = 1 if lacking > 0 else -1
        by_loss = sorted(range(len(values)), key=lambda i: (i == 0, (units[i] - values[i] * unit) * step))
        for i in by_loss[: abs(lacking)]:
            units[i] += step
    return [f"{value / unit:+.{digits}f}" for value in units]


class _Columns:
    """A name, words, and figures at the right edge: this caption's, a typical right one's, a typical wrong one's."""

    def __init__(self, page: Page, rows: Sequence[Witness]) -> None:
        self._names = max(5, *(len(row.name) for row in rows))
        self._margin = page.margin + 2
        self._edge = self._margin + self._names + 2
        self._width = min(page.width, WIDEST)
        self._poor = page.signs.dot == "-"
        self.usual = any(row.own is not None and row.other is not None for row in rows)
        self.room = max(self._width - self._edge - FIGURE * (3 if self.usual else 1), 10)

    def head(self, title: str) -> Iterator[Text]:
        figures = "".join(f"{name:>{FIGURE}}" for name in (("this one", "right", "wrong") if self.usual else ("",)))
        room = self._edge + self.room - self._margin + 2
        yield Text(" " * (self._margin - 2)).append(f"{title:<{room}}", "bold").append(figures, "not bold dim")

    def row(self, name: str, words: str, figures: Sequence[str], style: str = "") -> Iterator[Text]:
        for number, line in enumerate(wrap(words, self.room, self.room)):
            if number:
                yield Text(" " * self._edge).append(line, style)
                continue
            shown = Text(" " * self._margin).append(f"{name:<{self._names}}  ", "bold")
            shown.append(f"{line:<{self.room}}", style)
            for place, figure in enumerate(figures):
                shown.append(f"{self.minus(figure):>{FIGURE}}", "dim" if place else "bold")
            yield shown

    def below(self, words: str) -> Iterator[Text]:
        room = self._width - self._edge - 2
        words = words.replace("\N{MINUS SIGN}", "-") if self._poor else words
        for line in wrap(words, room, room) if words else ():
            yield Text(" " * (self._edge + 2)).append(line, "dim")

    def minus(self, figure: str) -> str:
        return figure if self._poor else figure.replace("-", "\N{MINUS SIGN}")
