"""`scan --chart`: the flagged share over time, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from captioncheck.cli.outputs import same_file
from captioncheck.errors import ConfigError
from captioncheck.scan.sums import Sums


def require_chart(path: str, inputs: Sequence[str]) -> None:
    """Find out before any work is done whether a chart can be drawn there. Raises CaptionCheckError."""
    from captioncheck.evaluation.plots import ENDINGS, require_matplotlib

    if Path(path).suffix not in ENDINGS:
        raise ConfigError(f"--chart {path}: the ending says what is drawn; give {' or '.join(ENDINGS)}")
    if not Path(path).parent.is_dir():
        raise ConfigError(f"--chart {path}: no such folder")
    if any(same_file(path, one) for one in inputs):
        raise ConfigError(f"--chart {path}: that file is an input; it would be overwritten")
    require_matplotlib()


def draw(path: str, sums: Sums) -> None:
    """Draw the chart of a scan. Raises ConfigError where it cannot be written."""
    from captioncheck.evaluation.timeline import draw_timeline, timeline

    months = {name: (one.captions, one.flagged) for name, one in sums.months.items()}
    draw_timeline(path, timeline(months, date.today().year + 1))
