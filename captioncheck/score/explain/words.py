"""Which of the caption's telling words the article has, and which stand together in both."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise

import regex

from captioncheck.explanation import Where, WordSeen
from captioncheck.score.explain.lines import rows_of
from captioncheck.score.profile import ArticleProfile, CaptionProfile
from captioncheck.score.witnesses import Testimony
from captioncheck.score.words import terms

TELLING = 1.2
"""Weight from which a word is shown: what is commoner is said everywhere."""
_PAIRED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


def words_seen(testimony: Testimony) -> tuple[WordSeen, ...]:
    """Return the caption's telling words by weight, each with the first form and place that the article has it in."""
    caption, article = testimony.caption, testimony.article
    wanted = {stem for stem, weight in caption.terms.weights.items() if weight >= TELLING}
    places = _places(wanted, article)
    rows = []
    for run in _runs(caption, wanted, places):
        weight = sum(caption.terms.weights[stem] for stem in run)
        text, where = places.get(run[0], ("", None))
        word = _join(caption.terms.first[stem].word for stem in run)
        rows.append(WordSeen(word, weight, text if len(run) == 1 else word if where else "", where))
    return tuple(sorted(rows, key=lambda row: -row.weight))


def phrases_seen(testimony: Testimony) -> tuple[str, ...]:
    """Return the caption's neighbouring words, none a mere particle, that stand near each other in the article, too."""
    caption, pairs = testimony.caption.terms, testimony.article.terms.pairs
    found: list[list[str]] = []
    joined = False
    for one, other in pairwise(caption.stems):
        telling = min(caption.weights[one], caption.weights[other]) >= TELLING / 2
        if (one, other) not in pairs or not telling:
            joined = False
            continue
        if joined:
            found[-1].append(other)
        else:
            found.append([one, other])
        joined = True
    shown = (_join(caption.first[stem].word for stem in run) for run in found)
    return tuple(dict.fromkeys(shown))


def shared_words(passage: str, caption: CaptionProfile, names: Collection[str] = ()) -> tuple[str, ...]:
    """Return the words of a passage that the caption has too, in any form, and those that are a name of its people."""
    runs: list[list[str]] = []
    before = ""
    for term in terms(passage):
        shared = caption.terms.weights.get(term.stem, 0.0) >= TELLING
        if shared and before and _paired(term.word) and before[-1] == term.word[0]:
            runs[-1].append(term.word)
        elif shared:
            runs.append([term.word])
        before = term.word if shared and _paired(term.word) else ""
    spelled = [name for name in names if name and name in passage]
    return tuple(dict.fromkeys([*(_join(run) for run in runs), *spelled]))


def _places(wanted: Collection[str], article: ArticleProfile) -> dict[str, tuple[str, Where]]:
    """Return for each stem the first word of the article that has it, and where."""
    found: dict[str, tuple[str, Where]] = {}
    for text, where in rows_of(article.article):
        for term in terms(text):
            if term.stem in wanted:
                found.setdefault(term.stem, (term.word, where))
    return found


def _runs(caption: CaptionProfile, wanted: Collection[str], places: dict[str, tuple[str, Where]]) -> list[list[str]]:
    """Return the wanted stems, the pairs of a script without spaces joined where they overlap and share their fate."""
    runs: list[list[str]] = []
    seen: set[str] = set()
    before = ""
    for stem in caption.terms.stems:
        if stem not in wanted or stem in seen:
            before = ""
            continue
        seen.add(stem)
        same_fate = before and (before in places) == (stem in places)
        if same_fate and _paired(stem) and before[-1] == stem[0]:
            runs[-1].append(stem)
        else:
            runs.append([stem])
        before = stem if _paired(stem) else ""
    return runs


def _paired(term: str) -> bool:
    return len(term) == 2 and _PAIRED.match(term) is not None


def _join(words: Iterable[str]) -> str:
    """Join words with spaces, and pairs that overlap without repeating what they share."""
    text, before = "", ""
    for word in words:
        if _paired(word) and _paired(before) and before[-1] == word[0]:
            text += word[1:]
        elif _paired(word) and _paired(before):
            text += word
        else:
            text += f" {word}" if text else word
        before = word
    return text
