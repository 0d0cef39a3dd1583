"""The last line: how many captions, and what became of them."""

from __future__ import annotations

from rich.text import Text

from captioncheck.datatypes import Tally, Verdict
from captioncheck.report.terminal.wording import count


def summary_line(tally: Tally, errors: int) -> Text:
    """Return the counts of a run in words; `errors` is how many of the mismatches are of level error."""
    line = Text(f"{count(tally.captions, 'caption')} in {count(tally.ok, 'article')}")
    likely = tally.verdicts[Verdict.MISMATCH] - errors
    unverifiable, consistent = tally.verdicts[Verdict.UNVERIFIABLE], tally.verdicts[Verdict.CONSISTENT]
    separator = ": "
    for number, words, style in (
        (errors, count(errors, "mismatch", "mismatches"), "bold red"),
        (likely, count(likely, "likely mismatch", "likely mismatches"), "bold yellow"),
        (unverifiable, f"{unverifiable:,} unverifiable", "cyan"),
        (consistent, f"{consistent:,} consistent", "green"),
    ):
        if number:
            line.append(separator).append(words, style)
            separator = ", "
    line.append(".")
    if tally.errors:
        line.append(f" {count(tally.errors, 'input')} could not be read.", "bold red")
    if tally.skipped:
        line.append(f" {count(tally.skipped, 'input')} skipped.", "dim")
    return line
