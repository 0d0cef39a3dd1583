"""What goes through a run: jobs in, outcomes out, both in the order of the inputs."""

from __future__ import annotations

from dataclasses import dataclass

from captioncheck.datatypes import Article, Result
from captioncheck.extract.base import Source


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do.

    `what` is a source to read and judge, an article of `source` that was read already, a result that needs nothing
    done, or None where all of `source` was given. Of a source, the first `skip` articles are read and no more.
    A `fresh` one is done as if nothing had been done before: a vector's last bits depend on what is encoded with it.
    With `trace` each article leaves one for the findings that only an archive can give.
    With `thorough` the careful encoder, where the run has one, looks at every caption of the article, in doubt or not.
    Of a `single` one, a worker says at once all that comes of it, and which article it begins before it does.
    """

    what: Source | Article | Result | None
    source: Source | None = None
    skip: int = 0
    fresh: bool = False
    trace: bool = False
    thorough: bool = False
    single: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result of a source, or None where the source has no more.

    `missed` are captions that the careful encoder should have looked at again, and `why` says why it could not;
    `trace` is the article's (`captioncheck.traces`) where one was wanted.
    """

    result: Result | None
    source: Source | None = None
    missed: int = 0
    why: str = ""
    trace: bytes | None = None
