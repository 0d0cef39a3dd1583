"""Workers beside this process, and when there are none."""

from functools import partial
from multiprocessing import active_children

import pytest

from captioncheck.config import Settings
from captioncheck.engine import local
from captioncheck.engine.pool import Pool
from captioncheck.extract.base import Source
from captioncheck.sources import open_file
from captioncheck.work import Job
from tests.engine.contract import Contract
from tests.engine.misbehaving import GOOD, fake


class TestProcesses(Contract):
    @pytest.fixture
    def crew(self):
        yield partial(Pool, 2)
        assert not active_children()

    @pytest.fixture
    def words(self):
        return "SIGKILL, perhaps for want of memory", "out of memory", r"end as they start \(exit code 3\): --jobs 1"

    @pytest.fixture
    def alive(self):
        return active_children


def test_few_articles_start_no_worker(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(GOOD)
    jobs = [Job(Source(str(path), partial(open_file, str(path))))] * local.FEW

    def start():
        pytest.fail("a pool was started")

    found = local.spread(start, fake(), jobs, None, 8)
    assert len([outcome for outcome in found if outcome.result]) == local.FEW


def test_a_picture_model_keeps_one_process_unless_asked():
    assert local.LocalEngine()._size(Settings(picture_encoder="ViT")) == 1
    assert local.LocalEngine(3)._size(Settings(picture_encoder="ViT")) == 3
