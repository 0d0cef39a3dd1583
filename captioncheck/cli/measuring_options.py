"""The options of evaluate and calibrate."""

from __future__ import annotations

from typing import Any

import click

from captioncheck.cli.options import (
    CALIBRATION,
    COLOR,
    CONFIG,
    FILES_FROM,
    FINDING,
    INPUT_FORMAT,
    NO_PROGRESS,
    PATHS,
    F,
    with_options,
)

_ENCODER = click.option("--encoder", metavar="NAME", help="The text encoder.  [default: use-m3, bundled]")
_FORMAT = click.option(
    "--format", type=click.Choice(("terminal", "json")), default="terminal", help="[default: terminal]"
)


class Rate(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic in late versions of click only
    """A share: "0.5%", "0.5 %" or "0.005"; more than 20 % is taken for a slip."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share as a number between 0 and 1."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            self.fail(f"{value!r} is no rate; write 0.5% or 0.005", param, ctx)
        least = 0.0 if param is not None and param.name == "slips" else 1e-4
        if not least <= share <= 0.2:
            self.fail(f"{value!r} is {100 * share:g} %; give {100 * least:g}% to 20%", param, ctx)
        return share


EVALUATE = (
    click.argument("labelled", required=False, metavar="[LABELLED]", type=click.UNPROCESSED),
    click.option("--labels", metavar="FILE", type=click.UNPROCESSED, help="The labels by record id, as JSON."),
    click.option(
        "--results",
        metavar="FILE",
        type=click.UNPROCESSED,
        help="Measure these results of check --format jsonl; check nothing anew.",
    ),
    _ENCODER,
    CALIBRATION,
    click.option(
        "--plot",
        "plots",
        multiple=True,
        metavar="DIAGRAM=FILE",
        help="Draw reliability or roc into an .svg or .png file; repeatable. Needs the extra evaluate.",
    ),
    click.option(
        "--worst",
        metavar="N",
        type=click.IntRange(0),
        default=3,
        show_default=True,
        help="List the N worst misses of each kind.",
    ),
    _FORMAT,
    click.option(
        "--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Also write the rates to FILE; repeatable."
    ),
    COLOR,
    NO_PROGRESS,
    *CONFIG,
)
CALIBRATE = (
    PATHS,
    FILES_FROM,
    INPUT_FORMAT,
    *FINDING,
    click.option(
        "--false-alarms",
        type=Rate(),
        default="0.5%",
        show_default=True,
        help="The share of captions that belong which may be flagged as errors.",
    ),
    click.option("--warnings", type=Rate(), help="The same for errors and warnings together.  [default: 2%]"),
    click.option("--doubt", type=Rate(), help="The same for those left in doubt, too.  [default: 8%]"),
    click.option(
        "--slips",
        type=Rate(),
        default="1%",
        show_default=True,
        help="The share of the archive's captions that may be set aside as real slips.",
    ),
    click.option(
        "--articles",
        metavar="N",
        type=click.IntRange(1),
        default=5000,
        show_default=True,
        help="Use at most N articles, drawn at random.",
    ),
    click.option("--seed", metavar="N", type=int, default=0, show_default=True, help="Draw other articles and pairs."),
    _ENCODER,
    click.option("--output", metavar="FILE", type=click.UNPROCESSED, help="Write the thresholds to FILE."),
    _FORMAT,
    COLOR,
    NO_PROGRESS,
    *CONFIG,
)


def evaluate_options(command: F) -> F:
    """Add the options of evaluate to a command."""
    return with_options(EVALUATE, command)


def calibrate_options(command: F) -> F:
    """Add the options of calibrate to a command."""
    return with_options(CALIBRATE, command)
