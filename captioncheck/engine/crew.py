"""Workers and their tasks, wherever the workers run: who does what, what has come of it, and what becomes of the dead.

A worker does its tasks in order and says of each any number of (OUTCOME, result, missed, why, trace), then (DONE,) or
(FAILED, exception); READY comes once before, LOG at any time. Of a single job, (AT, number, location) stands before the
outcome of each article.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar

from captioncheck.datatypes import Article, Location, Skipped
from captioncheck.engine.base import EngineError
from captioncheck.engine.worker import AT, DONE, FAILED, LOG, OUTCOME, READY
from captioncheck.extract.base import Source
from captioncheck.work import Job, Outcome

AHEAD = 2
"""Jobs that a worker holds: the one that it does, and the next."""
BUFFER = 64
"""Outcomes of a job that wait in this process while earlier jobs are done; the worker then waits, too."""
_TRIES = 2
_FALSE_STARTS = 3


@dataclass(slots=True, eq=False)
class Task:
    """A job for a worker, and what has come of it so far."""

    job: Job
    outcomes: deque[Outcome] = field(default_factory=deque)
    done: bool = False
    error: Exception | None = None
    tries: int = 0
    received: int = 0
    """Outcomes of this try; those that an earlier one gave already are passed over."""
    given: int = 0
    at: tuple[int, Location] | None = None
    """The article of a single job that is being judged: its number in the source, and its place."""
    died: float = 0.0
    """When a worker was last found dead over it."""

    @property
    def source(self) -> Source | None:
        """Return the source that the job is, or is of."""
        return self.job.what if isinstance(self.job.what, Source) else self.job.source


@dataclass(slots=True, eq=False)
class Worker:
    """What does tasks, one after the other."""

    tasks: deque[Task] = field(default_factory=deque)
    ready: bool = False


W = TypeVar("W", bound=Worker)


class Crew(ABC, Generic[W]):
    """Up to `size` workers; as few are started as the tasks call for."""

    _instead: ClassVar[str]
    """What to do where workers end as they start."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._workers: list[W] = []
        self._waiting: deque[Task] = deque()
        self._said: set[tuple[str, int, str]] = set()
        self._false_starts = 0

    def add(self, task: Task) -> None:
        """Have a task done."""
        self._waiting.append(task)
        self._assign()

    @abstractmethod
    def pump(self, head: Task) -> None:
        """Wait for something to come from the workers; `head` is the task whose outcomes are wanted next."""

    @abstractmethod
    def close(self) -> None:
        """End all workers at once: they hold nothing that could be lost."""

    @abstractmethod
    def _start(self) -> W:
        """Start a worker and list it."""

    @abstractmethod
    def _send(self, worker: W, task: Task) -> None:
        """Give a worker a task; that it is dead is found out later."""

    def _takes(self, worker: W) -> bool:
        """Return whether a worker may be given tasks already."""
        return True

    def _may(self, worker: W, task: Task) -> bool:
        """Return whether a worker may be given this task: what one died over must not meet another dead one."""
        return True

    def _assign(self) -> None:
        while self._waiting:
            able = [worker for worker in self._workers if self._takes(worker)]
            free = [worker for worker in able if _free(worker)]
            idle = any(not worker.tasks for worker in free)
            starting = len(self._workers) - len(able)
            if not idle and len(self._workers) < self._size and starting < len(self._waiting):
                self._start()
                continue
            task = next((one for one in self._waiting if any(self._may(worker, one) for worker in free)), None)
            if task is None:
                return
            chosen = (worker for worker in free if self._may(worker, task))
            worker = min(chosen, key=lambda worker: len(worker.tasks))
            self._waiting.remove(task)
            task.received, task.at = 0, None
            worker.tasks.append(task)
            self._send(worker, task)

    def _hear(self, worker: W, message: tuple[Any, ...]) -> None:
        kind = message[0]
        if kind == READY:
            worker.ready, self._false_starts = True, 0
        elif kind == LOG:
            self._log(message[1])
        elif kind == FAILED and not worker.ready:
            raise message[1]
        elif kind == AT:
            worker.tasks[0].at = message[1:]
        elif kind == OUTCOME:
            task = worker.tasks[0]
            _take(task, Outcome(message[1], task.source, *message[2:]))
        elif kind in (DONE, FAILED):
            task = worker.tasks.popleft()
            task.done, task.error = True, message[1] if kind == FAILED else None

    def _log(self, values: dict[str, Any]) -> None:
        mark = (values["name"], values["levelno"], values["msg"])
        if mark not in self._said:
            self._said.add(mark)
            logging.getLogger(values["name"]).handle(logging.makeLogRecord(values))

    def _bury(self, worker: W, why: str) -> None:
        """See to the tasks of a worker that died: the first is what it died of, the others go to the next worker.

        One that a second worker dies of, too, is given up; of a source of many articles, the article alone.
        """
        self._workers.remove(worker)
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS:
                raise EngineError(f"worker processes end as they start ({why}): {self._instead}")
        elif worker.tasks:
            task = worker.tasks[0]
            task.tries, task.died = task.tries + 1, monotonic()
            if task.tries >= _TRIES:
                _give_up(task, why)
            else:
                task.job = replace(task.job, single=True)
            if task.done:
                worker.tasks.popleft()
        self._waiting.extendleft(reversed(worker.tasks))


def has_room(worker: Worker, head: Task) -> bool:
    """Return whether more may come from a worker, although earlier jobs than its own are not done."""
    return not worker.tasks or worker.tasks[0] is head or len(worker.tasks[0].outcomes) < BUFFER


def _free(worker: Worker) -> bool:
    """Return whether a worker may have another task: behind one that was tried before none waits.

    What such a one says must be heard before the worker goes on, and a waiting call would have it go on at once.
    """
    return len(worker.tasks) < AHEAD and not any(task.job.single for task in worker.tasks)


def _take(task: Task, outcome: Outcome) -> None:
    task.received, task.at = task.received + 1, None
    if task.received > task.given:
        task.given += 1
        task.outcomes.append(outcome)


def _give_up(task: Task, why: str) -> None:
    """Put a row in the place of the article that two workers died of, and leave the task to go on behind it."""
    what = task.job.what
    ended = f"the process that checked it ended twice ({why})"
    if isinstance(what, Article):
        task.outcomes.append(Outcome(Skipped(what.location, f"{ended}; the rest was checked"), task.job.source))
        task.done = True
        return
    assert isinstance(what, Source)  # nothing else is given to workers
    if task.at is None:  # not what stands in it, but reading it: nobody comes past that
        lost = Skipped(Location(what.path), f"{ended} as it read on; what follows in it is lost, the rest was checked")
        task.outcomes += [Outcome(lost, what), Outcome(None, what)]
        task.done = True
        return
    number, place = task.at
    task.outcomes.append(Outcome(Skipped(place, f"{ended}; the rest was checked"), what))
    task.job = replace(task.job, skip=number + 1)
    task.tries = task.given = 0
