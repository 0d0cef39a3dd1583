"""Captions judged against other articles of the archive, which are read again from where they came, each input once."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from itertools import islice

from captioncheck.datatypes import Article, Caption, Checked, Judgement, Location
from captioncheck.extract.base import Source, key, make_caption
from captioncheck.grammar.taken import days_between
from captioncheck.pipeline import Checker
from captioncheck.scan import journal
from captioncheck.scan.across.base import Scanned
from captioncheck.scan.across.memory import Memory
from captioncheck.scan.across.ranking import Home, bits
from captioncheck.score.words import stems_of
from captioncheck.sources import open_file
from captioncheck.work import Job


@dataclass(frozen=True, slots=True)
class Question:
    """A caption, the stems of what it says without its credit, and the rows of the articles that it may belong to."""

    text: str
    stems: Sequence[str]
    language: str | None
    rows: Sequence[int]


Answer = tuple[int, int, Home]
"""A question by its number, the row of an article, and what speaks for that as the caption's home."""
_Asked = dict[bytes, list[int]]
"""The questions on one article, by what they are remembered by: a caption may stray twice."""


@dataclass(frozen=True, slots=True)
class Judging:
    """Answers questions on the articles of a scan; what `memory` knows of them is not judged again."""

    scanned: Scanned
    memory: Memory

    def answers(self, questions: Sequence[Question], *, thorough: bool = False) -> Iterator[Answer]:
        """Yield what speaks for each of the articles; for one that is no more what it was, nothing.

        The careful encoder is heard of `thorough` ones, and of no others.
        """
        wanted: dict[int, list[int]] = defaultdict(list)
        for number, question in enumerate(questions):
            for row in question.rows:
                wanted[row].append(number)
        plain = replace(self.scanned.settings, explain=False, picture_encoder=None, fetch_images=False)
        settings = plain if thorough else replace(plain, careful=False)
        known: deque[Answer] = deque()
        asked: deque[tuple[int, _Asked, Article]] = deque()
        done = 0

        def jobs() -> Iterator[Job]:
            for row, new, article, source in self._articles(wanted, questions, known, thorough=thorough):
                captions = tuple(make_stray(questions[numbers[0]].text, article) for numbers in new.values())
                asked.append((row, new, article))
                yield Job(replace(article, captions=captions), source, fresh=True, thorough=thorough)

        outcomes = self.scanned.engine.outcomes(settings, jobs())
        with closing(outcomes):  # type: ignore[type-var]
            for outcome in outcomes:
                row, new, article = asked.popleft()
                if isinstance(outcome.result, Checked):
                    homes = _homes(outcome.result, new, article, questions)
                    for (mark, numbers), home in zip(new.items(), homes, strict=True):
                        self.memory.keep(mark, home)
                        known.extend((number, row, home) for number in numbers)
                done += len(known)
                while known:
                    yield known.popleft()
                self.scanned.tell("captions held against other articles", done)
        yield from known

    def _articles(
        self,
        wanted: Mapping[int, Sequence[int]],
        questions: Sequence[Question],
        known: deque[Answer],
        *,
        thorough: bool,
    ) -> Iterator[tuple[int, _Asked, Article, Source]]:
        """Yield the articles that must be read, and note what is remembered of the others."""
        checker = Checker(self.scanned.settings)
        head = json.dumps([self.scanned.past.header, thorough], sort_keys=True)
        rows = deque(sorted(wanted))
        start = 0
        for entry in journal.ended(self.scanned.files.journal, self.scanned.past):
            new: dict[int, _Asked] = {}
            while rows and rows[0] < start + entry.rows:
                row = rows.popleft()
                asked: _Asked = defaultdict(list)
                for number in wanted[row]:
                    one = questions[number]
                    mark = _digest((head, one.text, one.language or "", entry.path, str(row - start), entry.mark))
                    asked[mark].append(number)
                for mark in list(asked):
                    if (home := self.memory.recall(mark)) is not None:
                        known.extend((number, row, home) for number in asked.pop(mark))
                if asked:
                    new[row - start] = asked
            if new:
                source = Source(entry.path, partial(open_file, entry.path))
                for place, item in _picked(checker.read([source]), list(new)):
                    if isinstance(item, Article):
                        yield start + place, new[place], item, source
            start += entry.rows


def home_of(judgement: Judgement, stems: Sequence[str], article: Article, words: Container[str], printed: bool) -> Home:
    """Return what speaks for an article, whose stems are `words`, as the home of a caption that was judged there."""
    found = bits(stem in words for stem in stems)
    parts = judgement.caption.parts
    dated = parts.date is not None and parts.date[:4] in (parts.date_text or "")
    days = days_between(parts.date, article.published) if dated else None
    return Home(round(judgement.fit, 6), found, judgement.caption.language == article.language, printed, days)


def words_of(article: Article) -> frozenset[str]:
    """Return the stems of an article."""
    return frozenset(
        stem for text in (article.headline, *(one.text for one in article.passages)) for stem in stems_of(text)
    )


def _homes(result: Checked, new: _Asked, article: Article, questions: Sequence[Question]) -> Iterator[Home]:
    words = words_of(article)
    printed = {key(caption.text) for caption in article.captions}
    for numbers, judgement in zip(new.values(), result.judgements, strict=True):
        one = questions[numbers[0]]
        yield home_of(judgement, one.stems, article, words, key(one.text) in printed)


def _digest(parts: Iterable[str]) -> bytes:
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16).digest()


def _picked(items: Iterator[object], places: Sequence[int]) -> Iterator[tuple[int, object]]:
    """Yield the items at the places, which ascend, and no further item is read."""
    wanted = set(places)
    for place, item in enumerate(islice(items, places[-1] + 1)):
        if place in wanted:
            yield place, item


def make_stray(text: str, article: Article) -> Caption:
    """Return a caption as if it stood on an article."""
    place = Location(article.location.path, record=article.location.record)
    return make_caption(text, place, language=article.language, published=article.published)
