"""The reliability diagram and the ROC curves, drawn by matplotlib (extra `evaluate`).

Both are 8 inches wide at 100 dots an inch, so that they stand in a README at their own size, on white, in the colours
of Okabe and Ito, which everybody can tell apart; curves differ in their dashes too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from captioncheck.errors import ConfigError, MissingExtraError
from captioncheck.evaluation.rates import Curve, Evaluation
from captioncheck.evaluation.reliability import BINS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ENDINGS = (".svg", ".png")
BLUE, GREY, DARK = "#0072B2", "#8a8a8a", "#333333"
_CURVES = (
    ("#0072B2", "-"),
    ("#E69F00", (0, (5, 2))),
    ("#009E73", (0, (1, 1.2))),
    ("#CC79A7", (0, (6, 2, 1, 2))),
    ("#D55E00", (0, (3, 1))),
    ("#56B4E9", "-"),
    ("#000000", (0, (1, 3))),
)
STYLE: Any = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": DARK,
    "svg.hashsalt": "captioncheck",  # the same diagram is the same file
}
_LEAST = 0.1  # per cent: the left end of the ROC's logarithmic axis


def require_matplotlib() -> None:
    """Raise MissingExtraError, before any work is done, where there is nothing to draw with."""
    if find_spec("matplotlib") is None:
        raise MissingExtraError("a diagram", "evaluate")


def draw(name: str, path: str, evaluation: Evaluation) -> None:
    """Draw the diagram of that name (a key of `PLOTS`) into a file; its ending says SVG or PNG."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=(8, 5.6), dpi=100, facecolor="white", layout="constrained")
        PLOTS[name](figure, evaluation)
        try:
            figure.savefig(path, metadata={"Date": None} if Path(path).suffix == ".svg" else {"Software": None})
        except OSError as error:
            raise ConfigError(f"--plot {name}={path}: cannot write there: {error.strerror or error}") from error


def draw_reliability(figure: Figure, evaluation: Evaluation) -> None:
    """Draw the share of captions that belong over their mean fit, with intervals, and below how many there are."""
    found = evaluation.reliability
    top, below = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1.3))
    top.plot([0, 100], [0, 100], color=GREY, linestyle="--", linewidth=1, zorder=1, label="fit means what it says")
    x = [100 * row.fit for row in found.bins]
    y = [100 * row.belongs.value for row in found.bins]
    ends = [
        [100 * (row.belongs.value - row.belongs.low) for row in found.bins],
        [100 * (row.belongs.high - row.belongs.value) for row in found.bins],
    ]
    top.errorbar(
        x, y, yerr=ends, fmt="o", color=BLUE, markersize=6, capsize=4, linewidth=1.5, zorder=2, label="measured, 95 %"
    )
    top.legend(loc="lower right", frameon=True, framealpha=1, edgecolor="white", fontsize=10)
    top.set(xlim=(0, 100), ylim=(-2, 102), ylabel="captions that belong (%)")
    top.set_title(
        f"{found.n:,} captions, {100 * found.belongs:.0f} % of them belong; "
        f"expected calibration error {found.error.value:.3f}, Brier score {found.brier.value:.3f}",
        fontsize=11,
        loc="left",
    )
    middles = [50 * (row.low + row.high) for row in found.bins]
    counts = [row.n for row in found.bins]
    bars = below.bar(middles, counts, width=0.94 * 100 / BINS, color=BLUE, alpha=0.35)
    below.bar_label(bars, [f"{n:,}" for n in counts], fontsize=10, padding=2)
    below.set(ylim=(0, 1.28 * max(counts)), xlabel="fit (%)", ylabel="captions")
    below.set_xticks(range(0, 101, 10))
    below.set_yticks([])
    grid(top)


def draw_roc(figure: Figure, evaluation: Evaluation) -> None:
    """Draw for each kind from elsewhere what a threshold catches over what it flags wrongly, on a logarithmic axis."""
    axes = figure.subplots()
    for index, curve in enumerate(sorted(evaluation.curves, key=lambda curve: -curve.auc)):
        colour, dashes = _CURVES[index % len(_CURVES)]
        wrong, caught = roc(curve)
        label = f"{curve.kind.name}: AUC {curve.auc:.3f} (n = {len(curve.swapped):,})"
        axes.step(wrong, caught, where="post", color=colour, linestyle=dashes, linewidth=2, label=label)
    axes.axvline(1, color=GREY, linewidth=1, zorder=1)
    axes.annotate("1 %", (1.04, 1.5), color=GREY, fontsize=10)
    axes.set_xscale("log")
    axes.set(
        xlim=(_LEAST, 100),
        ylim=(0, 101),
        xlabel="captions that belong, with a fit below the threshold (%)",
        ylabel="captions from elsewhere, below it (%)",
    )
    ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.legend(loc="lower right", frameon=True, framealpha=1, edgecolor="white", fontsize=10)
    grid(axes)


def roc(curve: Curve) -> tuple[Sequence[float], Sequence[float]]:
    """Return per cent of own and of swapped captions below each threshold; what is below all own ones stands left."""
    edges = np.unique(np.concatenate([curve.own, curve.swapped, [np.inf]]))
    wrong = np.searchsorted(np.sort(curve.own), edges) / len(curve.own)
    caught = np.searchsorted(np.sort(curve.swapped), edges) / len(curve.swapped)
    return np.maximum(100 * wrong, _LEAST).tolist(), (100 * caught).tolist()


def grid(axes: Axes) -> None:
    """Draw a grid behind everything."""
    axes.grid(color="#dddddd", linewidth=0.7)
    axes.set_axisbelow(True)


PLOTS: dict[str, Callable[[Figure, Evaluation], None]] = {"reliability": draw_reliability, "roc": draw_roc}
"""The diagrams by name."""
