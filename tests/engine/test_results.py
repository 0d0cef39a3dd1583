"""Results on disk: found again as they were, never harmful, and never the reason that a run fails."""

import io
import logging
import os
import pickle
import sqlite3
import subprocess
import sys

import pytest

from captioncheck.engine import results
from captioncheck.engine.results import ResultStore
from captioncheck.explanation import Measure
from tests import fakes

KEY = b"k" * 20


def kept(folder, value, key=KEY, **more):
    store = ResultStore(folder, **more)
    store.put(key, value)
    store.close()
    return ResultStore(folder)


def test_what_was_put_is_found_by_the_next_run(tmp_path):
    value = [(fakes.checked("a.txt", "A story", fakes.error("A race."), fakes.note("File")), 1, "why", ["=1"])]
    assert kept(tmp_path / "new", value).get(KEY) == value


def test_a_key_that_is_not_there(tmp_path):
    assert ResultStore(tmp_path).get(KEY) is None


class Evil:
    def __reduce__(self):
        return os.system, ("touch evil",)


@pytest.mark.parametrize("value", [Evil(), [Evil()], Measure, results.ResultStore])
def test_nothing_but_results_is_read_back(tmp_path, monkeypatch, value):
    monkeypatch.chdir(tmp_path)
    found = kept(tmp_path, value).get(KEY)
    assert found is (Measure if value is Measure else None)
    assert not (tmp_path / "evil").exists()


def test_a_dotted_name_leads_nowhere():
    with pytest.raises(pickle.UnpicklingError):
        results._Results(io.BytesIO()).find_class("captioncheck.datatypes", "Level.__init__.__globals__")


def test_a_damaged_value_is_not_used(tmp_path):
    kept(tmp_path, [1]).close()
    with sqlite3.connect(tmp_path / "results-1.sqlite") as database:
        database.execute("UPDATE results SET value = value || x'00'")
    database.close()
    assert ResultStore(tmp_path).get(KEY) is None


@pytest.mark.parametrize("size", [1, 100, 100_000])
def test_a_file_that_is_no_database_is_replaced(tmp_path, size):
    (tmp_path / "results-1.sqlite").write_bytes(b"x" * size)
    assert kept(tmp_path, [1]).get(KEY) == [1]


def test_a_database_that_is_damaged_within_is_replaced_by_the_next_run(tmp_path):
    store = ResultStore(tmp_path)
    for number in range(300):
        store.put(b"%020d" % number, "x" * 2_000)
    store.close()
    path = tmp_path / "results-1.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:-4096] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    store = ResultStore(tmp_path)
    assert store.get(b"%020d" % 150) is None
    store.close()
    assert kept(tmp_path, [1]).get(KEY) == [1]


def test_a_folder_that_cannot_be_made_is_said_in_debug(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.DEBUG, "captioncheck"):
        assert kept(tmp_path / "file", [1]).get(KEY) is None
    assert "results of earlier runs are not used" in caplog.text
    assert all(record.levelno == logging.DEBUG for record in caplog.records)


def test_a_full_disk_is_survived(tmp_path):
    store = ResultStore(tmp_path)
    store._database.execute("PRAGMA max_page_count = 8")
    for number in range(500):
        store.put(b"%020d" % number, "x" * 2_000)
    store.close()
    assert ResultStore(tmp_path).get(b"%020d" % 1) is None


def test_what_was_not_used_for_longest_goes_first(tmp_path, monkeypatch):
    for number in range(10):
        monkeypatch.setattr(results.time, "time", lambda number=number: 1_000_000.0 + number * 100_000)
        store = ResultStore(tmp_path, limit=6_000)
        store.put(b"%020d" % number, "x" * 1_000)
        store.get(b"%020d" % 0)
        store.close()
    left = [number for number in range(10) if ResultStore(tmp_path).get(b"%020d" % number) is not None]
    assert left[0] == 0
    assert left[1:] == list(range(10 - len(left) + 1, 10))
    assert 3 <= len(left) <= 5


def test_runs_at_once(tmp_path):
    script = (
        "import sys; from pathlib import Path; from captioncheck.engine.results import ResultStore\n"
        "s = ResultStore(Path(sys.argv[1]))\n"
        "for n in range(600): s.put(b'%020d' % (n + int(sys.argv[2])), [n])\n"
        "s.close()"
    )
    runs = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(n * 300)]) for n in range(3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    store = ResultStore(tmp_path)
    assert all(store.get(b"%020d" % number) is not None for number in range(1200))
