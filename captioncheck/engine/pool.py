"""Worker processes, each with a pipe of its own: who died is known, and nobody waits for what a dead one held.

No executor of the standard library or of loky can say which task a worker died of: they end as a whole.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from captioncheck.datatypes import Article, Location, Skipped
from captioncheck.engine.base import EngineError, MakeJudge
from captioncheck.engine.worker import AT, DONE, FAILED, LOG, NO_MEMORY, OUTCOME, READY, work
from captioncheck.extract.base import Source
from captioncheck.work import Job, Outcome

_AHEAD = 2
"""Jobs that a worker holds: the one that it does, and the next."""
_BUFFER = 64
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


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    connection: Connection
    tasks: deque[Task] = field(default_factory=deque)
    ready: bool = False


class Pool:
    """Up to `size` workers; as few are started as the tasks call for."""

    def __init__(self, size: int, make: MakeJudge) -> None:
        self._size = size
        self._make = make
        self._workers: list[_Worker] = []
        self._waiting: deque[Task] = deque()
        self._said: set[tuple[str, int, str]] = set()
        self._false_starts = 0

    def add(self, task: Task) -> None:
        """Have a task done."""
        self._waiting.append(task)
        self._assign()

    def pump(self, head: Task) -> None:
        """Wait for something to come from the workers; `head` is the task whose outcomes are wanted next."""
        able = [worker for worker in self._workers if _room(worker, head)]
        for ready in wait([worker.connection for worker in able]):
            worker = next(worker for worker in able if worker.connection is ready)
            try:
                message = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker)
            else:
                self._hear(worker, message)
        self._assign()

    def close(self) -> None:
        """End all workers at once: they hold nothing that could be lost."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def _assign(self) -> None:
        while self._waiting:
            free = [worker for worker in self._workers if len(worker.tasks) < _AHEAD]
            idle = any(not worker.tasks for worker in free)
            if not idle and len(self._workers) < self._size:
                free = [self._start()]
            if not free:
                return
            worker, task = min(free, key=lambda worker: len(worker.tasks)), self._waiting.popleft()
            task.received, task.at = 0, None
            worker.tasks.append(task)
            with suppress(OSError):  # a dead worker is found out when its pipe is read
                worker.connection.send(task.job)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        level = logging.getLogger("captioncheck").getEffectiveLevel()
        process = context.Process(target=work, args=(there, self._make, level), name="captioncheck", daemon=True)
        with _deaf_to_interrupts():
            process.start()
        there.close()
        worker = _Worker(process, here)
        self._workers.append(worker)
        return worker

    def _hear(self, worker: _Worker, message: tuple[Any, ...]) -> None:
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
            job = worker.tasks[0].job
            source = job.what if isinstance(job.what, Source) else job.source
            _take(worker.tasks[0], Outcome(message[1], source, *message[2:]))
        elif kind in (DONE, FAILED):
            task = worker.tasks.popleft()
            task.done, task.error = True, message[1] if kind == FAILED else None

    def _log(self, values: dict[str, Any]) -> None:
        mark = (values["name"], values["levelno"], values["msg"])
        if mark not in self._said:
            self._said.add(mark)
            logging.getLogger(values["name"]).handle(logging.makeLogRecord(values))

    def _bury(self, worker: _Worker) -> None:
        """See to the tasks of a worker that died: the first is what it died of, the others go to the next worker.

        One that a second worker dies of, too, is given up; of a source of many articles, the article alone.
        """
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        why = _cause(worker.process.exitcode)
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS:
                raise EngineError(f"worker processes end as they start ({why}): --jobs 1 does without them")
        elif worker.tasks:
            task = worker.tasks[0]
            task.tries += 1
            if task.tries >= _TRIES:
                _give_up(task, why)
            elif isinstance(task.job.what, Source):
                task.job = replace(task.job, single=True)
            if task.done:
                worker.tasks.popleft()
        self._waiting.extendleft(reversed(worker.tasks))


def _room(worker: _Worker, head: Task) -> bool:
    return not worker.tasks or worker.tasks[0] is head or len(worker.tasks[0].outcomes) < _BUFFER


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


def _cause(code: int | None) -> str:
    if code == NO_MEMORY:
        return "out of memory"
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"{name}, perhaps for want of memory" if name == "SIGKILL" else name


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start a process that no Ctrl-C reaches, not even before it can ask for that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
