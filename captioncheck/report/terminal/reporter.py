"""The reporter for people."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from captioncheck.config import Settings
from captioncheck.datatypes import Article, Checked, Level, Result, Skipped, Status, Tally, Verdict
from captioncheck.report.terminal.caption import caption_lines, finding_lines, hanging, page_for
from captioncheck.report.terminal.console import open_console, signs_for
from captioncheck.report.terminal.explain import explain_lines
from captioncheck.report.terminal.fitting import clean, cut, right_to_left, shown_place
from captioncheck.report.terminal.photo import photo_lines
from captioncheck.report.terminal.summary import summary_lines
from captioncheck.report.terminal.wording import date

LONGEST = 1000
"""Characters of a headline, note or reason that are looked at."""
_MENDS = ("pip install", "captioncheck models")
"""Commands that mend what a reason says."""


class TerminalReporter:
    """Draws results with rich. `errors_shown` False leaves inputs that could not be read to someone else."""

    def __init__(
        self, stream: TextIO, settings: Settings, *, console: Console | None = None, errors_shown: bool = True
    ) -> None:
        self._settings = settings
        self._console = console or open_console(stream, settings.color)
        self._signs = signs_for(self._console)
        self._errors_shown = errors_shown
        self._open_block = False
        self._drawn = False
        self._errors = self._suppressed = self._unused = 0
        self._first_flagged: str | None = None
        self._pictures_unchecked: str | None = None

    def begin(self) -> None:
        """Draw nothing: the first article is the first line."""

    def add(self, result: Result) -> None:
        """Draw one article, or why there is none."""
        if isinstance(result, Skipped):
            self._skipped(result)
            return
        self._remember(result)
        quiet = self._settings.quiet
        shown = [
            one for one in result.judgements if not quiet or (one.verdict is Verdict.MISMATCH and not one.suppressed)
        ]
        findings = tuple(one for one in result.findings if not quiet or one.evidence.suppressed is None)
        if not (shown or findings) and (self._settings.quiet or not (result.article.notes or result.article.photo)):
            if not self._settings.quiet:
                self._line(Text(_name(result.article), "dim").append("  no captions found", "dim"))
            return
        self._gap()
        for line in self._heading(result.article):
            self._put(line)
        for note in result.article.notes:
            for line in hanging(Text("  note: ", "dim"), clean(note[:LONGEST]), self._console.width, "dim"):
                self._put(line)
        page = page_for(tuple(shown), self._console.width, self._signs, findings)
        if result.article.photo is not None:
            for line in photo_lines(result.article.photo, result.judgements, page):
                self._put(line)
            self._open_block = True
            return
        if not result.judgements:
            self._put(Text("  no captions found", "dim"))
        for judgement in shown:
            for line in caption_lines(judgement, page, whole=self._settings.explain):
                self._put(line)
            if self._settings.explain:
                for line in explain_lines(judgement, page, colour=self._console.color_system is not None):
                    self._put(line)
        for finding in findings:
            for line in finding_lines(finding, page):
                self._put(line)
        self._open_block = True

    def end(self, tally: Tally) -> None:
        """Draw the counts and the next step; --quiet draws neither."""
        if self._settings.quiet or not tally.articles:
            return
        if self._drawn:
            self._put(Text())
        for line in summary_lines(tally, self._errors, self._console.width, self._suppressed, self._unused):
            self._put(line)
        for hint in self._hints():
            self._console.print(Text(hint, "dim"), soft_wrap=True)

    def _remember(self, result: Checked) -> None:
        for judgement in result.judgements:
            if judgement.suppressed and judgement.verdict is Verdict.MISMATCH:
                self._suppressed += 1
                continue
            self._errors += judgement.level is Level.ERROR
            if judgement.verdict is Verdict.MISMATCH and self._first_flagged is None:
                self._first_flagged = result.article.location.path
            if judgement.caption.picture is not None:
                for one in judgement.unchecked:
                    if one.code == "CC201":
                        self._pictures_unchecked = one.reason

        self._unused += sum(one.evidence.suppressed is None for one in result.findings)

    def _skipped(self, result: Skipped) -> None:
        failed = result.status is Status.ERROR
        if (failed and not self._errors_shown) or (not failed and self._settings.quiet):
            return
        shown = Text(shown_place(result.location), "bold" if failed else "dim")
        shown.append("  ERROR  " if failed else "  skipped  ", "bold red" if failed else "dim")
        reason, style = clean(result.reason[:LONGEST]), "" if failed else "dim"
        if shown.cell_len + cell_len(reason) <= self._console.width:
            self._line(shown.append(reason, style))
            return
        self._line(shown)
        for line in hanging(Text("  "), reason, self._console.width, style):
            self._put(line)

    def _heading(self, article: Article) -> Iterator[Text]:
        width = self._console.width
        name = _name(article)
        if article.photo is not None:
            yield Text(name, "bold").append("  photo", "not bold dim")
            return
        headline = clean(article.headline[:LONGEST])
        about = ", ".join(part for part in (article.language, article.published and date(article.published)) if part)
        room = width - cell_len(name) - cell_len(about) - 4
        beside = room >= min(cell_len(headline), 32) and not right_to_left(headline)
        if beside:
            headline = cut(headline, room, self._signs.ellipsis)
            gap = " " * max(width - cell_len(name) - cell_len(headline) - cell_len(about) - 2, 2)
            yield Text(name, "bold").append(f"  {headline}{gap}", "not bold").append(about, "not bold dim")
            return
        yield Text(name, "bold").append(f"  {about}" if about else "", "not bold dim")
        if headline:
            yield Text("  " + cut(headline, width - 2, self._signs.ellipsis))

    def _hints(self) -> Iterator[str]:
        if self._first_flagged is not None and not self._settings.explain:
            # What came through standard input cannot be asked for again by its name.
            again = Path(self._first_flagged).is_file()
            path = shlex.quote(clean(self._first_flagged))
            yield f"Why? captioncheck explain {path}" if again else "Why? Run it again with --explain."
        # What a user can mend, or has asked for with --image; nobody needs to read the rest after every run.
        reason = self._pictures_unchecked
        if reason and (self._settings.image or any(command in reason for command in _MENDS)):
            yield f"Pictures were not compared: {reason}"

    def _gap(self) -> None:
        """Leave a line free before a block, and after one."""
        if self._drawn:
            self._put(Text())
        self._open_block = False

    def _line(self, text: Text) -> None:
        if self._open_block:
            self._gap()
        self._put(text)

    def _put(self, text: Text) -> None:
        text.rstrip()
        self._drawn = True
        self._console.print(text, soft_wrap=True)


def _name(article: Article) -> str:
    # Its own line says nothing: a reader gives 1 or, for a JSONL record, the line of the whole record.
    return shown_place(replace(article.location, line=1))
