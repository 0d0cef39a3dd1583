"""The console that results are drawn on, and the signs it can show."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal, TextIO

from rich.console import Console

from captioncheck.datatypes import Level, Verdict

NARROWEST = 40
"""Columns below which lines are left to the terminal to break."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The marks and punctuation of the report."""

    error: str
    warning: str
    unverifiable: str
    consistent: str
    dot: str
    ellipsis: str
    opening: str
    closing: str

    def mark(self, verdict: Verdict, level: Level) -> str:
        """Return the mark of a verdict."""
        if verdict is Verdict.MISMATCH:
            return self.error if level is Level.ERROR else self.warning
        return self.unverifiable if verdict is Verdict.UNVERIFIABLE else self.consistent


UNICODE = Signs("✗", "!", "?", "✓", "·", "…", "“", "”")
ASCII = Signs("x", "!", "?", "+", "-", "...", '"', '"')


def open_console(stream: TextIO, color: str = "auto", width: int | None = None) -> Console:
    """Return a rich console on a stream: `color` is auto, always or never; NO_COLOR turns off every escape code."""
    plain = color == "never" or (color == "auto" and bool(os.environ.get("NO_COLOR")))
    system: Literal["auto"] | None = None if plain else "auto"
    always = color == "always"
    console = Console(
        file=stream,
        color_system="standard" if always else system,
        force_terminal=True if always else None,
        no_color=False if always else None,
        width=width,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    if console.width < NARROWEST:
        console.width = NARROWEST
    return console


def signs_for(console: Console) -> Signs:
    """Return the signs that the console's encoding has."""
    try:
        "".join((UNICODE.error, UNICODE.consistent, UNICODE.dot, UNICODE.ellipsis)).encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE
