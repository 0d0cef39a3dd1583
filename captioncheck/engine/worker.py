"""A worker process: jobs come in by its own pipe, outcomes go back by it, one message each.

Messages to a worker are pickled jobs. A worker says READY once, then for each job any number of (OUTCOME, outcome), and
(DONE,) or (FAILED, exception); and (LOG, record) at any time. Of a single job, (AT, number, location) stands before the
outcome of each article.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any

from captioncheck.engine.base import EngineError, Judge, MakeJudge
from captioncheck.errors import CaptionCheckError
from captioncheck.extract.base import Source
from captioncheck.work import Job

Message = tuple[Any, ...]

READY, AT, OUTCOME, DONE, FAILED, LOG = "ready", "at", "outcome", "done", "failed", "log"
NO_MEMORY = 77
"""What a worker exits with that ran out of memory."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Variables that keep a process to one thread; set before numpy is loaded."""


def work(connection: Connection, make: MakeJudge, level: int) -> None:
    """Do jobs until there are no more, or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to every process of the group; the parent ends us
    for name in THREADS:
        os.environ[name] = "1"
    _end_with_parent()
    try:
        _serve(connection, make, level)
    except (EOFError, ConnectionError):
        return
    except MemoryError:
        os._exit(NO_MEMORY)


def _serve(connection: Connection, make: MakeJudge, level: int) -> None:
    log_by(connection.send, level)
    try:
        judge = make()
        connection.send((READY,))
    except Exception as error:
        connection.send((FAILED, portable(error)))
        return
    for job in _jobs(connection):
        for message in answers(judge, job):
            connection.send(message)


def _jobs(connection: Connection) -> Iterator[Job]:
    """Yield jobs, received in a thread: else parent and worker could each wait for the other to read what it sends."""
    received: SimpleQueue[Job | None] = SimpleQueue()

    def receive() -> None:
        with suppress(EOFError, OSError):
            while True:
                received.put(connection.recv())
        received.put(None)

    threading.Thread(target=receive, name="jobs", daemon=True).start()
    while (job := received.get()) is not None:
        yield job


def answers(judge: Judge, job: Job) -> Iterator[Message]:
    """Do a job and yield all that is to be said of it."""
    try:
        many = job.single and isinstance(job.what, Source)
        yield from _singly(judge, job) if many else _outcomes(judge, job)
    except (EOFError, ConnectionError, MemoryError):
        raise
    except Exception as error:
        yield FAILED, portable(error)
    else:
        yield (DONE,)


def _outcomes(judge: Judge, job: Job) -> Iterator[Message]:
    for outcome in judge.outcomes_of(job):
        # A source is not sent back: the parent knows it.
        yield OUTCOME, outcome.result, outcome.missed, outcome.why, outcome.trace


def _singly(judge: Judge, job: Job) -> Iterator[Message]:
    """Do a job article by article, none read before the one in front of it is done."""
    source = job.what
    assert isinstance(source, Source)
    for number, item in enumerate(islice(judge.read([source]), job.skip, None), job.skip):
        yield AT, number, item.location
        yield from _outcomes(judge, Job(item, source, fresh=job.fresh, trace=job.trace))
    yield OUTCOME, None, 0, "", None


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def portable(error: Exception) -> Exception:
    """Return an exception that can be sent, with its traceback as a note."""
    where = "".join(traceback.format_exception(error))
    try:
        sent = pickle.loads(pickle.dumps(error))
        portable: Exception = sent if type(sent) is type(error) and str(sent) == str(error) else _plain(error)
    except Exception:
        portable = _plain(error)
    portable.add_note(f"in a worker process:\n{where}")
    return portable


def _plain(error: Exception) -> Exception:
    if isinstance(error, CaptionCheckError):
        return EngineError(str(error))
    return RuntimeError(f"{type(error).__name__}: {error}")


def log_by(send: Callable[[Message], None], level: int) -> None:
    """Let all that is logged in this process be sent."""
    log = logging.getLogger()
    log.handlers, log.level = [_Sender(send)], level


class _Sender(logging.Handler):
    """Sends log records to the parent, which shows each only once."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        super().__init__()
        self._send = send

    def emit(self, record: logging.LogRecord) -> None:
        values: dict[str, Any] = {"name": record.name, "levelno": record.levelno, "levelname": record.levelname}
        try:
            self._send((LOG, {**values, "msg": record.getMessage()}))
        except (OSError, ValueError):
            return
