"""The meaning witness: which sentences of the article to compare with a caption, and how alike they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from captioncheck.score.lexical import CaptionTerms
from captioncheck.score.words import stems_of

if TYPE_CHECKING:
    from captioncheck.datatypes import Article

LEADING = 10
"""Units from the top of the article that every caption is compared with."""
RELATED = 10
"""Further units, those that share the most with the caption. More of either lowers the separation: chance hits."""
_SHORT, _LONG = 40, 600
_LEAD = 160
_BREAK = regex.compile(r"(?<=[.!?…])[\"”»’')\]]*\s+(?=\S)|(?<=[。！？؟।])")


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence (short ones joined) of an article, the line that its passage starts on, and its distinct stems."""

    text: str
    line: int
    stems: frozenset[str]


def sentences(text: str) -> list[str]:
    """Split a passage into sentences; one shorter than 40 characters joins its neighbour, none exceeds 600."""
    found: list[str] = []
    for piece in (piece.strip() for piece in _BREAK.split(text)):
        if not piece:
            continue
        if found and (len(found[-1]) < _SHORT or len(piece) < _SHORT // 2) and len(found[-1]) < _LONG:
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return [sentence[:_LONG] for sentence in found]


def units(article: Article) -> list[Unit]:
    """Return the headline and the sentences of the body, in order."""
    rows = [(article.headline, article.location.line)] if article.headline else []
    rows += [(sentence, passage.line) for passage in article.passages for sentence in sentences(passage.text)]
    return [Unit(text, line, frozenset(stems_of(text))) for text, line in rows]


def lead(article: Article) -> str:
    """Return the first sentences of the body, as long as the leads of the background are; "" where there is no body."""
    text = ""
    for sentence in (one for passage in article.passages for one in sentences(passage.text)):
        text = f"{text} {sentence}".lstrip()
        if len(text) >= _LEAD:
            break
    return text[:_LONG]


def choose(caption: CaptionTerms, candidates: Sequence[Unit]) -> list[int]:
    """Return the indices of the units to compare with a caption: the leading ones and the most related of the rest."""
    leading = list(range(min(LEADING + 1, len(candidates))))
    rest: Iterable[int] = range(len(leading), len(candidates))
    related = sorted(rest, key=lambda i: (-caption.found_share(candidates[i].stems), i))[:RELATED]
    return leading + sorted(related)
