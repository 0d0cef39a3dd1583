"""Judges that meet what only a worker can; workers import this, so nothing of pytest is here."""

import os
import signal
from functools import partial
from pathlib import Path

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Location, Skipped
from captioncheck.errors import ConfigError, UnknownNameError
from captioncheck.extract.base import Source
from captioncheck.work import Outcome
from tests import fakes

GOOD = "good A pier.\n"


class Strange(fakes.Checker):
    """Says what it met in ways that only a worker can."""

    def outcomes_of(self, job):
        what = job.what
        data = what.data() if isinstance(what, Source) else b""
        if b"once" in data and not Path(what.path + ".seen").exists():
            Path(what.path + ".seen").touch()
            yield Outcome(Skipped(Location(what.path), "before"), what)
            os.kill(os.getpid(), signal.SIGKILL)
        if b"once" in data:
            yield Outcome(Skipped(Location(what.path), "before"), what)
        if b"memory" in data:
            raise MemoryError
        if b"many" in data:
            yield from (Outcome(Skipped(Location(what.path, n), "row"), what) for n in range(1, 1001))
        if b"unknown" in data:
            raise UnknownNameError("thing", "x", ["y"])
        if b"missed" in data:
            yield Outcome(Skipped(Location(what.path), "row"), what, 1, "no encoder")
        yield from super().outcomes_of(job)


def refuse(settings):
    raise ConfigError("no such calibration")


def make_dying():
    os._exit(3)


def fake(kind=Strange):
    return partial(kind, Settings())


def shown(outcome):
    """Return the path of an outcome and what came of it."""
    result = outcome.result
    if isinstance(result, Checked):
        return result.article.location.path, result.judgements[0].verdict if result.judgements else "none"
    return result.location.path, result.reason
