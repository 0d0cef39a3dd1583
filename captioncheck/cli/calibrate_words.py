"""A calibration in words and tables, for a terminal of 80 columns or more."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from captioncheck.cli.measuring import AREA, PERCENT, shown, table
from captioncheck.evaluation.archive import PER_ARTICLE
from captioncheck.evaluation.bounds import needed
from captioncheck.evaluation.calibration import Outcome
from captioncheck.report.terminal.console import signs_for
from captioncheck.report.terminal.fitting import clean, cut, shown_place, wrap
from captioncheck.report.terminal.wording import count
from captioncheck.score.calibration import LEVELS

LISTED = 10
"""Captions that were set aside, listed at most."""

_BELOW = {"error": "as an error", "warning": "as error or warning", "doubt": "the same, or in doubt"}


def show(outcome: Outcome, console: Console) -> None:
    """Print what was measured, the thresholds, and what was set aside."""
    for line in _counts(outcome):
        _paragraph(console, line)
    _title(console, "Measured on this archive, with the shipped thresholds and with its own")
    made = table("captions", "thresholds", "n", "flagged", "as error", "unverifiable")
    made.columns[1].justify = "left"
    for name, both in (("own", outcome.own), ("re-paired", outcome.repaired)):
        for when, row in zip(("shipped", "its own"), both, strict=True):
            shares = (shown(part, PERCENT) for part in (row.flagged, row.error, row.unverifiable))
            made.add_row(name if when == "shipped" else "", when, f"{row.n:,}", *shares)
    console.print(made)
    auc = outcome.auc
    _paragraph(
        console,
        f"AUC of fit, own against re-paired: {AREA.number(auc.value)} ({AREA.end(auc.low)}-{AREA.end(auc.high)})",
    )
    _expected(outcome, console)
    _thresholds(outcome, console)
    _aside(outcome, console)


def _counts(outcome: Outcome) -> Iterable[str]:
    archive, pairs = outcome.archive, outcome.pairs
    yield f"{count(archive.captions, 'caption')} in {count(archive.seen, 'article')} read."
    silent = len(pairs.own) - len(outcome.fitted.judged)
    yield (
        f"{len(pairs.own):,} of them used, each once and at most {PER_ARTICLE} an article; "
        f"{silent:,} say too little to be judged and set no threshold."
    )
    alone = f"; {pairs.alone:,} found no such article" if pairs.alone else ""
    yield f"{len(pairs.repaired):,} re-paired with another article of the same language{alone}."


def _expected(outcome: Outcome, console: Console) -> None:
    _title(console, "Expected false alarms per 1,000 captions that belong")
    columns = ["flagged", "expected", "at most, 95 % sure"]
    aside = bool(outcome.fitted.aside)
    made = table(*columns, *(["if set aside wrongly"] if aside else []))
    for level, row in outcome.expected.items():
        numbers = (row.likely, row.most, *([row.all_right] if aside else []))
        made.add_row(_BELOW[level], *(f"{1000 * number:.1f}" for number in numbers))
    console.print(made)


def _thresholds(outcome: Outcome, console: Console) -> None:
    _title(console, "Thresholds: fit below which a caption is an error, a warning, in doubt")
    made = table("caption and article", "captions", *LEVELS)
    found = outcome.fitted
    for regime, row in found.thresholds.items():
        judged = sum(pair.regime == regime for pair in found.judged)
        cells = [
            Text(f"{getattr(row, level):.4f}").append(f"\nwas {getattr(outcome.shipped[regime], level):.4f}", "dim")
            for level in LEVELS
        ]
        made.add_row(regime.replace("_", " "), f"{judged:,}", *cells)
    console.print(made)
    for regime, own in found.own.items():
        if not own:
            _paragraph(
                console,
                f"{regime.replace('_', ' ')}: fewer than {needed(outcome.wanted.error):,} captions of its own; "
                "the shipped thresholds stay, or the archive's common ones where these are stricter.",
            )


def _aside(outcome: Outcome, console: Console) -> None:
    aside = outcome.fitted.aside
    if not aside:
        return
    _title(console, f"Set aside as possible slips: {count(len(aside), 'caption')}")
    _paragraph(
        console,
        "Half of the re-paired captions fit better than these. Read them: they may stand in the wrong place.",
    )
    signs = signs_for(console)
    for pair in aside[:LISTED]:
        console.print(Text(shown_place(pair.where), "cyan"), soft_wrap=True)
        console.print(Text(f"  {cut(clean(pair.text), console.width - 2, signs.ellipsis)}"), soft_wrap=True)
    if len(aside) > LISTED:
        _paragraph(console, f"and {len(aside) - LISTED:,} more; --format json or the written file has them all")


def _title(console: Console, words: str) -> None:
    console.print()
    console.print(Text(words, "bold"), soft_wrap=True)


def _paragraph(console: Console, words: str) -> None:
    for line in wrap(words, console.width, console.width):
        console.print(Text(line), soft_wrap=True)
