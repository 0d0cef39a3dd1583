"""A worker on another machine, or on this one: what a Ray actor runs. Ray itself is not needed here."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from captioncheck.config import Settings
from captioncheck.engine.base import Judge, MakeJudge
from captioncheck.engine.crew import BUFFER
from captioncheck.engine.worker import FAILED, READY, Message, answers, log_by, portable
from captioncheck.extract.base import Source
from captioncheck.sources import open_file
from captioncheck.version import __version__
from captioncheck.work import Job

BLIND, LOST = "blind", "lost"
"""Further messages: (BLIND, the path that this machine has not, whether that put the job off), and (LOST, why)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file is, so that another under the same path is not taken for it."""

    size: int
    changed: int

    @classmethod
    def of(cls, path: str) -> Mark | None:
        """Return a file's mark, or None where there is none."""
        try:
            status = os.stat(path)  # noqa: PTH116 - the path stays as the user wrote it
        except (OSError, ValueError):
            return None
        return cls(status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be the same on every machine, or rows would depend on where they were made."""

    version: str
    careful: bool
    pictures: str | None
    images: bool

    @classmethod
    def of(cls, settings: Settings) -> Facts:
        """Return the facts of this machine."""
        from captioncheck.encode.e5 import looking_again
        from captioncheck.encode.eyes import fingerprints

        return cls(
            __version__,
            looking_again(settings) is not None,
            None if settings.picture_encoder is None else fingerprints(settings),
            settings.images is None or Path(settings.images).is_dir(),
        )

    def differences(self, there: Facts, settings: Settings) -> Iterator[str]:
        """Yield what another machine has otherwise, and how to mend it."""
        if there.version != self.version:
            yield f"has captioncheck {there.version}, here is {self.version}: install the same version on every machine"
        if there.careful != self.careful:
            has, lacks = ("has not", "has") if self.careful else ("has", "has not")
            yield (
                f"{has} the extra 'careful', which this machine {lacks}: install the same extras on every machine, or "
                "scan with --fast"
            )
        if there.pictures != self.pictures:
            yield (
                f"would look at pictures with {there.pictures or 'no model'}, this machine with "
                f"{self.pictures or 'none'}: put the same picture model on every machine, see captioncheck models"
            )
        if self.images and not there.images:
            yield f"does not see --images {settings.images}: share that folder under the same path"


def unreadable(message: str) -> BinaryIO:
    """Fail to open an input as it failed where it was looked for."""
    from captioncheck.errors import ReaderError

    raise ReaderError(message)


class RemoteWorker:
    """Does jobs one after the other; what comes of them is fetched in portions."""

    def __init__(self) -> None:
        self._jobs: deque[tuple[Job, Mark | None]] = deque()
        self._said: list[Message] = []
        self._answers: Iterator[Message] | None = None
        self._single = False
        self._judge: Judge | None = None

    def facts(self, settings: Settings, folder: str) -> Facts:
        """Return what this machine has; relative paths are those of `folder` where there is such a one."""
        with suppress(OSError):
            os.chdir(folder)
        return Facts.of(settings)

    def begin(self, make: MakeJudge, level: int) -> list[Message]:
        """Load what is needed before the first job."""
        log_by(self._said.append, level)
        try:
            self._judge = make()
        except MemoryError:
            return [(LOST, "out of memory")]
        except Exception as error:
            return [(FAILED, portable(error))]
        return [*self._told(), (READY,)]

    def work(self, *jobs: tuple[Job, Mark | None]) -> list[Message]:
        """Take jobs, each with the mark of its source's file, and go on until something has come together."""
        self._jobs.extend(jobs)
        try:
            while len(self._said) < BUFFER:
                if self._answers is None:
                    if not self._jobs:
                        break
                    self._answers = self._begun(*self._jobs.popleft())
                message = next(self._answers, None)
                if message is None:
                    self._answers = None
                else:
                    self._said.append(message)
                    if self._single:  # what is done must be known before it goes on: this actor may die of what follows
                        break
        except MemoryError:
            self._said.append((LOST, "out of memory"))
        return self._told()

    def _begun(self, job: Job, mark: Mark | None) -> Iterator[Message]:
        assert self._judge is not None
        self._single = job.single
        source = job.what if isinstance(job.what, Source) else job.source
        if source is not None and mark is not None and Mark.of(source.path) != mark:
            put_off = isinstance(job.what, Source) and is_file(job.what)
            yield BLIND, source.path, put_off
            if put_off:
                return
        yield from answers(self._judge, job)

    def _told(self) -> list[Message]:
        said = self._said[:]
        self._said.clear()  # the log's handler has this very list
        return said


def is_file(source: Source) -> bool:
    """Return whether a source is opened by its path."""
    return isinstance(source.open, partial) and source.open.func is open_file
