"""Actors of a Ray cluster: one of this machine with two processors, for all of these tests."""

import os
import shutil
import signal
import warnings
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Location, Skipped
from captioncheck.encode.e5 import installed
from captioncheck.engine import ray as engine_ray
from captioncheck.engine import remote
from captioncheck.engine.base import EngineError
from captioncheck.engine.cluster import Cluster, connect
from captioncheck.engine.local import LocalEngine, spread
from captioncheck.engine.ray import Actors, RayEngine
from captioncheck.engine.remote import Facts
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source
from captioncheck.pictures import PictureFinder
from captioncheck.report import record
from captioncheck.report.jsonl import line
from captioncheck.sources import open_file
from captioncheck.work import Job
from tests import fakes
from tests.engine.contract import Contract
from tests.engine.misbehaving import GOOD, fake, shown

ray = pytest.importorskip("ray", reason="the extra 'ray' is not installed: no scan on a Ray cluster is tested")
ROOT = Path(__file__).parents[2]
ARTICLES = sorted(path for path in (ROOT / "fixtures" / "articles").iterdir() if path.suffix in (".md", ".html"))


@pytest.fixture(scope="module", autouse=True)
def cluster():
    """Return a cluster whose workers find the tests; engines are guests in it."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Ray's own
        found = connect("local", 2)
    yield found
    found.close()
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


def actors(make, settings=None, finder=None):
    return Actors(2, make, settings or Settings(), finder or PictureFinder())


class TestActors(Contract):
    @pytest.fixture
    def crew(self):
        return actors

    @pytest.fixture
    def words(self):
        return (
            "it was killed, perhaps for want of memory",
            "out of memory",
            r"end as they start .*see that captioncheck",
        )

    @pytest.fixture
    def alive(self):
        return lambda: ray.available_resources().get("CPU", 0) < 2


def jobs_of(folder):
    """Return jobs on copies of real articles, and one on a file that is gone by the time it is read."""
    paths = []
    for number, path in enumerate(ARTICLES * 3):
        paths.append(shutil.copy(path, folder / f"{number:02}{path.suffix}"))
    paths.append(str(folder / "gone.html"))
    return [Job(Source(str(path), partial(open_file, str(path))), fresh=True) for path in paths]


def rows(outcomes):
    return [line(record.article(outcome.result)) for outcome in outcomes if outcome.result is not None]


def actors_of_this_process():
    """Return the ids of the actors' processes: the grandchildren of this one that Ray calls so."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (folder / "comm").read_text().startswith("ray::Remote") and parent(parent(folder.name)) == os.getpid():
                found.append(int(folder.name))
    return found


def parent(process):
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find a worker")
def test_the_rows_are_those_of_one_process_although_a_worker_is_killed(tmp_path):
    settings = Settings(careful=False)
    jobs = jobs_of(tmp_path)
    expected = rows(LocalEngine(1).outcomes(settings, jobs))
    engine = RayEngine(jobs=2)
    engine.prepare(settings)
    found = engine.outcomes(settings, jobs)
    first = [next(found) for _ in range(3)]
    os.kill(actors_of_this_process()[0], signal.SIGKILL)
    assert rows([*first, *found]) == expected
    assert "vanished after it was found" in expected[-1]


def test_workers_that_do_not_see_a_file_are_sent_it_and_that_is_said_once(tmp_path, monkeypatch, caplog):
    paths = [tmp_path / f"{number}.txt" for number in range(6)]
    for path in paths:
        path.write_text(GOOD)
    monkeypatch.setattr(remote.Mark, "of", classmethod(lambda cls, path: cls(-1, -1)))  # only here, not in workers
    jobs = [Job(Source(str(path), partial(open_file, str(path)))) for path in paths]
    found = spread(lambda: actors(fake()), fake(), jobs, None, 8, few=0)
    assert [shown(outcome) for outcome in found if outcome.result] == [(str(path), "consistent") for path in paths]
    (said,) = [one.getMessage() for one in caplog.records if one.name.startswith("captioncheck")]
    assert "does not see this file as it is here, so inputs are sent to it; share the folder" in said


def test_an_input_that_is_too_large_to_be_sent_ends_the_run(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(GOOD)
    monkeypatch.setattr(engine_ray, "_LARGEST", 3)
    with pytest.raises(EngineError, match="too large to be sent; share its folder"):
        engine_ray._carried(Source(str(path), partial(open_file, str(path))))


def test_an_input_that_cannot_be_read_here_is_an_error_there_in_the_same_words(tmp_path):
    path = str(tmp_path / "gone.txt")
    carried = engine_ray._carried(Source(path, partial(open_file, path)))
    with pytest.raises(ReaderError, match=r"^vanished after it was found$"):
        carried.open()


@pytest.mark.parametrize(
    ("reference", "there"), [("a.jpg", True), ("none.jpg", False), ("https://x.example/a.jpg", False)]
)
def test_a_picture_that_only_this_machine_has_ends_the_run(tmp_path, reference, there):
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff")
    result = fakes.checked(str(tmp_path / "a.html"), "A story", fakes.good("A pier.", picture=reference))
    pictures = engine_ray._Pictures(PictureFinder())
    pictures.require_none(Skipped(Location("x"), "gone"))
    if not there:
        pictures.require_none(result)
        return
    with pytest.raises(EngineError, match="does not see them; share the folder"):
        pictures.require_none(result)


HERE = Facts("1.4.0", True, "ViT", True)


@pytest.mark.parametrize(
    ("there", "why"),
    [
        (HERE, ""),
        (Facts("1.3.0", True, "ViT", True), "has captioncheck 1.3.0, here is 1.4.0: install the same version"),
        (Facts("1.4.0", False, "ViT", True), "has not the extra 'careful', which this machine has"),
        (Facts("1.4.0", True, None, True), "with no model, this machine with ViT: put the same picture model"),
        (Facts("1.4.0", True, "ViT", False), "does not see --images pics: share that folder"),
    ],
)
def test_what_must_be_the_same_on_every_machine(there, why):
    found = list(HERE.differences(there, Settings(images="pics")))
    assert len(found) == (why != "")
    assert why in "".join(found)


def test_the_extra_careful_counts_only_where_it_is_used():
    facts = [Facts.of(Settings(careful=careful)).careful for careful in (False, None, True)]
    assert facts[0] is False
    assert facts[1] is facts[2] is installed()


def test_a_machine_with_another_version_ends_the_run(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(GOOD)
    monkeypatch.setattr(remote, "__version__", "0.0.1")  # only here
    jobs = [Job(Source(str(path), partial(open_file, str(path))))]
    with pytest.raises(EngineError, match=r"a machine of the Ray cluster has captioncheck .*, here is 0\.0\.1"):
        list(spread(lambda: actors(fake()), fake(), jobs, None, 8, few=0))


@pytest.mark.parametrize(
    ("gpus", "encoder", "jobs", "size", "said"),
    [
        (0, "ViT", None, 16, "up to 16 actors"),
        (2, None, None, 16, "up to 16 actors"),
        (2, "ViT", None, 2, "up to 2 actors with a GPU"),
        (2, "ViT", 1, 1, "up to 1 actor with a GPU"),
        (0, None, 40, 40, "up to 40 actors"),
    ],
)
def test_how_many_actors_there_are_and_of_which_kind(gpus, encoder, jobs, size, said):
    settings = Settings(picture_encoder=encoder)
    engine = RayEngine(jobs=jobs)
    engine._cluster = Cluster("10.0.0.1:6379", 16, gpus, 3, guest=True)
    assert engine._size(engine._cluster, settings) == size
    assert engine.about(settings) == f"Ray cluster '10.0.0.1:6379', 3 machines: {said}"


def test_a_cluster_that_is_not_there_is_told_in_one_line(monkeypatch):
    def fail(**_options):
        raise ConnectionError("nobody\nanswers")

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setattr(ray, "shutdown", lambda: None)
    monkeypatch.setattr(ray, "init", fail)
    with pytest.raises(EngineError, match=r"^no Ray cluster at '10\.9\.9\.9:6379' can be used: nobody answers$"):
        connect("10.9.9.9:6379", None)
