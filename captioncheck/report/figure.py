"""A picture (SVG) of what a terminal shows, for the README."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO

from rich.console import Console

from captioncheck.config import Settings
from captioncheck.datatypes import Result, Tally
from captioncheck.report.terminal import TerminalReporter

# rich's template loads a font from the web; a picture should not.
_WEB_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")


def render_svg(results: Iterable[Result], width: int = 88, *, title: str = "captioncheck article.txt") -> str:
    """Return the terminal report on some results, drawn `width` columns wide, as an SVG that is the same every time."""
    console = Console(
        file=StringIO(), record=True, width=width, force_terminal=True, color_system="truecolor", no_color=False
    )
    reporter = TerminalReporter(StringIO(), Settings(), console=console)
    tally = Tally()
    reporter.begin()
    for result in results:
        tally.add(result)
        reporter.add(result)
    reporter.end(tally)
    svg = console.export_svg(title=title, unique_id="captioncheck")
    return "\n".join(line.rstrip() for line in _WEB_FONT.sub("", svg).splitlines()) + "\n"
