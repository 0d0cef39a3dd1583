"""The options of scan."""

from __future__ import annotations

import click

from captioncheck.cli.options import (
    ALLOW_EMPTY,
    CACHE,
    CALIBRATION,
    COLOR,
    CONFIG,
    ENGINE,
    FAIL_LEVEL,
    FINDING,
    INPUT_FORMAT,
    JOBS,
    MODEL,
    NO_PROGRESS,
    PATHS,
    PICTURES,
    RULES,
    F,
    with_options,
)
from captioncheck.config import BACKGROUNDS

SCAN = (
    PATHS,
    click.option(
        "--out", metavar="FILE", type=click.UNPROCESSED, help="Write the results here: .jsonl, .sqlite or .parquet."
    ),
    click.option("--resume", is_flag=True, help="Go on where a scan was cut off."),
    click.option(
        "--update", is_flag=True, help="Judge what is new or changed since, drop what is gone, keep the rest."
    ),
    click.option("--restart", is_flag=True, help="Throw the old results away and begin anew."),
    click.option("--files-from", metavar="FILE", type=click.UNPROCESSED, help="Read paths from FILE, one a line."),
    INPUT_FORMAT,
    *PICTURES,
    *MODEL,
    CALIBRATION,
    click.option(
        "--background",
        type=click.Choice(BACKGROUNDS),
        help="Compare with the bundled texts, or with a sample of the archive, too.  [default: bundled]",
    ),
    JOBS,
    *ENGINE,
    *CACHE,
    FAIL_LEVEL,
    *RULES,
    *FINDING,
    ALLOW_EMPTY,
    click.option(
        "--explain", is_flag=True, default=None, help="Also write the evidence on both sides, a page a caption."
    ),
    click.option("--quiet", "-q", is_flag=True, default=None, help="Show the counts only, no tables."),
    click.option(
        "--chart", metavar="FILE", type=click.UNPROCESSED, help="Draw the flagged share over time: .svg or .png."
    ),
    COLOR,
    NO_PROGRESS,
    *CONFIG,
)


def scan_options(command: F) -> F:
    """Add the options to a command."""
    return with_options(SCAN, command)
