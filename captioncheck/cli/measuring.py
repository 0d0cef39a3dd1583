"""What evaluate and calibrate share: one input or none, tables of shares, and writing a report in words or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TextIO

from captioncheck.cli.outputs import STDOUT, open_file, standard_output, writing
from captioncheck.datatypes import Skipped
from captioncheck.errors import ConfigError
from captioncheck.extract.base import Source

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from captioncheck.evaluation.intervals import Estimate

FORMATS = ("terminal", "json")
WIDEST = 110
"""Columns that tables and texts take at most."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report, made when it is written: in words on a console, or as a document."""

    words: Callable[[Console], None]
    document: Callable[[], dict[str, Any]]


def one_source(path: str, what: str) -> Source:
    """Return the one input of that path. Raises ConfigError when it cannot be read or is more than one."""
    from captioncheck.sources import Finder

    found = list(islice(Finder().find([path]), 2))
    if isinstance(found[0], Skipped):
        raise ConfigError(f"{path}: {found[0].reason}")
    if len(found) > 1:
        raise ConfigError(f"{path}: give one file as {what}, not a folder or a pattern")
    return found[0]


def open_outputs(stack: ExitStack, files: Iterable[tuple[str, str]]) -> list[tuple[str, str, TextIO]]:
    """Open the files of `--output FORMAT=FILE` as (format, path, stream), before any work is done."""
    return [(name, path, stack.enter_context(open_file(name, path))) for name, path in files]


def publish(report: Report, format_name: str, files: Sequence[tuple[str, str, TextIO]], color: str) -> None:
    """Write a report to standard output and to files. Raises ClosedOutput or OutputError."""
    _write(report, format_name, standard_output(format_name), STDOUT, color)
    for name, path, stream in files:
        _write(report, name, stream, path, "never" if color == "auto" else color)


def _write(report: Report, format_name: str, stream: TextIO, where: str, color: str) -> None:
    from captioncheck.report.terminal.console import open_console

    with writing(stream, where):
        if format_name == "json":
            stream.write(json.dumps(report.document(), ensure_ascii=False, indent=1) + "\n")
        else:
            console = open_console(stream, color)
            console.width = min(console.width, WIDEST)
            report.words(console)


def table(*columns: str) -> Table:
    """Return a table without lines: the first column to the left, numbers to the right."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for index, column in enumerate(columns):
        made.add_column(column, justify="right" if index else "left", no_wrap=index > 0, overflow="fold")
    return made


@dataclass(frozen=True, slots=True)
class Figures:
    """How a number is written, and how the ends of its interval are."""

    number: Callable[[float], str]
    end: Callable[[float], str]


def shown(found: Estimate | None, figures: Figures) -> Text:
    """Return a number and, on a second line, the ends of its interval; a dash where there is none."""
    from rich.text import Text

    if found is None:
        return Text("-", "dim")
    ends = f"{figures.end(found.low)}-{figures.end(found.high)}"
    return Text(figures.number(found.value)).append(f"\n{ends}", "dim")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share in (0, 1) else f"{100 * share:.1f} %"


def _percent_end(share: float) -> str:
    return f"{100 * share:.0f}" if share == 0 or share >= 0.0995 else f"{100 * share:.1f}"


def _area(value: float) -> str:
    return f"{value:.4f}".removeprefix("0")


PERCENT = Figures(_percent, _percent_end)
"""Shares: "0.3 %", "92.0 %", "0 %"; their ends "0.1-0.9", "90-94"."""
AREA = Figures(_area, _area)
"""Areas under a curve: ".9948"."""
