"""A worker process: jobs come in by its own pipe, outcomes go back by it, one message each.

Messages to a worker are pickled jobs. A worker says READY once, then for each job any number of (OUTCOME, outcome), and
(DONE,) or (FAILED, exception); and (LOG, record) at any time.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import threading
import traceback
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

from captioncheck.engine.base import EngineError, MakeJudge
from captioncheck.errors import CaptionCheckError

READY, OUTCOME, DONE, FAILED, LOG = "ready", "outcome", "done", "failed", "log"
NO_MEMORY = 77
"""What a worker exits with that ran out of memory."""
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def work(connection: Connection, make: MakeJudge, level: int) -> None:
    """Do jobs until there are no more, or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to every process of the group; the parent ends us
    for name in _THREADS:  # before numpy is loaded
        os.environ[name] = "1"
    _end_with_parent()
    try:
        _serve(connection, make, level)
    except (EOFError, ConnectionError):
        return
    except MemoryError:
        os._exit(NO_MEMORY)


def _serve(connection: Connection, make: MakeJudge, level: int) -> None:
    log = logging.getLogger()
    log.handlers, log.level = [_Sender(connection)], level
    try:
        judge = make()
        connection.send((READY,))
    except Exception as error:
        connection.send((FAILED, _portable(error)))
        return
    while True:
        job = connection.recv()
        try:
            for outcome in judge.outcomes_of(job):
                # A source is not sent back: the parent knows it.
                connection.send((OUTCOME, outcome.result, outcome.missed, outcome.why, outcome.trace))
        except (EOFError, ConnectionError, MemoryError):
            raise
        except Exception as error:
            connection.send((FAILED, _portable(error)))
        else:
            connection.send((DONE,))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _portable(error: Exception) -> Exception:
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


class _Sender(logging.Handler):
    """Sends log records to the parent, which shows each only once."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        values: dict[str, Any] = {"name": record.name, "levelno": record.levelno, "levelname": record.levelname}
        try:
            self._connection.send((LOG, {**values, "msg": record.getMessage()}))
        except (OSError, ValueError):
            return
