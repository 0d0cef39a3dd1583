"""Which caption a comment speaks of: the one it stands on, else the next, if only its opening lies between."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from captioncheck.datatypes import Caption
from captioncheck.extract.directives import is_directive_line

_BREAKS = {"text": re.compile(r"\r\n|[\n\r\u2028\u2029\x85]")}
_OTHER_BREAKS = re.compile(r"\r\n|\r|\n")
_TAIL_WORDS, _TAIL = 3, 30  # words and characters by which a caption's end is found again
_LOOSE = 0.7  # share of a caption's length after which its end is looked for: blanks may be fewer in the source
_MORE = 2_000  # characters that markup may add to a caption's length
_GAP = 20_000  # characters between a comment and a caption beyond which it is not looked for
_BETWEEN = r"(?:\s|&nbsp;|&#160;|&#xa0;|<[^<>]{0,300}>|[*_~`\\>|/–—\-(]){1,40}?"

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HIDDEN = re.compile(r"<(noscript|svg|style|script|template|button)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ENDS_ANOTHER = re.compile(
    r"</(?:(?:figure|figcaption|p|li|td|h[1-6]|blockquote|amp-img)\b|media(?:-caption)?\s*>)", re.IGNORECASE
)
_OPENS_ANOTHER = re.compile(r"<(?:figure|media|figcaption|img|amp-img|picture|p|li|h[1-6])\b", re.IGNORECASE)
_OPEN_TAG = re.compile(r"<[^<>]*\Z")
_REST_OF_TAG = re.compile(r"\A[^<>]*>")
_WORDS = re.compile(r"[^\W_]")
_SPACES = re.compile(r"&nbsp;|&#160;|&#xa0;", re.IGNORECASE)
# What opens a picture in Markdown: it is taken away whole, or as far as it goes before the caption in it.
_PICTURE = re.compile(
    r"!\[(?:[^\[\]\\]|\\.){0,1000}\](?:\([^()\n]{0,1000}\)?|\[[^\[\]\n]{0,200}\])?"
    r"|\{:?\s?[.#][^{}]{0,200}\}|\]\([^()\n]{0,1000}\)"
)
_OPEN_SHORTCODE = re.compile(r"(?:\{\{[<%]|\{%-?)(?:(?![<%]?\}\}|%\}).)*\Z", re.DOTALL)
_WORDPRESS = re.compile(r"\[caption\b[^\]\n]{0,400}\]")
_OPEN_PICTURE = re.compile(r"!\[[^\n]{0,2000}\Z")
_REMARK = re.compile(r"^[ ]{0,3}\[[^\]\n]{1,40}\]:[ \t]*(?:<>|<#>|#)[ \t]*[(\"'][^\r\n]*", re.MULTILINE)


class Reach:
    """The captions of one document by their places in its text; `matter` is the length of its front matter."""

    def __init__(self, text: str, reader: str, captions: Sequence[Caption], matter: int = 0) -> None:
        self._text = text
        self._reader = "html" if reader == "nitf" else reader  # the same comments, and tags that end alike
        self._matter = matter
        breaks = _BREAKS.get(reader, _OTHER_BREAKS)
        self._lines = [0, *(match.end() for match in breaks.finditer(text))]
        spans = [(*self._span(caption), index) for index, caption in enumerate(captions)]
        self._spans = sorted(spans)
        self._starts = [start for start, _, _ in self._spans]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def target(self, start: int, end: int) -> int | None:
        """Return the index of the caption that a comment with this place speaks of, or None."""
        at = bisect_left(self._starts, end)
        above = self._spans[at - 1] if at else None
        below = self._spans[at] if at < len(self._spans) else None
        if above and above[0] <= start < above[1]:
            return above[2]
        next_to_it = below is not None and self._opens(end, below[0])
        if below and next_to_it and self._line(below[0]) == self._line(end):
            return below[2]
        if above and self._line(max(above[0], above[1] - 1)) == self._line(start) and self._trails(above[1], start):
            return above[2]
        return below[2] if below and next_to_it else None

    def within(self, start: int, end: int) -> Iterator[int]:
        """Yield the indexes of the captions that start in this part of the text."""
        for at in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            yield self._spans[at][2]

    def _line(self, offset: int) -> int:
        return bisect_right(self._lines, offset)

    def _span(self, caption: Caption) -> tuple[int, int]:
        where = caption.location
        start = self._lines[min(where.line, len(self._lines)) - 1] + where.column - 1
        size = len(caption.text)
        if self._text.startswith(caption.text, start):
            return start, start + size
        tail = _tail(caption.text)
        least = start + max(int(_LOOSE * size) - len(caption.text[-_TAIL:]), 0)
        found = tail.search(self._text, least, start + 2 * size + _MORE) if tail else None
        if found:
            return start, found.end()
        line = self._line(start)
        ending = self._lines[line] if line < len(self._lines) else len(self._text)
        return start, min(start + size, max(ending - 1, start))

    def _opens(self, end: int, start: int) -> bool:
        """Return whether nothing but blank lines and the opening of the figure stands between comment and caption."""
        if start - end > _GAP:
            return False
        gap = self._text[end:start]
        if self._reader == "text":
            return all(not line.strip() or is_directive_line(line) for line in re.split(r"[\n\r\u2028\u2029\x85]", gap))
        if start < self._matter:
            # A line of front matter: the caption is the value of the next key.
            return len([line for line in gap.splitlines() if line.strip() and not line.lstrip().startswith("#")]) <= 1
        if end <= self._matter:
            return False
        gap = _WORDPRESS.sub(" ", _COMMENT.sub(" ", gap))
        if self._reader == "markdown":
            gap = _OPEN_SHORTCODE.sub("", _OPEN_PICTURE.sub("", _PICTURE.sub("", _REMARK.sub("", gap))))
        gap = _OPEN_TAG.sub("", _HIDDEN.sub("", gap))
        return not _ENDS_ANOTHER.search(gap) and not _WORDS.search(_SPACES.sub("", _TAG.sub("", gap)))

    def _trails(self, end: int, start: int) -> bool:
        """Return whether a comment stands behind a caption, on its line, with nothing but closing tags between."""
        if self._reader != "html":
            return True
        gap = self._text[end:start]
        if self._text.rfind("<", 0, end) > self._text.rfind(">", 0, end):
            gap = _REST_OF_TAG.sub("", gap)
        gap = _COMMENT.sub(" ", gap)
        return not _OPENS_ANOTHER.search(gap) and not _WORDS.search(_SPACES.sub("", _TAG.sub("", gap)))


def _tail(text: str) -> re.Pattern[str] | None:
    """Return a pattern for the last words of a caption as they may stand in its source."""
    words = [word for word in text[-200:].split()[-_TAIL_WORDS:] if _WORDS.search(word)]
    if not words:
        return None
    return re.compile(_BETWEEN.join("".join(map(_character, word[-_TAIL:])) for word in words))


def _character(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    return rf"(?:\\?{re.escape(character)}|&#?\w{{1,8}};)"
