"""The engine of a Ray cluster: the jobs of a local run, done by actors, with results in the same order.

Our own bounded crew of actors rather than Ray Data: that reads its whole input before it begins or from a source of its
own, and restarts a killed actor and its batch for ever (or ends the run), so that one poison article would never end.
Here jobs come as a stream, each is tried twice and then reported, and the scan's journal makes it resumable.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Result
from captioncheck.engine.base import EngineError, Judge, MakeJudge
from captioncheck.engine.cluster import Cluster, connect, require_ray
from captioncheck.engine.crew import Crew, Task, Worker, has_room
from captioncheck.engine.local import WINDOW, checker, spread
from captioncheck.engine.remote import BLIND, LOST, Facts, Mark, RemoteWorker, is_file, unreadable
from captioncheck.engine.worker import OUTCOME, THREADS
from captioncheck.errors import PictureError, ReaderError
from captioncheck.extract.base import Source
from captioncheck.pictures import PictureFinder, finder_for
from captioncheck.work import Job, Outcome

if TYPE_CHECKING:
    from captioncheck.score.cohort import Sample

_LARGEST = 256 * 2**20
"""Bytes of an input that may be sent to a machine which does not see it."""
_PATIENCE = 30.0
"""Seconds after which is said that the cluster has no room for a worker."""
_log = logging.getLogger(__name__)


class RayEngine:
    """Checks with up to `jobs` actors (None: as many as the cluster has processors) of the cluster at `address`.

    Where a picture model looks and the cluster has graphics processors, every actor has one of these.
    """

    def __init__(
        self,
        address: str | None = None,
        jobs: int | None = None,
        roots: Sequence[Path] = (),
        samples: Mapping[str, Sample] | None = None,
    ) -> None:
        self._address = address
        self._jobs = jobs
        self._roots = tuple(roots)
        self._samples = samples
        self._judge: Judge | None = None
        self._cluster: Cluster | None = None

    def prepare(self, settings: Settings) -> None:
        """Find out before any input is read whether settings and cluster can be used. Raises CaptionCheckError."""
        require_ray()
        self._judge = self._judge or checker(settings, self._roots, samples=self._samples)
        self._cluster = self._cluster or connect(self._address, self._jobs)

    def about(self, settings: Settings) -> str:
        """Return in words what was found at the address."""
        assert self._cluster is not None
        one = self._cluster
        at = f"{one.machines} {'machine' if one.machines == 1 else 'machines'}"
        kind = "actor with a GPU" if _with_gpus(one, settings) else "actor"
        size = self._size(one, settings)
        return f"Ray cluster '{one.address}', {at}: up to {size} {kind if size == 1 else kind.replace('or', 'ors', 1)}"

    def outcomes(self, settings: Settings, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do jobs and yield what comes of them, in order; the cluster is let go of at the end."""

        @cache
        def judge() -> Judge:
            return self._judge or checker(settings, self._roots, samples=self._samples)

        cluster = self._cluster or connect(self._address, self._jobs)
        self._cluster = None
        with closing(cluster):
            size = self._size(cluster, settings)
            finder = finder_for(settings, self._roots)
            make = partial(checker, settings, self._roots, samples=self._samples)

            def crew() -> Actors:
                return Actors(size, make, settings, finder, gpus=_with_gpus(cluster, settings))

            yield from spread(crew, judge, jobs, settings.input_format, size * WINDOW, few=0)

    def _size(self, cluster: Cluster, settings: Settings) -> int:
        if self._jobs is not None:
            return self._jobs
        return max(1, cluster.gpus if _with_gpus(cluster, settings) else cluster.cpus)


def _with_gpus(cluster: Cluster, settings: Settings) -> bool:
    return settings.picture_encoder is not None and cluster.gpus > 0


@dataclass(slots=True, eq=False, kw_only=True)
class _Actor(Worker):
    handle: Any
    calls: deque[tuple[Any, float]]
    """Replies that are awaited, and when each was asked for; an actor gives them in this order."""
    alive: float = 0.0
    """When the last call was made that was replied to."""
    facts: Any
    blind: bool = False
    """Whether this machine was found not to see an input: from then on the bytes are sent."""
    since: float = field(default_factory=monotonic)


class Actors(Crew[_Actor]):
    """Up to `size` actors of the cluster that this process is connected to."""

    _instead = "see that captioncheck[ray] is installed on every machine of the cluster"

    def __init__(
        self, size: int, make: MakeJudge, settings: Settings, finder: PictureFinder, *, gpus: bool = False
    ) -> None:
        super().__init__(size)
        import ray

        options: dict[str, Any] = {"num_cpus": 1, "max_restarts": 0, "max_task_retries": 0}
        if gpus:
            options["num_gpus"] = 1
        options["runtime_env"] = {"env_vars": dict.fromkeys(THREADS, "1")}
        self._ray = ray
        self._class: Any = ray.remote(**options)(RemoteWorker)
        self._make = make
        self._settings = settings
        self._facts = Facts.of(settings)
        self._pictures = _Pictures(finder)
        self._told: set[str] = set()

    def pump(self, head: Task) -> None:
        """Wait for something to come from the actors; `head` is the task whose outcomes are wanted next."""
        for actor in self._workers:
            if not actor.calls and (actor.tasks or self._waiting) and has_room(actor, head):
                self._ask(actor)
        able = {actor.calls[0][0]: actor for actor in self._workers if actor.calls and has_room(actor, head)}
        ready, rest = self._ray.wait(list(able), timeout=1.0)
        if rest and ready:
            ready += self._ray.wait(rest, num_returns=len(rest), timeout=0)[0]
        for reply in ready:
            self._receive(able[reply])
        self._warn_of_no_room()
        self._assign()

    def close(self) -> None:
        """End all actors at once: they hold nothing that could be lost."""
        for actor in self._workers:
            self._kill(actor)
        self._workers.clear()

    def _kill(self, actor: _Actor) -> None:
        with suppress(Exception):  # it may be dead, and so may the cluster
            self._ray.kill(actor.handle)

    def _start(self) -> _Actor:
        handle = self._class.remote()
        level = logging.getLogger("captioncheck").getEffectiveLevel()
        facts = handle.facts.remote(self._settings, str(Path.cwd()))
        calls = deque([(handle.begin.remote(self._make, level), monotonic())])
        actor = _Actor(handle=handle, facts=facts, calls=calls)
        self._workers.append(actor)
        return actor

    def _takes(self, worker: _Actor) -> bool:
        return worker.ready  # until there is room for it in the cluster, it would hold up its tasks

    def _may(self, worker: _Actor, task: Task) -> bool:
        # Where a whole machine is lost, its actors are found dead one by one; an article must not be blamed for two.
        return not task.tries or worker.alive > task.died

    def _send(self, worker: _Actor, task: Task) -> None:
        job, source = task.job, task.source
        if worker.blind and isinstance(job.what, Source) and is_file(job.what):
            job, mark = replace(job, what=_carried(job.what)), None
        else:
            mark = None if source is None or not is_file(source) else Mark.of(source.path)
        self._ask(worker, (job, mark))

    def _ask(self, actor: _Actor, *jobs: tuple[Job, Mark | None]) -> None:
        now = monotonic()
        actor.calls.append((actor.handle.work.remote(*jobs), now))

    def _receive(self, actor: _Actor) -> None:
        try:
            if not actor.ready:
                self._compare(self._ray.get(actor.facts))
            reply, asked = actor.calls.popleft()
            messages = self._ray.get(reply)
        except self._ray.exceptions.RayError as error:
            self._lose(actor, _cause(error))
            return
        actor.alive = asked
        for message in messages:
            if message[0] == LOST:
                self._lose(actor, message[1])
                return
            if message[0] == BLIND:
                self._blinded(actor, *message[1:])
            else:
                if message[0] == OUTCOME and actor.blind:
                    self._pictures.require_none(message[1])
                self._hear(actor, message)

    def _lose(self, actor: _Actor, why: str) -> None:
        self._kill(actor)
        self._bury(actor, why)

    def _compare(self, there: Facts) -> None:
        for problem in self._facts.differences(there, self._settings):
            raise EngineError(f"a machine of the Ray cluster {problem}")

    def _blinded(self, actor: _Actor, path: str, put_off: bool) -> None:
        actor.blind = True
        if not self._told:
            self._told.add(path)
            _log.warning(
                "%s: a machine of the Ray cluster does not see this file as it is here, so inputs are sent to it; "
                "share the folder under the same path to have them read there",
                path,
            )
        if put_off:
            self._waiting.appendleft(actor.tasks.popleft())

    def _warn_of_no_room(self) -> None:
        if self._workers and not any(actor.ready for actor in self._workers):
            waited = monotonic() - min(actor.since for actor in self._workers)
            if waited > _PATIENCE and "" not in self._told:
                self._told.add("")
                _log.warning("the Ray cluster has had no room for a worker for %d seconds; still waiting", waited)


@dataclass(frozen=True, slots=True)
class _Pictures:
    """Sees to it that no picture is passed over only because a worker's machine does not have it."""

    finder: PictureFinder

    def require_none(self, result: Result | None) -> None:
        """Raise EngineError where a result has a picture that is found here; it was not looked for here."""
        if not isinstance(result, Checked):
            return
        path = result.article.location.path
        local = replace(self.finder, fetch=None)
        for judgement in result.judgements:
            picture = judgement.caption.picture
            if picture is None or picture.reference.startswith("data:"):
                continue
            with suppress(PictureError):
                local.find(picture, path)
                raise EngineError(
                    f"{path}: has pictures, and a machine of the Ray cluster does not see them; share the folder under "
                    "the same path"
                )


def _carried(source: Source) -> Source:
    """Return a source that has its bytes with it."""
    opened: Callable[[], BinaryIO]
    try:
        with source.open() as stream:
            data = stream.read(_LARGEST + 1)
    except ReaderError as error:
        opened = partial(unreadable, str(error))
    except OSError as error:
        opened = partial(unreadable, f"cannot be read: {error.strerror or error}")
    else:
        if len(data) > _LARGEST:
            raise EngineError(
                f"{source.path}: a machine of the Ray cluster does not see it, and it is too large to be sent; share "
                "its folder under the same path"
            )
        opened = partial(BytesIO, data)
    return replace(source, open=opened)


def _cause(error: Exception) -> str:
    """Return in a few words what an actor ended of."""
    name = type(error).__name__
    if name == "OutOfMemoryError" or "OutOfMemory" in str(error):
        return "out of memory"
    if "captioncheck" in str(error) and "No module named" in str(error):
        return "captioncheck is not installed on its machine"
    return {"NodeDiedError": "its machine was lost", "ActorUnavailableError": "its machine could not be reached"}.get(
        name, "it was killed, perhaps for want of memory" if name == "ActorDiedError" else name
    )
