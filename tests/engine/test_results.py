"""Results on disk: found again as they were, never harmful, and never the reason that a run fails."""

import io
import logging
import os
import pickle

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


@pytest.mark.parametrize("value", [b"", b"no pickle", pickle.dumps([1])[:-3], pickle.dumps(Evil)])
def test_what_cannot_be_read_is_not_used(tmp_path, value):
    store = ResultStore(tmp_path)
    store._store.put({KEY: value})
    assert store.get(KEY) is None


def test_a_file_that_is_no_database_is_replaced(tmp_path):
    (tmp_path / "results-2.sqlite").write_bytes(b"x" * 5_000)
    assert kept(tmp_path, [1]).get(KEY) == [1]


def test_a_folder_that_cannot_be_made_is_said_in_debug(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.DEBUG, "captioncheck"):
        assert kept(tmp_path / "file", [1]).get(KEY) is None
    assert "is not used" in caplog.text
    assert all(record.levelno == logging.DEBUG for record in caplog.records)


def test_many_are_written_before_the_end(tmp_path):
    store = ResultStore(tmp_path)
    for number in range(450):
        store.put(b"%020d" % number, [number])
    other = ResultStore(tmp_path)
    assert other.get(b"%020d" % 399) == [399]
    assert other.get(b"%020d" % 400) is None
