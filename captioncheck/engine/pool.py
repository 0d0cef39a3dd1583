"""Worker processes, each with a pipe of its own: who died is known, and nobody waits for what a dead one held.

No executor of the standard library or of loky can say which task a worker died of: they end as a whole.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from captioncheck.engine.base import MakeJudge
from captioncheck.engine.crew import Crew, Task, Worker, has_room
from captioncheck.engine.worker import NO_MEMORY, work


@dataclass(slots=True, eq=False, kw_only=True)
class _Process(Worker):
    process: SpawnProcess
    connection: Connection


class Pool(Crew[_Process]):
    """Up to `size` processes of this machine."""

    _instead = "--jobs 1 does without them"

    def __init__(self, size: int, make: MakeJudge) -> None:
        super().__init__(size)
        self._make = make

    def pump(self, head: Task) -> None:
        """Wait for something to come from the workers; `head` is the task whose outcomes are wanted next."""
        able = [worker for worker in self._workers if has_room(worker, head)]
        for ready in wait([worker.connection for worker in able]):
            worker = next(worker for worker in able if worker.connection is ready)
            try:
                message = worker.connection.recv()
            except (EOFError, OSError):
                worker.process.join()
                worker.connection.close()
                self._bury(worker, _cause(worker.process.exitcode))
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

    def _start(self) -> _Process:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        level = logging.getLogger("captioncheck").getEffectiveLevel()
        process = context.Process(target=work, args=(there, self._make, level), name="captioncheck", daemon=True)
        with _deaf_to_interrupts():
            process.start()
        there.close()
        worker = _Process(process=process, connection=here)
        self._workers.append(worker)
        return worker

    def _send(self, worker: _Process, task: Task) -> None:
        with suppress(OSError):  # a dead worker is found out when its pipe is read
            worker.connection.send(task.job)


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
