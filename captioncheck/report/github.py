"""Annotations for GitHub Actions, a log that can be read, and a table in the step's summary.

Each finding is a line in the log as it is found. At the end come annotations, one a caption: GitHub shows ten of each
level a step, so these are the ten most severe of each, inputs that could not be read among them. All of them, up to a
thousand, stand in the table that is appended to the file $GITHUB_STEP_SUMMARY. `check` chooses this format by itself
where GITHUB_ACTIONS is true.
"""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from captioncheck.config import Settings
from captioncheck.datatypes import Level, Result, Tally
from captioncheck.report.findings import rows_of, together
from captioncheck.report.github_summary import LONGEST_CAPTION, Group, Summary
from captioncheck.report.lines import line, quoted, said
from captioncheck.report.places import Places
from captioncheck.report.plain import plain
from captioncheck.report.ranking import Worst, severity

ANNOTATIONS, UNREAD = 10, 3
"""Annotations of a level; how many of them inputs that could not be read may take from captions."""

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_log = logging.getLogger(__name__)


class GithubReporter:
    """Writes log lines as results come, and annotations and the summary at the end."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._places = Places.repository()
        self._worst: dict[Level, Worst[Group]] = {level: Worst(ANNOTATIONS) for level in _COMMANDS}
        self._unread: Worst[Group] = Worst(ANNOTATIONS)
        self._summary = Summary(self._places)

    def begin(self) -> None:
        """Write nothing."""

    def add(self, result: Result) -> None:
        """Write a line a finding."""
        for rows in together(rows_of(result)):
            for row in rows:
                # An input that could not be read has a line on stderr already.
                if not row.unread:
                    self._stream.write(harmless(line(row)) + "\n")
            group = tuple(replace(row, caption=plain(row.caption, LONGEST_CAPTION), nearest=None) for row in rows)
            loudest = max(group, key=severity)
            worst = self._unread if loudest.unread else self._worst.get(loudest.level, self._worst[Level.NOTE])
            worst.add(group, severity(loudest))
            self._summary.add(group, severity(loudest))

    def end(self, tally: Tally) -> None:
        """Write the annotations and the count, and append to the summary."""
        shown = {level: worst.sorted() for level, worst in self._worst.items()}
        unread = self._unread.sorted()[: max(UNREAD, ANNOTATIONS - len(shown[Level.ERROR]))]
        shown[Level.ERROR] = shown[Level.ERROR][: ANNOTATIONS - len(unread)] + unread
        for level, groups in shown.items():
            for group in groups:
                self._stream.write(self._annotation(_COMMANDS[level], group))
        headline = self._summary.headline(tally)
        if tally.interrupted:
            self._stream.write(f"::error title=captioncheck::{_value(headline)}\n")
        added = sum(worst.added for worst in (*self._worst.values(), self._unread))
        left_out = added - sum(map(len, shown.values()))
        more = f" ({left_out:,} without an annotation.)" if left_out else ""
        self._stream.write(f"captioncheck: {headline}{more}\n")
        self._append(tally)

    def _annotation(self, command: str, rows: Group) -> str:
        first = rows[0]
        properties = {
            "title": f"captioncheck {', '.join(row.rule for row in rows)}",
            "file": self._places.shown(first.location.path),
            "line": str(first.location.line),
            "col": str(first.location.column),
        }
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        message = "\n".join(filter(None, (*map(said, rows), quoted(first))))
        return f"::{command} {listed}::{_value(message)}\n"

    def _append(self, tally: Tally) -> None:
        path = os.environ.get("GITHUB_STEP_SUMMARY")
        if not path:
            return
        try:
            with Path(path).open("a", encoding="utf-8", errors="replace", newline="\n") as file:
                file.write(self._summary.markdown(tally, file.tell()))
        except OSError as error:
            _log.warning("github: cannot write the summary to %s: %s", path, error.strerror)


def harmless(text: str) -> str:
    """Return a line of the log that the runner does not take for a command, whatever a file name or caption says."""
    # "::command" counts at the start of a line, the old "##[command]" anywhere in it.
    text = text.replace("##[", "## [")
    return f"./{text}" if text.lstrip().startswith("::") else text


def _value(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("##[", "## [")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")
