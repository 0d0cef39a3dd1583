"""Where the words that a passage shares with its caption stand in a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Scripts without spaces: a line may break within what is shared, so pairs of characters are looked for.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def shared_spans(line: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return the (start, end) of each of the words in a line, in order, those that touch joined."""
    spans: list[tuple[int, int]] = []
    for word in filter(None, words):
        if _UNSPACED.search(word):
            pieces = [word[at : at + 2] for at in range(len(word) - 1)] or [word]
            spans += [match.span() for piece in pieces for match in re.finditer(re.escape(piece), line)]
        else:
            spans += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", line)]
    return _joined(sorted(spans))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
