"""A pipeline without models for tests of what stands around it, and short ways to make judgements."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from types import ModuleType

from captioncheck.config import Settings
from captioncheck.datatypes import (
    Article,
    Caption,
    CaptionParts,
    Checked,
    Evidence,
    Judgement,
    Level,
    Location,
    Picture,
    Result,
    Skipped,
    Verdict,
)
from captioncheck.errors import EncoderError, ReaderError
from captioncheck.extract.base import Source
from captioncheck.pictures.unchecked import with_pictures
from captioncheck.score import calibration, fusion
from captioncheck.sources import open_file
from captioncheck.work import Job, Outcome


def judgement(text: str, verdict: Verdict, level: Level, fit: float, **more: object) -> Judgement:
    at = Location("story.txt", more.pop("line", 3), more.pop("column", 1))  # type: ignore[arg-type]
    parts = CaptionParts(**{"description": text, **more.pop("parts", {})})  # type: ignore[dict-item, arg-type]
    picture = Picture(str(more.pop("picture"))) if "picture" in more else None
    language, confidence = more.pop("language", "en"), more.pop("confidence", 1.0)
    caption = Caption(text, parts, at, language, picture, confidence)  # type: ignore[arg-type]
    return Judgement(caption, verdict, level, fit, **more)  # type: ignore[arg-type]


def error(text: str, **more: object) -> Judgement:
    rule = Evidence("CC101", "subject", "about something else: the closest passage (line 9) is only 8 % alike", 0.08)
    more.setdefault("rules", (rule,))
    return judgement(text, Verdict.MISMATCH, Level.ERROR, float(more.pop("fit", 0.003)), **more)  # type: ignore[arg-type]


def warning(text: str, **more: object) -> Judgement:
    return judgement(text, Verdict.MISMATCH, Level.WARNING, float(more.pop("fit", 0.09)), **more)  # type: ignore[arg-type]


def note(text: str, **more: object) -> Judgement:
    more.setdefault("reason", "says too little to tell: a credit and nothing else")
    return judgement(text, Verdict.UNVERIFIABLE, Level.NOTE, float(more.pop("fit", 0.5)), **more)  # type: ignore[arg-type]


def good(text: str, **more: object) -> Judgement:
    return judgement(text, Verdict.CONSISTENT, Level.NONE, float(more.pop("fit", 0.97)), **more)  # type: ignore[arg-type]


def checked(path: str, headline: str, *judgements: Judgement, **more: object) -> Checked:
    record, findings = more.pop("record", None), more.pop("findings", ())
    article = Article(Location(path, record=record), headline, (), tuple(j.caption for j in judgements), **more)  # type: ignore[arg-type]
    return Checked(article, judgements, findings)  # type: ignore[arg-type]


class Checker:
    """Judges each line of an input by its first word (error, warning, note, good), and misbehaves on request."""

    def __init__(self, settings: Settings, roots: object = (), watcher: object = None, samples: object = None) -> None:
        self._settings = settings
        if settings.encoder == "broken":
            raise EncoderError("encoder 'broken' cannot be loaded: its weights are damaged")
        if settings.calibration is not None:
            calibration.read(settings.calibration)
        self.model = fusion.load()

    def read(self, sources: Iterable[Source | Skipped]) -> Iterator[Skipped]:
        """Yield what could not be found, and for a source an article that stands for all of it."""
        for source in sources:
            yield source if isinstance(source, Skipped) else Article(Location(source.path), "", (), ())

    def outcomes(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        for job in jobs:
            yield from self.outcomes_of(job)

    def outcomes_of(self, job: Job) -> Iterator[Outcome]:
        if isinstance(job.what, Article):
            yield from (Outcome(result, job.source) for result in self.check([source_of(job)]))
            return
        if not isinstance(job.what, Source):
            yield Outcome(job.what, job.source)  # type: ignore[arg-type]
            return
        yield from (Outcome(result, job.what) for result in islice(self.check([job.what]), job.skip, None))
        yield Outcome(None, job.what)

    def check(self, sources: Iterable[Source | Skipped]) -> Iterator[Result]:
        for source in sources:
            if isinstance(source, Skipped):
                yield source
                continue
            try:
                text = source.data().decode()
            except ReaderError as failure:
                yield Skipped(Location(source.path), str(failure))
                continue
            if "crash" in text:
                raise RuntimeError("the fake fell over\nbadly")
            if "setup" in text:
                raise EncoderError("the encoder gave nothing")
            if "die" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "slow" in text:
                # In naps: a signal between the interpreter's last look and one long sleep would wait for its end.
                for _ in range(600):
                    time.sleep(0.05)
            yield with_pictures(checked(source.path, "A story", *_judged(text), language="en"), self._settings)


def source_of(job: Job) -> Source:
    """Return the source that a job, or the article that `read` made of it, stands for."""
    if isinstance(job.what, Source):
        return job.what
    path = job.what.location.path  # type: ignore[union-attr]
    return Source(path, partial(open_file, path))


def _judged(text: str) -> Iterator[Judgement]:
    kinds = {"error": error, "warning": warning, "note": note, "good": good}
    for number, line in enumerate(text.splitlines(), 1):
        kind, _, rest = line.partition(" ")
        if kind in kinds:
            yield kinds[kind](rest or "A caption.", line=number, **({"picture": "p.jpg"} if "picture" in rest else {}))


def module() -> ModuleType:
    """Return what stands in for captioncheck.pipeline."""
    made = ModuleType("captioncheck.pipeline")
    made.Checker = Checker  # type: ignore[attr-defined]
    return made


def install() -> None:
    """Stand in for captioncheck.pipeline in this process."""
    sys.modules["captioncheck.pipeline"] = module()
