"""The lines of a pasted text: numbered, stripped, and joined again where the text was hard-wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from captioncheck.extract.directives import is_directive_line

# A line longer than this is read for its cues only up to here: no caption is longer.
LONGEST_CAPTION = 900
# Beyond these the rest of a document is body without captions; bounds time and memory on absurd input.
MOST_LINES = 1_500
LONGEST_PARAGRAPH = 20_000

_NARROWEST_WRAP, _WIDEST_WRAP = 56, 100
_BLANK = " \t\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u3000\ufeff"
_ROW = re.compile(r"([^\n\r\u2028\u2029\x85]*)(\r\n|[\n\r\u2028\u2029\x85]|\Z)")
_BLANKS = re.compile(rf"[{_BLANK}]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60]")
_SENTENCE_END = re.compile(r"[.!?:;…。！？।۔\"”»)\]]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: number and column in the source (from 1), text, and whether blank lines stand around it."""

    number: int
    column: int
    text: str
    blank_before: bool
    blank_after: bool


def weight(text: str) -> int:
    """Return the length of `text` in Latin characters: one of Chinese, Japanese or Korean says as much as 2.5."""
    if text.isascii():
        return len(text)
    return len(text) + int(1.5 * len(_WIDE.findall(text[:LONGEST_CAPTION])))


def split_lines(text: str) -> tuple[list[Line], bool]:
    """Return the non-blank lines of `text`, hard-wrapped paragraphs joined to one line each, and whether it was cut."""
    lines: list[Line] = []
    blank, cut = True, False
    for number, row in enumerate(_ROW.finditer(text), 1):
        raw = row.group(1)[: 2 * LONGEST_PARAGRAPH]
        body = raw.strip(_BLANK)
        if is_directive_line(body):
            continue  # as if the line were not there
        if not body:
            blank = True
            if lines and not lines[-1].blank_after:
                lines[-1] = replace(lines[-1], blank_after=True)
            continue
        if len(lines) == MOST_LINES:
            return _unwrap(lines), True
        cut |= len(row.group(1)) > LONGEST_PARAGRAPH
        column = len(raw) - len(raw.lstrip(_BLANK)) + 1
        lines.append(Line(number, column, _BLANKS.sub(" ", body[:LONGEST_PARAGRAPH]), blank, row.end() == len(text)))
        blank = False
    return _unwrap(lines), cut


def _unwrap(lines: list[Line]) -> list[Line]:
    """Join the lines of hard-wrapped paragraphs; leave a text that holds one paragraph a line as it is."""
    inner = [len(line.text) for line in lines if not line.blank_after]
    width = max(inner, default=0)
    full = [length for length in inner if length >= 0.75 * width]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP or len(full) < 3 or len(full) < 0.6 * len(inner):
        return lines
    joined: list[Line] = []
    for above, line in zip([None, *lines], lines, strict=False):
        if above is not None and not line.blank_before and _goes_on(above, line, width):
            last = joined[-1]
            joined[-1] = replace(last, text=f"{last.text} {line.text}", blank_after=line.blank_after)
        else:
            joined.append(line)
    return joined


def _goes_on(last: Line, line: Line, width: int) -> bool:
    """Say whether `line` continues the paragraph of the source line `last`: it would not have fitted on it."""
    first_word = line.text.split(" ", 1)[0]
    if len(last.text) + 1 + len(first_word) > width - 2:
        return True
    return len(last.text) >= 0.6 * width and not _SENTENCE_END.search(last.text) and line.text[0].islower()
