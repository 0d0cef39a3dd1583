"""Workers beside this process: the same results in the same order, whatever becomes of a worker."""

import os
import signal
import time
from functools import partial
from io import BytesIO
from multiprocessing import active_children
from pathlib import Path

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Location, Skipped
from captioncheck.engine import local
from captioncheck.engine.base import EngineError
from captioncheck.engine.pool import Pool
from captioncheck.errors import ConfigError, EncoderError, UnknownNameError
from captioncheck.extract.base import Source
from captioncheck.sources import Finder, open_file
from captioncheck.work import Job, Outcome
from tests import fakes


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


def die():
    os._exit(3)


def make_dying():
    return die()


def fake(kind=Strange):
    return partial(kind, Settings())


@pytest.fixture
def spread(tmp_path):
    """Check files of these texts in two workers and return (name, what came of it) in order."""

    def call(*texts, make=None, few=0):
        paths = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{number:03}.txt"
            path.write_text(text)
            paths.append(path)
        make = make or fake()
        jobs = [Job(Source(str(path), partial(open_file, str(path)))) for path in paths]
        found = local.spread(lambda: Pool(2, make), fake(), jobs, None, 8)
        return [(int(shown[0][-7:-4]), shown[1]) for outcome in found if outcome.result for shown in [_shown(outcome)]]

    yield call
    assert not active_children()


def _shown(outcome):
    result = outcome.result
    if isinstance(result, Checked):
        return result.article.location.path, result.judgements[0].verdict if result.judgements else "none"
    return result.location.path, result.reason


GOOD = "good A pier.\n"


def test_results_stand_in_the_order_of_the_sources(spread):
    texts = ["many" if number % 7 == 0 else GOOD for number in range(30)]
    found = spread(*texts)
    assert [number for number, _ in found] == sorted(number for number, _ in found)
    assert len(found) == 25 + 5 * 1001


def test_few_articles_start_no_worker(spread, monkeypatch):
    monkeypatch.setattr(local, "_ordered", lambda *_: pytest.fail("a pool was started"))
    assert len(spread(*[GOOD] * local.FEW)) == local.FEW


def test_an_article_whose_worker_dies_is_tried_again_and_nothing_is_lost_or_doubled(spread):
    found = spread(*[GOOD] * 5, "once\ngood", *[GOOD] * 10)
    assert [number for number, _ in found] == [*range(5), 5, 5, *range(6, 16)]
    assert found[5] == (5, "before")


@pytest.mark.parametrize(
    ("poison", "why"), [("die", "SIGKILL, perhaps for want of memory"), ("memory", "out of memory")]
)
def test_an_article_whose_workers_die_is_an_error_and_the_rest_is_checked(spread, poison, why):
    found = dict(spread(*[GOOD] * 5, poison, *[GOOD] * 10, poison))
    assert found[5] == found[16] == f"the process that checked it ended twice ({why}); the rest was checked"
    assert [found[number] for number in (*range(5), *range(6, 16))] == ["consistent"] * 15


def test_a_bug_is_raised_where_it_would_be_in_one_process(spread):
    with pytest.raises(RuntimeError, match="the fake fell over"):
        spread(*[GOOD] * 5, "crash", *[GOOD] * 10)


def test_an_error_of_our_own_keeps_its_words(spread):
    with pytest.raises(EncoderError, match="the encoder gave nothing"):
        spread(*[GOOD] * 5, "setup", *[GOOD] * 10)
    with pytest.raises(EngineError, match="unknown thing 'x'"):  # cannot be pickled as it is
        spread(*[GOOD] * 5, "unknown", *[GOOD] * 10)


def test_what_cannot_be_made_in_a_worker_is_raised(spread):
    with pytest.raises(ConfigError, match="no such calibration"):
        spread(*[GOOD] * 12, make=partial(refuse, Settings()))


def test_workers_that_end_as_they_start_end_the_run(spread):
    with pytest.raises(EngineError, match=r"end as they start \(exit code 3\): --jobs 1"):
        spread(*[GOOD] * 12, make=make_dying)


def test_standard_input_is_read_in_this_process(tmp_path):
    paths = [tmp_path / f"{number}.txt" for number in range(12)]
    for path in paths:
        path.write_text(GOOD)
    sources = [
        *Finder().find(map(str, paths[:6])),
        Source("-", lambda: BytesIO(b"warning A race.")),
        Skipped(Location("x"), "gone"),
    ]
    sources += list(Finder().find(map(str, paths[6:])))
    found = local.spread(lambda: Pool(2, fake()), fake(), map(Job, sources), None, 8)
    shown = [_shown(outcome)[0] for outcome in found if outcome.result]
    assert shown == [*map(str, paths[:6]), "-", "x", *map(str, paths[6:])]


def test_leaving_early_ends_the_workers(tmp_path):
    paths = [tmp_path / f"{number}.txt" for number in range(12)]
    for path in paths:
        path.write_text("slow" if path.stem == "5" else GOOD)
    found = local.spread(lambda: Pool(2, fake()), fake(), map(Job, Finder().find(map(str, paths))), None, 8)
    next(found)
    assert active_children()
    started = time.monotonic()
    found.close()
    assert not active_children()
    assert time.monotonic() - started < 5


def test_a_picture_model_keeps_one_process_unless_asked():
    assert local.LocalEngine()._size(Settings(picture_encoder="ViT")) == 1
    assert local.LocalEngine(3)._size(Settings(picture_encoder="ViT")) == 3
