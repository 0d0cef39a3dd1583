"""The words that a caption shares with a passage."""

from __future__ import annotations

import re

STEM = 6
"""Letters by which two forms of a word are taken for one ("assistance", "assisted")."""

SHORTEST = 5
"""Letters below which an alphabetic word is too common to point out; a capitalised one may be a letter shorter."""

_WORD = re.compile(r"\w+")
# Scripts without spaces: shared pairs of characters stand for words.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def shared_spans(passage: str, caption: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each stretch of the passage whose words the caption has too, in order."""
    stems, pairs = _stems(caption)
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(passage):
        word, start = match.group(), match.start()
        if not _UNSPACED.search(word):
            if _telling(word) and _stem(word) in stems:
                spans.append(match.span())
            continue
        spans += [(start + at, start + at + 2) for at in range(len(word) - 1) if word[at : at + 2] in pairs]
    return _joined(spans)


def _stems(text: str) -> tuple[set[str], set[str]]:
    stems: set[str] = set()
    pairs: set[str] = set()
    for word in _WORD.findall(text):
        if _UNSPACED.search(word):
            pairs.update(word[at : at + 2] for at in range(len(word) - 1))
        elif _telling(word):
            stems.add(_stem(word))
    return stems, pairs


def _telling(word: str) -> bool:
    return len(word) >= SHORTEST - word[0].isupper()


def _stem(word: str) -> str:
    folded = word.casefold()
    # The last letter of a short word is its ending as often as not.
    return folded[: min(STEM, max(SHORTEST - 1, len(folded) - 1))]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
