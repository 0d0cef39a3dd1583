"""The seam of every engine."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Protocol

from captioncheck.config import Settings
from captioncheck.datatypes import Article, Result, Skipped
from captioncheck.errors import CaptionCheckError
from captioncheck.extract.base import Source
from captioncheck.work import Job, Outcome


class EngineError(CaptionCheckError):
    """Articles cannot be checked in the way that was asked for."""


class Engine(Protocol):
    """Carries out a run."""

    def run(self, settings: Settings, sources: Iterable[Source | Skipped]) -> Generator[Result, None, None]:
        """Yield one result for every article of every source, in the order of the sources."""
        ...


class Judge(Protocol):
    """What an engine does jobs with; `captioncheck.pipeline.Checker` is one."""

    def read(self, sources: Iterable[Source | Skipped]) -> Iterator[Article | Skipped]:
        """Yield the articles of the sources."""
        ...

    def outcomes(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do jobs and yield what comes of them, in order."""
        ...

    def outcomes_of(self, job: Job) -> Iterator[Outcome]:
        """Do one job, one result at a time."""
        ...


MakeJudge = Callable[[], Judge]
"""Makes a judge; what is sent to worker processes must be picklable."""


def told(outcomes: Iterable[Outcome]) -> Generator[Result, None, None]:
    """Yield the results; say at the end how many captions could not be looked at again."""
    missed, why = 0, ""
    for outcome in outcomes:
        missed, why = missed + outcome.missed, outcome.why or why
        if outcome.result is not None:
            yield outcome.result
    if missed:
        from captioncheck.secondlook import report_missed

        report_missed(missed, why)
