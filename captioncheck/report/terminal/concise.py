"""One line a finding: "story.html:12:5: error CC101 subject: about something else … · “the caption”".

Findings and inputs that could not be read, and nothing else: nothing is printed when all is well. In colour on a
terminal. The line is never broken, so that it can be clicked, and searched with grep.
"""

from __future__ import annotations

from typing import TextIO

from rich.text import Text

from captioncheck.config import Settings
from captioncheck.datatypes import Level, Result, Tally
from captioncheck.report.findings import rows_of
from captioncheck.report.lines import place, quoted, said
from captioncheck.report.terminal.console import open_console

_STYLES = {Level.ERROR: "bold red", Level.WARNING: "bold yellow"}


class ConciseReporter:
    """Draws each finding on a line of its own."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._console = open_console(stream, settings.color)

    def begin(self) -> None:
        """Draw nothing."""

    def add(self, result: Result) -> None:
        """Draw the findings of one result."""
        for row in rows_of(result):
            line = Text(f"{place(row)}: ", "bold").append(f"{row.level} ", f"not bold {_STYLES.get(row.level, '')}")
            line.append(row.rule, "not bold cyan").append(f": {said(row)}", "not bold")
            line.append(f" · {caption}" if (caption := quoted(row)) else "", "not bold dim")
            self._console.print(line, soft_wrap=True)

    def end(self, tally: Tally) -> None:
        """Draw nothing: the exit code says the rest."""
