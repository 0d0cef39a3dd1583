"""A picture (SVG) of what a terminal shows, for the README."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from captioncheck.config import Settings
from captioncheck.datatypes import Result, Tally
from captioncheck.report.terminal import TerminalReporter

# rich's own theme is too faint for small print: dim text has a contrast of 4.1 there, of 6 here.
_THEME = TerminalTheme(
    (13, 17, 23),
    (230, 237, 243),
    [
        (72, 79, 88), (255, 123, 114), (86, 211, 100), (227, 179, 65),
        (121, 192, 255), (210, 168, 255), (86, 212, 221), (230, 237, 243),
    ],
)  # fmt: skip
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
    console.print()  # the picture ends a little above the last line's feet
    svg = console.export_svg(title=title, theme=_THEME, unique_id="captioncheck")
    return "\n".join(line.rstrip() for line in _WEB_FONT.sub("", svg).splitlines()) + "\n"
