"""Texts of any script, made safe for documents that others read: one line, no control characters, no endless length."""

from __future__ import annotations

import re

LONGEST_PATH = 4096
"""Characters of a path that are written."""

# Control characters would let an article drive the terminal; direction marks would let it reorder our words.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
# What XML 1.0 and UTF-8 cannot hold: control characters, lone surrogates, two code points
# that are no characters; and what some take for the end of a line.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_REPLACEMENT, _ELLIPSIS = "\N{REPLACEMENT CHARACTER}", "…"


def clean(text: str) -> str:
    """Return a text on one line, without control and direction characters."""
    return _UNSAFE.sub(_REPLACEMENT, _SPACES.sub(" ", text)).strip()


def plain(text: str, most: int) -> str:
    """Return at most so many characters of a text, on one line, with nothing that a document cannot hold."""
    # Spaces run together, so a little more is looked at than is kept.
    shown = _UNWRITABLE.sub(_REPLACEMENT, clean(text[: 2 * most + 100]))
    if len(shown) <= most:
        return shown
    head = shown[: most - 1].rstrip()
    space = head.rfind(" ")
    return (head[:space] if space > len(head) * 2 // 3 else head).rstrip(" ,;:(|/") + _ELLIPSIS


def plain_path(path: str) -> str:
    """Return a path as a document can hold it; unlike in a text, every space counts."""
    return _UNWRITABLE.sub(_REPLACEMENT, _UNSAFE.sub(_REPLACEMENT, path[:LONGEST_PATH]))
