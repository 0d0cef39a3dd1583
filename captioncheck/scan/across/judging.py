"""Captions judged against other articles of the archive, which are read again from where they came, each input once.

What was judged is remembered beside the output, so that the next pass judges only what is new or has changed.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from itertools import islice

from captioncheck.datatypes import Article, Caption, Checked, Location
from captioncheck.extract.base import Source, key, make_caption
from captioncheck.pipeline import Checker
from captioncheck.scan import journal
from captioncheck.scan.across.base import Scanned
from captioncheck.sources import open_file
from captioncheck.work import Job

Pair = tuple[int, int]
"""A question by its number, and the row of the article."""


@dataclass(frozen=True, slots=True)
class Home:
    """How well a caption fits an article, and whether that prints it, too."""

    fit: float
    printed: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A caption, and the rows of the articles that it may belong to."""

    text: str
    language: str | None
    rows: Sequence[int]


@dataclass(slots=True)
class Judging:
    """Answers questions on the articles of a scan."""

    scanned: Scanned
    _known: dict[str, Home] = field(default_factory=dict)
    _used: dict[str, Home] = field(default_factory=dict)
    _keys: dict[Pair, str] = field(default_factory=dict)

    def answers(self, questions: Sequence[Question]) -> dict[Pair, Home]:
        """Return how well each caption fits each of its articles; an article that is no more what it was has none."""
        self._remember()
        wanted: dict[int, list[int]] = defaultdict(list)
        for number, question in enumerate(questions):
            for row in question.rows:
                wanted[row].append(number)
        found: dict[Pair, Home] = {}
        asked: deque[tuple[int, list[int], Article]] = deque()
        settings = replace(self.scanned.settings, explain=False, picture_encoder=None, fetch_images=False)

        def jobs() -> Iterator[Job]:
            for row, article, source in self._articles(wanted, questions, found):
                numbers = [number for number in wanted[row] if (number, row) not in found]
                captions = tuple(_caption(questions[number], article) for number in numbers)
                asked.append((row, numbers, article))
                yield Job(replace(article, captions=captions), source, fresh=True)

        outcomes = self.scanned.engine.outcomes(settings, jobs())
        with closing(outcomes):  # type: ignore[type-var]
            for outcome in outcomes:
                row, numbers, article = asked.popleft()
                if isinstance(outcome.result, Checked):
                    printed = {key(caption.text) for caption in article.captions}
                    for number, judgement in zip(numbers, outcome.result.judgements, strict=True):
                        home = Home(round(judgement.fit, 6), key(questions[number].text) in printed)
                        found[number, row] = self._used[self._keys[number, row]] = home
                self.scanned.tell("captions held against other articles", len(found))
        self._write()
        return found

    def _articles(
        self, wanted: Mapping[int, Sequence[int]], questions: Sequence[Question], found: dict[Pair, Home]
    ) -> Iterator[tuple[int, Article, Source]]:
        """Yield the articles that must be read, and note what is remembered of the others."""
        checker = Checker(self.scanned.settings)
        head = json.dumps(self.scanned.past.header, sort_keys=True)
        rows = deque(sorted(wanted))
        start = 0
        for entry in journal.ended(self.scanned.files.journal, self.scanned.past):
            new: list[int] = []
            while rows and rows[0] < start + entry.rows:
                row = rows.popleft()
                for number in wanted[row]:
                    question = questions[number]
                    parts = (head, question.text, question.language or "", entry.path, str(row - start), entry.mark)
                    self._keys[number, row] = mark = _digest(parts)
                    if (home := self._known.get(mark)) is not None:
                        found[number, row] = self._used[mark] = home
                if any((number, row) not in found for number in wanted[row]):
                    new.append(row - start)
            if new:
                source = Source(entry.path, partial(open_file, entry.path))
                for place, item in _picked(checker.read([source]), new):
                    if isinstance(item, Article):
                        yield start + place, item, source
            start += entry.rows

    def _remember(self) -> None:
        with suppress(OSError, ValueError, TypeError), self.scanned.memory.open(encoding="utf-8") as stream:
            for text in stream:
                mark, fit, printed = json.loads(text)
                self._known[mark] = Home(float(fit), bool(printed))

    def _write(self) -> None:
        """Keep what was judged or used this time; the next pass does without where that cannot be."""
        with suppress(OSError), self.scanned.memory.open("w", encoding="utf-8") as stream:
            for mark, home in sorted(self._used.items()):
                stream.write(json.dumps([mark, home.fit, home.printed]) + "\n")


def _digest(parts: Iterable[str]) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16).hexdigest()


def _picked(items: Iterator[object], places: Sequence[int]) -> Iterator[tuple[int, object]]:
    """Yield the items at the places, which ascend, and no further item is read."""
    wanted = set(places)
    for place, item in enumerate(islice(items, places[-1] + 1)):
        if place in wanted:
            yield place, item


def _caption(question: Question, article: Article) -> Caption:
    place = Location(article.location.path, record=article.location.record)
    return make_caption(question.text, place, language=article.language, published=article.published)
