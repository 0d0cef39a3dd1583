"""Which of the caption's telling words the article has, and which stand together in both."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from itertools import pairwise

import regex

from captioncheck.explanation import Where, WordSeen
from captioncheck.score.explain.lines import Row, rows_of
from captioncheck.score.profile import CaptionProfile
from captioncheck.score.witnesses import Testimony
from captioncheck.score.words import Term, terms

TELLING = 1.2
"""Weight from which a word is shown: what is commoner is said everywhere."""
_PAIRED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_HANGUL = regex.compile(r"\p{Hangul}")


def words_seen(testimony: Testimony) -> tuple[WordSeen, ...]:
    """Return the caption's telling words by weight, each with the first form and place that the article has it in.

    In scripts without spaces a word is a stretch that the article has, or one that it has not.
    """
    caption, counts = testimony.caption, testimony.article.terms.counts
    rows = rows_of(testimony.article.article)
    places = _places(caption.terms.weights, rows)
    seen: dict[str, WordSeen] = {}
    for run in _runs(terms(caption.said)):
        if not _paired(run[0].word):
            term = run[0]
            text, where = places.get(term.stem, ("", None))
            seen.setdefault(term.stem, WordSeen(term.word, caption.terms.weights[term.stem], text, where))
            continue
        for stretch, found in _stretches(run, counts):
            weight = _weight(stretch, caption.terms.weights)
            where = places[stretch[:2]][1] if found else None
            if found:
                where = next((there for text, there in rows if stretch in text), where)
            seen.setdefault(stretch, WordSeen(stretch, weight, stretch if found else "", where))
    return tuple(sorted((row for row in seen.values() if row.weight >= TELLING), key=lambda row: -row.weight))


def phrases_seen(testimony: Testimony) -> tuple[str, ...]:
    """Return the caption's neighbouring words, none a mere particle, that stand near each other in the article, too."""
    caption, pairs = testimony.caption.terms, testimony.article.terms.pairs
    found: list[list[Term]] = []
    joined = False
    for one, other in pairwise(terms(testimony.caption.said)):
        telling = min(caption.weights[one.stem], caption.weights[other.stem]) >= TELLING / 2
        if (one.stem, other.stem) not in pairs or not telling:
            joined = False
            continue
        if joined:
            found[-1].append(other)
        else:
            found.append([one, other])
        joined = True
    return tuple(dict.fromkeys(_join(run) for run in found))


def shared_words(passage: str, caption: CaptionProfile, names: Collection[str] = ()) -> tuple[str, ...]:
    """Return the words of a passage that the caption has too, in any form, and those that are a name of its people."""
    found = []
    weights = caption.terms.weights
    for run in _runs(terms(passage)):
        if _paired(run[0].word):
            stretches = [stretch for stretch, shared in _stretches(run, weights) if shared]
            found += [stretch for stretch in stretches if _weight(stretch, weights) >= TELLING]
        elif weights.get(run[0].stem, 0.0) >= TELLING:
            found.append(run[0].word)
    return tuple(dict.fromkeys([*found, *(name for name in names if name and name in passage)]))


def _places(wanted: Container[str], rows: Sequence[Row]) -> dict[str, tuple[str, Where]]:
    """Return for each stem the first word of the article that has it, and where."""
    found: dict[str, tuple[str, Where]] = {}
    for text, where in rows:
        for term in terms(text):
            if term.stem in wanted:
                found.setdefault(term.stem, (term.word, where))
    return found


def _runs(found: Sequence[Term]) -> list[list[Term]]:
    """Return terms in order, the overlapping pairs of a script without spaces together, every other word alone."""
    runs: list[list[Term]] = []
    for term in found:
        before = runs[-1][-1].word if runs else ""
        if before and _paired(term.word) and _paired(before) and before[-1] == term.word[0]:
            runs[-1].append(term)
        else:
            runs.append([term])
    return runs


def _stretches(run: Sequence[Term], known: Container[str]) -> list[tuple[str, bool]]:
    """Return a run of pairs cut into what is made of known pairs and what is not, two characters or longer."""
    text = run[0].word + "".join(term.word[1:] for term in run[1:])
    flags = [False] * len(text)
    for at, term in enumerate(run):
        if term.stem in known:
            flags[at] = flags[at + 1] = True
    stretches, start = [], 0
    for end in range(1, len(text) + 1):
        breaks = end == len(text) or flags[end] != flags[end - 1]
        # Two known stretches may touch without the pair between them.
        if breaks or (flags[end] and run[end - 1].stem not in known):
            stretches.append((text[start:end], flags[start]))
            start = end
    return [(stretch, found) for stretch, found in stretches if len(stretch) > 1]


def _weight(stretch: str, weights: Mapping[str, float]) -> float:
    return sum(weights.get(stretch[at : at + 2], 0.0) for at in range(len(stretch) - 1))


def _paired(term: str) -> bool:
    return len(term) == 2 and _PAIRED.search(term) is not None


def _join(found: Sequence[Term]) -> str:
    """Return terms as a phrase: words with spaces, pairs that overlap without repeating what they share."""
    text, before = "", ""
    for term in found:
        word = term.word
        if _paired(word) and _paired(before):
            overlaps = before[-1] == word[0]
            text += word[1:] if overlaps else f" {word}" if _HANGUL.search(word) else word
        else:
            text += f" {word}" if text else word
        before = word
    return text
