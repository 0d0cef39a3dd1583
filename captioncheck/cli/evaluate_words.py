"""An evaluation in words and tables, for a terminal of 80 columns or more."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from captioncheck.cli.measuring import AREA, PERCENT, shown, table
from captioncheck.datatypes import Level, Verdict
from captioncheck.evaluation.judged import Judged, Sample
from captioncheck.evaluation.kinds import Kind, Label
from captioncheck.evaluation.misses import worst
from captioncheck.evaluation.rates import Evaluation, KindRates, LanguageRates, Outcomes
from captioncheck.report.terminal.console import Signs, signs_for
from captioncheck.report.terminal.fitting import clean, cut, wrap
from captioncheck.report.terminal.wording import count
from captioncheck.report.terminal.wording import percent as percent_fit

_TEXT_LINES = 3
_LONGEST = 2000


def show(evaluation: Evaluation, misses: int, console: Console) -> None:
    """Print an evaluation with up to `misses` misses a kind."""
    for line in _counts(evaluation.sample):
        console.print(line, soft_wrap=True)
    belong = [row for row in evaluation.kinds if row.kind.label is not Label.ELSEWHERE]
    elsewhere = [row for row in evaluation.kinds if row.kind.label is Label.ELSEWHERE]
    if belong:
        _title(console, "Captions that belong")
        made = table("kind", "n", "flagged", "as error", "unverifiable")
        for row in belong:
            made.add_row(row.kind.name, *_outcomes(row.outcomes))
        console.print(made)
    if elsewhere:
        _title(console, "Captions from elsewhere")
        made = table("kind", "n", "caught", "as error", "unverifiable", "AUC of fit", "recall at 1 %")
        for row in elsewhere:
            made.add_row(row.kind.name, *_outcomes(row.outcomes), shown(row.auc, AREA), shown(row.recall, PERCENT))
        console.print(made)
    _languages(evaluation.languages, console)
    _calibration(evaluation, console)
    _kinds(evaluation.kinds, console)
    _misses(worst(evaluation.sample.rows, (row.kind for row in evaluation.kinds), misses), console)


def _counts(sample: Sample) -> Iterable[Text]:
    languages = len({row.language for row in sample.rows})
    yield Text(f"{count(len(sample.rows), 'labelled caption')} under articles in {count(languages, 'language')}")
    if sample.unlabelled:
        yield Text(f"{count(sample.unlabelled, 'caption')} without a label left out", "dim")
    if sample.merged:
        yield Text(f"{count(sample.merged, 'caption')} read as a repeat of another one, and counted once", "dim")
    yield Text("Below each figure: its 95 % interval", "dim")


def _languages(rows: Iterable[LanguageRates], console: Console) -> None:
    made = table("language", "belong", "flagged", "unverifiable", "elsewhere", "caught", "AUC of fit")
    for row in rows:
        other = row.elsewhere
        made.add_row(
            row.language,
            f"{row.belongs.n:,}",
            shown(row.belongs.flagged, PERCENT),
            shown(row.belongs.unverifiable, PERCENT),
            f"{other.n:,}" if other else "-",
            shown(other.flagged if other else None, PERCENT),
            shown(row.auc, AREA),
        )
    if made.row_count:
        _title(console, "By language of the article")
        console.print(made)


def _calibration(evaluation: Evaluation, console: Console) -> None:
    found = evaluation.reliability
    _title(console, "Does fit mean what it says?")
    for name, value in (("expected calibration error", found.error), ("Brier score", found.brier)):
        numbers = f"{value.value:.3f} ({value.low:.3f}-{value.high:.3f})"
        console.print(Text(f"{name:<28}").append(numbers, "bold"), soft_wrap=True)
    console.print(
        Text(f"at this mix: {PERCENT.number(found.belongs)} of {found.n:,} captions belong", "dim"), soft_wrap=True
    )


def _kinds(rows: Iterable[KindRates], console: Console) -> None:
    known = [row.kind for row in rows if row.kind.what]
    if known:
        _title(console, "Kinds")
        width = max(len(kind.name) for kind in known)
        for kind in known:
            lines = wrap(kind.what, console.width - width - 2, console.width - width - 2)
            for index, line in enumerate(lines):
                console.print(Text(f"{kind.name if not index else '':<{width}}  ").append(line, "dim"), soft_wrap=True)


def _misses(found: Iterable[tuple[Kind, list[Judged]]], console: Console) -> None:
    signs = signs_for(console)
    for kind, rows in found:
        what = "not caught" if kind.label is Label.ELSEWHERE else "flagged, though they belong"
        _title(console, f"Worst misses of {kind.name}: {what}")
        for row in rows:
            _miss(row, console, signs)


def _miss(row: Judged, console: Console, signs: Signs) -> None:
    level = f" ({row.level})" if row.verdict is Verdict.MISMATCH else ""
    style = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.NOTE: "cyan"}.get(row.level, "green")
    line = Text(f"{signs.mark(row.verdict, row.level)} {row.verdict}{level}", style)
    line.append(f"  fit {percent_fit(row.fit)}", "default not bold")
    line.append(f"  {row.language}  {clean(row.record[:200])}", "default not bold dim")
    console.print(line, soft_wrap=True)
    room = console.width - 2
    text = wrap(clean(row.text[:_LONGEST]), room, room)
    if len(text) > _TEXT_LINES:
        text = [*text[: _TEXT_LINES - 1], cut(" ".join(text[_TEXT_LINES - 1 :]), room, signs.ellipsis)]
    for part in text:
        console.print(Text(f"  {part}"), soft_wrap=True)
    if row.headline:
        under = f"under {signs.opening}{clean(row.headline[:_LONGEST])}{signs.closing}"
        console.print(Text(f"  {cut(under, room, signs.ellipsis)}", "dim"), soft_wrap=True)


def _outcomes(row: Outcomes) -> tuple[Text, ...]:
    return (Text(f"{row.n:,}"), *(shown(part, PERCENT) for part in (row.flagged, row.error, row.unverifiable)))


def _title(console: Console, words: str) -> None:
    console.print()
    console.print(Text(words, "bold"), soft_wrap=True)
