"""The engine of one machine: in this process where little is to be done, else in worker processes, too."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache, partial
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captioncheck.config import Settings
from captioncheck.cores import usable_cores
from captioncheck.datatypes import Article, Result, Skipped
from captioncheck.engine.base import Judge, told
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source
from captioncheck.extract.readers import HEAD, of_many, reader_for
from captioncheck.sources import open_file
from captioncheck.work import Job, Outcome

if TYPE_CHECKING:
    from captioncheck.engine.crew import Crew
    from captioncheck.engine.pool import Pool
    from captioncheck.score.cohort import Sample
    from captioncheck.seeing import Watcher

FEW = 8
"""Articles that are checked sooner in this process than a worker is started."""
WINDOW = 4
"""Tasks a worker that are begun before the first of them is done."""


class LocalEngine:
    """Checks with up to `jobs` processes (None: as many as there are cores to use).

    Results come in the order of the sources. `roots`, `watcher` and `samples` are those of `Checker`; a watcher is
    called in this process, so that there is no other then.
    """

    def __init__(
        self,
        jobs: int | None = None,
        roots: Sequence[Path] = (),
        watcher: Watcher | None = None,
        samples: Mapping[str, Sample] | None = None,
    ) -> None:
        self._jobs = jobs
        self._roots = tuple(roots)
        self._watcher = watcher
        self._samples = samples
        self._judge: Judge | None = None

    def prepare(self, settings: Settings) -> None:
        """Find out before any input is read whether the settings can be used. Raises CaptionCheckError."""
        self._judge = self._judge or checker(settings, self._roots, self._watcher, self._samples)

    def run(self, settings: Settings, sources: Iterable[Source | Skipped]) -> Generator[Result, None, None]:
        """Yield one result for every article of every source."""
        return told(self.outcomes(settings, map(Job, sources)))

    def outcomes(self, settings: Settings, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do jobs and yield what comes of them, in order; a judge is made when the first job needs one."""

        @cache
        def judge() -> Judge:
            return self._judge or checker(settings, self._roots, self._watcher, self._samples)

        size = self._size(settings)
        if size == 1:
            return _here(judge, jobs)
        make = partial(checker, settings, self._roots, samples=self._samples)
        return spread(partial(processes, size, make), judge, jobs, settings.input_format, size * WINDOW)

    def _size(self, settings: Settings) -> int:
        if self._watcher is not None:
            return 1
        if self._jobs is not None:
            return self._jobs
        # A picture model takes a gigabyte and more in every process, and uses all cores by itself.
        return 1 if settings.picture_encoder is not None else usable_cores()


def checker(
    settings: Settings,
    roots: Sequence[Path],
    watcher: Watcher | None = None,
    samples: Mapping[str, Sample] | None = None,
) -> Judge:
    """Return what judges here or, made there, in a worker."""
    from captioncheck.pipeline import Checker

    return Checker(settings, roots=roots, watcher=watcher, samples=samples)


def processes(size: int, make: Callable[[], Judge]) -> Pool:
    """Return worker processes with a judge each."""
    from captioncheck.engine.pool import Pool  # multiprocessing takes a while to load

    return Pool(size, make)


def _here(judge: Callable[[], Judge], jobs: Iterable[Job]) -> Iterator[Outcome]:
    """Do jobs in this process."""
    rest = iter(jobs)
    for job in rest:
        if _heavy(job):
            yield from judge().outcomes(chain([job], rest))
            return
        yield Outcome(job.what, job.source)  # type: ignore[arg-type]


def spread(
    start: Callable[[], Crew[Any]],
    judge: Callable[[], Judge],
    jobs: Iterable[Job],
    forced: str | None,
    window: int,
    few: int = FEW,
) -> Iterator[Outcome]:
    """Do jobs with workers, no more than `window` at once, or in this process where there are `few`."""
    parts = _parts(judge, jobs, forced)
    begun: list[Job] = []
    heavy = 0
    for part in parts:
        if not begun and not _heavy(part):
            yield from _here(judge, [part])
            continue
        begun.append(part)
        heavy += _heavy(part)
        if heavy > few:
            with closing(start()) as pool:
                yield from _ordered(pool, judge, chain(begun, parts), window)
            return
    yield from _here(judge, begun)


def _parts(judge: Callable[[], Judge], jobs: Iterable[Job], forced: str | None) -> Iterator[Job]:
    """Yield the jobs, those of sources that may hold many articles cut into articles."""
    for job in jobs:
        source = job.what
        if isinstance(source, Source) and _of_many(source, forced):
            for item in islice(judge().read([source]), job.skip, None):
                yield Job(item, source, fresh=job.fresh, trace=job.trace)
            yield Job(None, source)
        else:
            yield job


def _of_many(source: Source, forced: str | None) -> bool:
    if _sendable(source):
        return of_many(source.path, forced)
    try:
        with source.open() as stream:
            return reader_for(source.path, stream.read(HEAD), forced) == "jsonl"
    except (ReaderError, OSError):
        return False


def _heavy(job: Job) -> bool:
    return isinstance(job.what, Source | Article)


def _ordered(pool: Crew[Any], judge: Callable[[], Judge], jobs: Iterator[Job], size: int) -> Iterator[Outcome]:
    """Do jobs in a pool, no more than `size` at once, and yield their outcomes in order."""
    from captioncheck.engine.crew import Task

    window: deque[Task] = deque()
    while True:
        while len(window) < size and (job := next(jobs, None)) is not None:
            task = Task(job, done=not _sendable(job.what))
            window.append(task)
            if not task.done:
                pool.add(task)
        if not window:
            return
        head = window[0]
        if not _sendable(head.job.what):
            yield from _here(judge, [head.job])
        while head.outcomes:
            yield head.outcomes.popleft()
        if head.error is not None:
            raise head.error
        if head.done:
            window.popleft()
        else:
            pool.pump(head)


def _sendable(what: object) -> bool:
    """Return whether a worker can do this: standard input, for one, cannot be opened there."""
    if isinstance(what, Source):
        return isinstance(what.open, partial) and what.open.func in (open_file, BytesIO)
    return isinstance(what, Article)
