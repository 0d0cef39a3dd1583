"""Bytes on disk: found again as they were, bounded, shared by runs, and never the reason that a run fails."""

import logging
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from captioncheck import store
from captioncheck.store import Store

LIMIT = 2**20
KEY = b"k" * 20


def key(number):
    return b"%020d" % number


def test_what_was_put_is_found_by_the_next_run_even_if_the_first_was_killed(tmp_path):
    first = Store(tmp_path / "new" / "s.sqlite", LIMIT)
    first.put({key(n): b"%d" % n for n in range(1200)})
    found = Store(tmp_path / "new" / "s.sqlite", LIMIT).get([key(n) for n in range(1300)])
    assert found == {key(n): b"%d" % n for n in range(1200)}


@pytest.mark.parametrize(
    "harm",
    ["UPDATE kept SET value = value || x'00'", "UPDATE kept SET value = zeroblob(40)", "UPDATE kept SET key = x'6161'"],
)
def test_what_is_not_what_was_put_under_its_key_is_not_found(tmp_path, harm):
    one = Store(tmp_path / "s.sqlite", LIMIT)
    one.put({KEY: b"value"})
    one.close()
    with sqlite3.connect(tmp_path / "s.sqlite") as database:
        database.execute(harm)
    database.close()
    assert Store(tmp_path / "s.sqlite", LIMIT).get([KEY, b"aa"]) == {}


@pytest.mark.parametrize("size", [1, 100, 100_000])
def test_a_file_that_is_no_database_is_begun_anew(tmp_path, size):
    (tmp_path / "s.sqlite").write_bytes(b"x" * size)
    one = Store(tmp_path / "s.sqlite", LIMIT)
    one.put({KEY: b"value"})
    assert one.get([KEY]) == {KEY: b"value"}


def test_a_folder_in_its_place_costs_only_time(tmp_path, caplog):
    (tmp_path / "s.sqlite").mkdir()
    with caplog.at_level(logging.DEBUG, "captioncheck"):
        one = Store(tmp_path / "s.sqlite", LIMIT)
    one.put({KEY: b"value"})
    assert one.get([KEY]) == {}
    one.close()
    assert "is not used" in caplog.text
    assert {record.levelno for record in caplog.records} == {logging.DEBUG}


def test_it_stays_within_its_limit_and_lets_go_of_what_was_not_used_for_longest(tmp_path, monkeypatch):
    path = tmp_path / "s.sqlite"
    for day in range(60):
        monkeypatch.setattr(store.time, "time", lambda day=day: 1e9 + day * 2 * 86_400)
        one = Store(path, LIMIT)
        one.put({key(100 * day + n): bytes(1_000) for n in range(50)})
        assert one.get([key(0)])
        one.close()
        assert path.stat().st_size <= LIMIT + 2**17
    left = sorted(int(k) for k in Store(path, LIMIT).get([key(n) for n in range(6_000)]))
    assert left[0] == 0
    assert left[-1] == 5949
    assert left[1] > 3_000
    assert len(left) > 500


WRITER = """
import sys
from pathlib import Path
from captioncheck.store import Store
start = int(sys.argv[2])
one = Store(Path(sys.argv[1]), int(sys.argv[3]))
for n in range(start, start + 400):
    one.put({b"%020d" % n: b"%d" % n * 100})
    found = one.get([b"%020d" % n])
    assert int(sys.argv[3]) < 2**20 or found, n
    assert all(value == b"%d" % n * 100 for value in found.values()), n
one.close()
assert one._writable is False
"""


@pytest.mark.parametrize("limit", [2**17, 2**30])
def test_runs_at_once(tmp_path, limit):
    path = tmp_path / "s.sqlite"
    runs = [subprocess.Popen([sys.executable, "-c", WRITER, path, str(n * 200), str(limit)]) for n in range(4)]
    assert [run.wait(120) for run in runs] == [0] * 4
    found = Store(path, limit).get([key(n) for n in range(1000)])
    assert all(value == b"%d" % int(k) * 100 for k, value in found.items())
    assert len(found) == 1000 if limit == 2**30 else 100 < len(found) < 600
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_a_run_that_is_killed_while_it_writes_leaves_the_others_whole(tmp_path):
    path = tmp_path / "s.sqlite"
    run = subprocess.Popen([sys.executable, "-c", WRITER.replace("+ 400", "+ 10**9"), path, "0", str(2**30)])
    mine = Store(path, 2**30)
    while not mine.get([key(20)]):
        assert run.poll() is None
    run.kill()
    run.wait()
    mine.put({KEY: b"value"})
    found = Store(path, 2**30).get([KEY, *map(key, range(21))])
    assert len(found) == 22


def test_a_full_disk_is_survived_and_what_is_there_still_read(tmp_path):
    """Nothing can be written beyond 200,000 bytes, as on a disk that fills up; the run goes on and reads."""
    script = (
        "import resource, sys; from pathlib import Path; from captioncheck.store import Store\n"
        "one = Store(Path(sys.argv[1]), 2**30)\n"
        "one.put({b'first': b'1'})\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))\n"
        "for n in range(400): one.put({b'%d' % n: bytes(2_000)})\n"
        "assert not one._writable\n"
        "assert one.get([b'first', b'0', b'399']) == {b'first': b'1', b'0': bytes(2_000)}\n"
        "one.close()\n"
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert subprocess.run([sys.executable, "-c", script, tmp_path / "s.sqlite"], timeout=60).returncode == 0
    again = Store(tmp_path / "s.sqlite", 2**30)
    again.put({b"399": b"now"})
    assert again.get([b"first", b"399"]) == {b"first": b"1", b"399": b"now"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs another user, who may not write")
def test_a_folder_that_only_others_may_write_to_is_read():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.sqlite"
        one = Store(path, LIMIT)
        one.put({KEY: b"value"})
        one.close()
        Path(folder).chmod(0o755)
        path.chmod(0o644)
        script = (
            "import os, sys; from pathlib import Path; from captioncheck.store import Store\n"
            "os.setuid(65534)\n"
            "one = Store(Path(sys.argv[1]), 2**20)\n"
            "one.put({b'more': b'x'})\n"
            "assert one.get([b'k' * 20, b'more']) == {b'k' * 20: b'value'}, one._database\n"
            "one.close()\n"
        )
        assert subprocess.run([sys.executable, "-c", script, path], timeout=60).returncode == 0
        assert [item.name for item in Path(folder).iterdir()] == ["s.sqlite"]


def test_a_locked_store_is_read_and_not_waited_for_again(tmp_path, monkeypatch):
    path = tmp_path / "s.sqlite"
    one = Store(path, LIMIT)
    one.put({KEY: b"value"})
    one._database.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    one.put({b"more": b"x"})
    other.execute("ROLLBACK")
    other.close()
    one.put({b"more": b"x"})
    assert one.get([KEY, b"more"]) == {KEY: b"value"}
