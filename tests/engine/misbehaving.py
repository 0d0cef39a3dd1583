"""Judges that meet what only a worker can; workers import this, so nothing of pytest is here."""

import os
import signal
from functools import partial
from pathlib import Path

from captioncheck.config import Settings
from captioncheck.datatypes import Article, Checked, Location, Skipped
from captioncheck.errors import ConfigError, UnknownNameError
from captioncheck.extract.base import Source
from captioncheck.work import Outcome
from tests import fakes

GOOD = "good A pier.\n"


class Strange(fakes.Checker):
    """Says what it met in ways that only a worker can."""

    def outcomes_of(self, job):
        what = fakes.source_of(job) if isinstance(job.what, Source | Article) else None
        data = what.data() if what is not None else b""
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


class Lines:
    """Has an article a line, reads all of them before it judges the first, and dies of some."""

    def __init__(self, settings):
        pass

    def read(self, sources):
        for source in sources:
            for number, line in enumerate(source.data().decode().splitlines(), 1):
                if line == "unreadable":
                    os.kill(os.getpid(), signal.SIGKILL)
                yield Article(Location(source.path, number), line, (), ())

    def outcomes_of(self, job):
        source = job.what if isinstance(job.what, Source) else job.source
        for article in list(self.read([source]))[job.skip :] if source is job.what else [job.what]:
            if article.headline == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            if article.headline == "memory":
                raise MemoryError
            yield Outcome(Skipped(article.location, article.headline), source)
        if source is job.what:
            yield Outcome(None, source)


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
