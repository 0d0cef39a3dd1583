"""Texts of any script, made safe and fitted to columns."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len, set_cell_size

from captioncheck.datatypes import Location
from captioncheck.report.plain import clean as clean

LONGEST_NAME = 1000
"""Characters of a path, and of a record's name, that are shown."""

_FIGURE, _GLUE = re.compile(r"(?<=\d) (?=%)|(?<=\bline) (?=\d)"), "\N{NO-BREAK SPACE}"


def shown_place(location: Location) -> str:
    """Return where something stands as a reader should see it: "a.txt", "feed.jsonl:17 [a-17]", "standard input"."""
    path = "standard input" if location.path == "-" else clean(location.path[:LONGEST_NAME])
    line = f":{location.line}" if location.line > 1 else ""
    return path + line + (f" [{clean(location.record[:LONGEST_NAME])}]" if location.record else "")


def cut(text: str, width: int, ellipsis: str) -> str:
    """Cut a text to so many columns, at a word where one ends near, with an ellipsis where something is gone."""
    if cell_len(text) <= width:
        return text
    room = max(width - cell_len(ellipsis), 1)
    head = set_cell_size(text, room).rstrip()
    space = head.rfind(" ")
    return (head[:space] if space > len(head) * 2 // 3 else head).rstrip(" ,;:(|/") + ellipsis


def wrap(text: str, first: int, rest: int) -> list[str]:
    """Break a text into lines: the first of `first` columns, the others of `rest`; long words break anywhere."""
    lines: list[str] = []
    line, room = "", first
    for word in _glued(text).split(" "):
        joined = f"{line} {word}" if line else word
        while cell_len(joined) > room:
            if cell_len(word) > rest:
                # Scripts without spaces fill the line that they start on.
                head = set_cell_size(joined, room).rstrip()
                line, word = head, joined[len(head) :]
            lines.append(line)
            line, room, joined = "", rest, word
        line = joined
    return [part.replace(_GLUE, " ") for part in ([*lines, line] if line or not lines else lines)]


def _glued(text: str) -> str:
    """Return a text whose figures hold on to their percent signs."""
    return _FIGURE.sub(_GLUE, text)


def right_to_left(text: str) -> bool:
    """Return whether a text starts in a script that runs from right to left."""
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"
