"""What a scan ends with: counts, and tables by folder, year, language and rule."""

from __future__ import annotations

from collections.abc import Mapping

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from captioncheck.cli.outputs import STDOUT, ClosedOutput, abandon_stdout, standard_output, writing
from captioncheck.config import Settings
from captioncheck.datatypes import Tally, Verdict
from captioncheck.report.terminal.console import open_console
from captioncheck.report.terminal.fitting import clean
from captioncheck.report.terminal.wording import count, percent
from captioncheck.scan.files import Files
from captioncheck.scan.sums import Count, Sums

MOST = 10
"""Lines of a table; those with the most captions, the others in one line."""


def show(sums: Sums, files: Files, settings: Settings, background: str = "") -> None:
    """Print the sums of a scan on standard output, and what captions were compared with."""
    stream = standard_output("terminal")
    try:
        with writing(stream, STDOUT):
            console = open_console(stream, settings.color)
            if not settings.quiet:
                _tables(console, sums)
            for line in _lines(sums, files, background):
                console.print(line, soft_wrap=True)
    except ClosedOutput:
        abandon_stdout()


def _tables(console: Console, sums: Sums) -> None:
    for name, rows, by_name in (
        ("folder", sums.folders, False),
        ("year", sums.years, True),
        ("language", sums.languages, False),
    ):
        if len(rows) > 1:
            console.print(_table(name, rows, by_name=by_name), "")
    if sums.rules:
        table = _empty("rule", "articles", "findings", "of captions")
        for rule, one in sorted(sums.rules.items()):
            table.add_row(rule, f"{one.articles:,}", f"{one.flagged:,}", _share(one.flagged, sums.tally.captions))
        console.print(table, "")


def _table(name: str, rows: Mapping[str, Count], *, by_name: bool) -> Table:
    table = _empty(name, "articles", "captions", "flagged", "share")
    most = sorted(rows.items(), key=lambda row: (-row[1].captions, row[0]))
    shown = sorted(most[:MOST]) if by_name else most[:MOST]
    rest = Count()
    for _, one in most[MOST:]:
        rest.articles, rest.captions, rest.flagged = (
            rest.articles + one.articles,
            rest.captions + one.captions,
            rest.flagged + one.flagged,
        )
    if most[MOST:]:
        shown.append((f"{len(most) - MOST:,} more", rest))
    for label, one in shown:
        cells = (f"{one.articles:,}", f"{one.captions:,}", f"{one.flagged:,}", _share(one.flagged, one.captions))
        table.add_row(Text(clean(label)), *cells)
    return table


def _empty(*names: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for number, name in enumerate(names):
        table.add_column(name, justify="right" if number else "left", overflow="fold", no_wrap=bool(number))
    return table


def _share(part: int, whole: int) -> str:
    if not part:
        return "0 %" if whole else "-"
    return "100 %" if part == whole else percent(part / whole)


def _lines(sums: Sums, files: Files, background: str) -> list[Text]:
    tally = sums.tally
    shares = f"{tally.ok:,} ok, {count(tally.errors, 'error')}, {tally.skipped:,} skipped"
    lines = [Text(f"{count(tally.articles, 'input')}: {shares}.")]
    if tally.captions:
        flagged = f"{sums.flagged:,} flagged ({_share(sums.flagged, tally.captions)})"
        lines.append(Text(f"{count(tally.captions, 'caption')}: {flagged}, {_others(tally)}."))
    if background:
        lines.append(Text(background))
    hint = f"; captioncheck review {files.shown} shows them" if tally.articles else ""
    lines.append(Text(clean(f"Results: {files.shown}{hint}.")))
    return lines


def _others(tally: Tally) -> str:
    parts = [f"{tally.suppressed:,} suppressed"] if tally.suppressed else []
    parts += [f"{tally.verdicts[one]:,} {one}" for one in (Verdict.UNVERIFIABLE, Verdict.CONSISTENT)]
    return ", ".join(parts)
