"""The share of flagged captions over time, with intervals and counts, drawn by matplotlib (extra `evaluate`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from captioncheck.errors import ConfigError
from captioncheck.evaluation.intervals import Estimate, wilson
from captioncheck.evaluation.plots import BLUE, GREY, STYLE, grid

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MONTHS = 36
"""Months, from the first to the last, up to which each is shown; of longer times the years are."""
_LABELLED = 14
"""Periods up to which each has its counts in figures."""
_EARLIEST = 1700


@dataclass(frozen=True, slots=True)
class Period:
    """A year ("2019") or a month ("2019-03"): where it stands on the axis, in years, its captions and the flagged."""

    name: str
    at: float
    captions: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods that have captions, in order; `undated` captions have no date, or one that cannot be."""

    periods: tuple[Period, ...]
    undated: int
    unit: str


def timeline(months: Mapping[str, tuple[int, int]], latest: int) -> Timeline:
    """Return captions and flagged ones by month, or by year where there are many; `latest` is the last that counts.

    A month that is none ("none", "3013-01") is undated.
    """
    dated = {name: counts for name, counts in months.items() if counts[0] and _possible(name, latest)}
    undated = sum(captions for captions, _ in months.values()) - sum(captions for captions, _ in dated.values())
    numbers = [int(name[:4]) * 12 + int(name[5:7]) for name in dated]
    by_year = not numbers or max(numbers) - min(numbers) >= MONTHS
    rows: dict[str, tuple[int, int]] = {}
    for name, (captions, flagged) in dated.items():
        period = name[:4] if by_year else name
        before = rows.get(period, (0, 0))
        rows[period] = before[0] + captions, before[1] + flagged
    periods = (Period(name, _place(name), *rows[name]) for name in sorted(rows))
    return Timeline(tuple(periods), undated, "year" if by_year else "month")


def _possible(name: str, latest: int) -> bool:
    try:
        return _EARLIEST <= date.fromisoformat(f"{name}-01").year <= latest
    except ValueError:
        return False


def _place(name: str) -> float:
    return int(name[:4]) + (int(name[5:7]) - 1) / 12 if len(name) > 4 else float(name)


def draw_timeline(path: str, line: Timeline) -> None:
    """Draw a timeline into a file; its ending says SVG or PNG. Raises ConfigError where that cannot be written."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=(8, 5.2), dpi=100, facecolor="white", layout="constrained")
        _draw(figure, line)
        try:
            figure.savefig(path, metadata={"Date": None} if Path(path).suffix == ".svg" else {"Software": None})
        except OSError as error:
            raise ConfigError(f"--chart {path}: cannot write there: {error.strerror or error}") from error


def _ceiling(periods: Sequence[Period], shares: Sequence[Estimate]) -> float:
    """Return the top of the axis: a month of few captions, and so with a long interval, does not flatten the others."""
    counts = sorted(one.captions for one in periods)
    enough = counts[len(counts) // 2] / 5
    highest = max(share.high for one, share in zip(periods, shares, strict=True) if one.captions >= enough)
    return min(118 * highest, 102)


def _draw(figure: Figure, line: Timeline) -> None:
    top, below = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1.5))
    periods = line.periods
    captions, flagged = sum(one.captions for one in periods), sum(one.flagged for one in periods)
    if not captions:
        top.set_title("no captions with a date", fontsize=11, loc="left")
        top.set_axis_off()
        below.set_axis_off()
        return
    whole = wilson(flagged, captions)
    shares = [wilson(one.flagged, one.captions) for one in periods]
    x, y = [one.at for one in periods], [100 * share.value for share in shares]
    ends = [
        [100 * (share.value - share.low) for share in shares],
        [100 * (share.high - share.value) for share in shares],
    ]
    ceiling = _ceiling(periods, shares)
    top.axhline(100 * whole.value, color=GREY, linestyle="--", linewidth=1, zorder=1, label="all together")
    top.errorbar(
        x,
        y,
        yerr=ends,
        fmt="o",
        color=BLUE,
        markersize=6,
        capsize=3,
        linewidth=1.5,
        zorder=2,
        label="with its 95 % interval",
    )
    top.set(ylabel="flagged captions (%)", ylim=(-0.03 * ceiling, ceiling))
    top.legend(loc="upper right", ncols=2, frameon=True, framealpha=1, edgecolor="white", fontsize=10)
    for one, share in zip(periods, shares, strict=True):
        if 100 * share.value > ceiling:  # of few captions, or the axis would reach up to it
            top.annotate(f"{100 * share.value:.0f} %", (one.at, ceiling), va="top", ha="center", fontsize=9)
    undated = f"; {line.undated:,} captions without a date left out" if line.undated else ""
    top.set_title(
        f"{flagged:,} of {captions:,} captions flagged: {100 * whole.value:.2g} % "
        f"({100 * whole.low:.2g} to {100 * whole.high:.2g}){undated}",
        fontsize=11,
        loc="left",
    )
    step = 1 if line.unit == "year" else 1 / 12
    bars = below.bar(x, [one.captions for one in periods], width=0.8 * step, color=BLUE, alpha=0.35)
    if len(periods) <= _LABELLED:
        below.bar_label(bars, [f"{one.flagged:,} of\n{one.captions:,}" for one in periods], fontsize=9, padding=2)
        below.set_xticks(x, [one.name for one in periods], rotation=0 if len(periods) <= 8 else 45)
        below.set_yticks([])
    elif line.unit == "year":
        below.xaxis.get_major_locator().set_params(integer=True)
    else:
        chosen = periods[:: -(-len(periods) // 12)]
        below.set_xticks([one.at for one in chosen], [one.name for one in chosen], rotation=45)
    below.set(xlim=(x[0] - step, x[-1] + step), ylim=(0, 1.75 * max(one.captions for one in periods)))
    below.set(xlabel=line.unit, ylabel="captions")
    grid(top)
