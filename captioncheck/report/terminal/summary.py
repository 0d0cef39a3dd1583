"""The last lines: how many captions, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from captioncheck.datatypes import Tally, Verdict
from captioncheck.report.terminal.wording import count


def summary_lines(tally: Tally, errors: int, width: int, suppressed: int = 0, unused: int = 0) -> Iterator[Text]:
    """Yield the counts of a run in words, broken only between counts.

    `errors` of the mismatches are sure ones, `suppressed` do not count; `unused` comments suppress nothing.
    """
    line = Text()
    for part in _parts(tally, errors, suppressed, unused):
        if line and line.cell_len + 1 + part.cell_len > width:
            yield line
            line = Text()
        line.append(" " if line else "").append_text(part)
    yield line


def _parts(tally: Tally, errors: int, suppressed: int, unused: int) -> Iterator[Text]:
    verdicts = [
        Text(words, style).append(",", "default not bold")
        for number, words, style in _verdicts(tally, errors, suppressed)
        if number
    ]
    if tally.ok:
        end = ":" if verdicts else "."
        yield Text(f"{count(tally.captions, 'caption')} in {count(tally.ok, 'article')}{end}")
    if verdicts:
        verdicts[-1].right_crop(1)
        verdicts[-1].append(".", "default not bold")
    yield from verdicts
    if unused:
        yield Text(f"{count(unused, 'unused suppression')}.", "bold yellow")
    if tally.errors:
        yield Text(f"{count(tally.errors, 'input')} could not be read.", "bold red")
    if tally.skipped:
        yield Text(f"{count(tally.skipped, 'input')} skipped.", "dim")


def _verdicts(tally: Tally, errors: int, suppressed: int) -> Iterator[tuple[int, str, str]]:
    likely = tally.verdicts[Verdict.MISMATCH] - errors - suppressed
    yield errors, count(errors, "mismatch", "mismatches"), "bold red"
    yield likely, count(likely, "likely mismatch", "likely mismatches"), "bold yellow"
    yield suppressed, f"{suppressed:,} suppressed", "dim"
    for verdict, style in ((Verdict.UNVERIFIABLE, "cyan"), (Verdict.CONSISTENT, "green")):
        yield tally.verdicts[verdict], f"{tally.verdicts[verdict]:,} {verdict}", style
