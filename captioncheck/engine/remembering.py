"""An engine before which stands what earlier runs found: unchanged articles are not checked again."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Result, Skipped
from captioncheck.encode.e5 import installed
from captioncheck.engine.base import told
from captioncheck.engine.local import LocalEngine
from captioncheck.engine.results import ResultStore
from captioncheck.engine.stamp import stamp_for
from captioncheck.errors import PictureError, ReaderError
from captioncheck.extract.base import Source
from captioncheck.pictures import PictureFinder, finder_for
from captioncheck.pictures.unchecked import failure
from captioncheck.sources import open_file
from captioncheck.work import Job, Outcome

_LARGEST = 8 * 2**20
"""Bytes of an input up to which its results are kept; larger ones hold many articles and are read as a stream."""
_MOST = 2_000
"""Results of one input that are kept."""


@dataclass(slots=True)
class _Fresh:
    """An input that is checked anew, and what came of it so far; without a key it will not be kept."""

    key: bytes | None
    outcomes: list[Outcome] = field(default_factory=list)


class RememberingEngine:
    """Asks the results of earlier runs in `folder` first, and keeps what the inner engine finds.

    What is kept is found again only for the same bytes under the same path with the same stamp, and while every picture
    of the article is what it was. Errors and skipped inputs are never kept.
    """

    def __init__(self, inner: LocalEngine, folder: Path, roots: Sequence[Path] = ()) -> None:
        self._inner = inner
        self._folder = folder
        self._roots = tuple(roots)
        self._stamp: bytes | None = None
        self._store: ResultStore | None = None
        self._known = False

    def prepare(self, settings: Settings) -> None:
        """Find out before any input is read whether the settings can be used, unless that is known."""
        self._stamp = stamp_for(settings)
        self._store = ResultStore(self._folder) if self._stamp is not None else None
        self._known = self._store is not None and self._stamp is not None and self._store.get(self._stamp) is True
        if not self._known:
            self._inner.prepare(settings)

    def run(self, settings: Settings, sources: Iterable[Source | Skipped]) -> Generator[Result, None, None]:
        """Yield one result for every article of every source."""
        return told(self.outcomes(settings, map(Job, sources)))

    def outcomes(self, settings: Settings, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do jobs and yield what comes of them, in order."""
        store, stamp = self._store, self._stamp
        if store is None or stamp is None:
            yield from self._inner.outcomes(settings, jobs)
            return
        pictures = _Pictures(settings, finder_for(settings, self._roots))
        fresh: deque[_Fresh | Outcome] = deque()
        try:
            for outcome in self._inner.outcomes(settings, _asked(jobs, store, stamp, pictures, fresh)):
                head = fresh[0]
                if isinstance(head, Outcome):
                    fresh.popleft()
                    yield head
                    continue
                if outcome.result is not None:
                    _collect(head, outcome)
                    yield outcome
                    continue
                fresh.popleft()
                if head.key is not None and pictures.lasting(head.outcomes):
                    rows = [(one.result, one.missed, one.why, pictures.marks(one.result)) for one in head.outcomes]
                    store.put(head.key, rows)
                yield outcome
            if not self._known:
                store.put(stamp, True)
        finally:
            store.close()


def _collect(fresh: _Fresh, outcome: Outcome) -> None:
    if fresh.key is None:
        return
    fresh.outcomes.append(outcome)
    if isinstance(outcome.result, Skipped) or len(fresh.outcomes) > _MOST:
        fresh.key = None
        fresh.outcomes.clear()


def _asked(
    jobs: Iterable[Job], store: ResultStore, stamp: bytes, pictures: _Pictures, fresh: deque[_Fresh | Outcome]
) -> Iterator[Job]:
    """Yield the jobs that are left to do, and in the place of others what is known; `fresh` has one entry for each."""
    for job in jobs:
        source = job.what
        if not isinstance(source, Source):
            fresh.append(Outcome(source, job.source))  # type: ignore[arg-type]
            yield job
            continue
        data = _data(source)
        if data is None:
            fresh.append(_Fresh(None))
            yield job
            continue
        key = blake2b(stamp + source.path.encode("utf-8", "surrogateescape") + b"\0" + data, digest_size=20).digest()
        rows = store.get(key)
        if isinstance(rows, list) and all(pictures.marks(row[0]) == row[3] for row in rows):
            for result, missed, why, _marks in rows:
                fresh.append(Outcome(result, None, missed, why))
                yield Job(result)
            continue
        fresh.append(_Fresh(key))
        # The very bytes that the key stands for, whatever becomes of the file.
        yield Job(replace(source, open=partial(BytesIO, data)))


def _data(source: Source) -> bytes | None:
    """Return the bytes of a file, or None where it is too large, cannot be read, or is none."""
    if not (isinstance(source.open, partial) and source.open.func is open_file):
        return None
    try:
        with source.open() as stream:
            data = stream.read(_LARGEST + 1)
    except (OSError, ReaderError):
        return None
    return data if len(data) <= _LARGEST else None


@dataclass(frozen=True, slots=True)
class _Pictures:
    """What the pictures of results are at this moment."""

    settings: Settings
    finder: PictureFinder

    def marks(self, result: Result | None) -> list[str]:
        """Return what each picture is: the digest of its bytes, or why it cannot be had."""
        if not isinstance(result, Checked):
            return []
        pictures = [judgement.caption.picture for judgement in result.judgements]
        marks = []
        for picture in pictures:
            try:
                path = result.article.location.path
                marks.append("" if picture is None else f"={self.finder.find(picture, path).digest}")
            except PictureError as error:
                marks.append(str(error))
        return marks

    def lasting(self, outcomes: Iterable[Outcome]) -> bool:
        """Return whether results will be the same again: a model that failed may work the next time."""
        for outcome in outcomes:
            result = outcome.result
            if outcome.why and installed():
                return False
            if self.settings.picture_encoder is None or not isinstance(result, Checked):
                continue
            found = zip(result.judgements, self.marks(result), strict=True)
            if any(mark.startswith("=") and failure(judgement) for judgement, mark in found):
                return False
        return True
