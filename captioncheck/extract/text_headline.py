"""The headline of a pasted text: not the section above it, not a byline, not a caption that stands on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from captioncheck.extract.text_features import is_prose, tokens
from captioncheck.extract.text_lines import Line, weight

# A headline is looked for among the first lines, and at most this far below the start of the body.
_WINDOW = 40
_SHORTEST, _LONGEST = 12, 260


def find_headline(lines: Sequence[Line], own: Sequence[dict[str, float]], first_prose: int) -> int | None:
    """Return the index of the headline, or None when nothing above the body reads like one."""
    body = Counter(
        word
        for line, row in zip(lines, own, strict=True)
        if is_prose(line.text, row)
        for word in set(tokens(line.text[:2000]))
    )
    seen = Counter(line.text.casefold() for line in lines)
    best: tuple[float, int] | None = None
    for index in range(min(first_prose + 1, _WINDOW, len(lines))):
        text, row = lines[index].text, own[index]
        size = weight(text)
        if not _SHORTEST <= size <= _LONGEST or (index == first_prose and is_prose(text, row) and row["ends_period"]):
            continue
        if row["credit"] or row["bare_credit"] or row["cue_direction"] or row["cue_caption_prefix"]:
            continue
        if row["ends_period"] and size > 110:
            continue
        score = (
            _likeness(text, row, size, body)
            - 0.3 * min(index, 8)
            - 0.05 * index
            + 0.3 * min(seen[text.casefold()] - 1, 2)
        )
        if best is None or score > best[0]:
            best = (score, index)
    return best[1] if best is not None and best[0] > 0 else None


def _likeness(text: str, row: dict[str, float], size: int, body: Counter[str]) -> float:
    """Return how much one line reads like the headline of this body."""
    words = set(tokens(text))
    shared = sum(1 for word in words if body[word]) / len(words) if words else 0.0
    score = 1.2 + 2.0 * shared
    score += 0.8 if 35 <= size <= 140 else (-1.5 if size < 22 else -0.2)
    score -= 2.0 * bool(row["ends_period"])
    score -= 2.0 * bool(row["cue_meta"] and row["digits"] > 0.08)
    score -= 1.5 * bool(row["cue_byline"])
    score -= 1.6 * bool(row["paren_end"])
    score -= 0.7 * bool(row["cue_navigation"])
    score -= 1.5 * bool(row["link"])
    return score - 0.5 * bool(row["starts_low"])
