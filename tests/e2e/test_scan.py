"""A scan with the real pipeline and workers: killed at random moments it comes to the same rows, whatever the input."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.running import FIXTURES, environment

FILES = sorted(path for path in (FIXTURES / "articles").iterdir() if path.suffix in (".md", ".html"))
KILLS = 20 if os.environ.get("CAPTIONCHECK_SLOW") else 6


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Return an archive: files, a JSONL file with a broken line, and a zip of files with a bad one."""
    folder = tmp_path_factory.mktemp("desk") / "archive"
    for desk in ("north", "south"):
        (folder / desk).mkdir(parents=True)
        for number, path in enumerate(FILES * 2):
            shutil.copy(path, folder / desk / f"{number:02}{path.suffix}")
    body = "The port of Trieste reopened on Thursday after a storm.\n\nCranes unloaded the ships that had waited."
    records = [
        {"id": f"a{number}", "title": "Storm over Trieste", "body": body, "captions": [{"text": f"Ship no. {number}."}]}
        for number in range(150)
    ]
    lines = [json.dumps(one) for one in records]
    (folder / "records.jsonl").write_text("\n".join([*lines[:70], "{broken", *lines[70:]]) + "\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "bundle.zip", "w") as bundle:
        for number, path in enumerate(FILES * 2):
            bundle.write(path, f"{number:02}{path.suffix}")
        bundle.writestr("99.html", "")
    return folder


LINE = ("scan", "archive", "--out", "r.jsonl", "--fast", "--jobs", "2", "--fail-on", "never")


def command(*more, line=LINE):
    return [sys.executable, "-m", "captioncheck", *line, *more]


def surroundings(folder):
    """Return an environment with a cache of the test's own."""
    return {**environment(), "CAPTIONCHECK_CACHE": str(folder / "cache")}


def spoil(folder, dice):
    """Overwrite a part of every file in the cache."""
    for path in (folder / "cache").rglob("*"):
        if path.is_file() and path.stat().st_size:
            data = bytearray(path.read_bytes())
            at = dice.randrange(len(data))
            data[at : at + 64] = dice.randbytes(64)
            path.write_bytes(data)


def done(folder, *more, line=LINE, **options):
    return subprocess.run(
        command(*more, line=line),
        cwd=folder,
        env=surroundings(folder),
        capture_output=True,
        timeout=300,
        check=False,
        **options,
    )


@pytest.fixture(scope="module")
def whole(archive):
    """Return the rows and the summary of a scan that nothing cuts off."""
    ended = done(archive.parent)
    assert ended.returncode == 2, ended.stderr.decode()  # the broken line, the empty member
    assert b"272 inputs: 270 ok, 2 errors, 0 skipped." in ended.stdout
    data = (archive.parent / "r.jsonl").read_bytes()
    assert data.count(b"\n") == 272
    return data, ended.stdout


def started(folder, seconds):
    """Start a scan, wait until it has written something new and some time more, and return it."""
    process = subprocess.Popen(
        command("--resume", "--no-progress"),
        cwd=folder,
        env=surroundings(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    journal = folder / "r.jsonl.journal"
    before = journal.stat().st_size if journal.exists() else 0
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if journal.exists() and journal.stat().st_size > before:
            time.sleep(seconds)
            break
        time.sleep(0.02)
    return process


def workers(process):
    with suppress(OSError):
        return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    return []


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to know the workers")
def test_killed_at_random_moments_the_rows_are_the_same(archive, whole):
    folder = archive.parent
    for path in folder.glob("r.jsonl*"):
        path.unlink()
    dice, kills = random.Random(11), 0
    while kills < KILLS:
        process = started(folder, dice.uniform(0, 0.5))
        if dice.random() < 0.4:
            for pid in workers(process)[:1]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                time.sleep(dice.uniform(0, 0.5))
        process.kill()
        process.communicate()
        spoil(folder, dice)
        kills += 1
    assert (folder / "r.jsonl").read_bytes() != whole[0], "it was killed too late to show anything"
    ended = done(folder, "--resume")
    assert (ended.returncode, ended.stdout) == (2, whole[1])
    assert (folder / "r.jsonl").read_bytes() == whole[0]
    assert sorted(path.name for path in folder.glob("r.jsonl*")) == [
        f"r.jsonl{more}" for more in ("", ".compared", ".journal", ".judged", ".traces")
    ]


def test_a_disk_that_fills_up_is_told_and_the_rest_resumed(archive):
    # No bundle: what is unpacked of one goes to the disk, too, and fails there.
    folder, records = archive.parent, "archive/records.jsonl"
    line = ("scan", records, "--out", "d.jsonl", "--fast", "--jobs", "2", "--fail-on", "never")
    whole = done(folder, line=line)
    data = (folder / "d.jsonl").read_bytes()

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(data) // 2, len(data) // 2))

    ended = done(folder, "--restart", line=line, preexec_fn=small)
    assert ended.returncode == 2
    assert b"d.jsonl: File too large; once there is room, --resume goes on where it stopped" in ended.stderr
    assert b"internal error" not in ended.stderr
    assert done(folder, "--resume", line=line).stdout == whole.stdout
    assert (folder / "d.jsonl").read_bytes() == data


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody may write to")
def test_a_folder_that_cannot_be_written_to_is_told(archive):
    line = ("scan", "archive", "--out", "/proc/r.jsonl", "--fast", "--jobs", "2")
    ended = done(archive.parent, line=line)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.count(b"\n") == 1
    assert b"/proc/r.jsonl" in ended.stderr
    assert b"internal error" not in ended.stderr


POISON = """
import os
from captioncheck import pipeline
whole = pipeline.Checker.first_look
def first_look(checker, article):
    if "Poison" in article.headline:
        os._exit(7)
    return whole(checker, article)
pipeline.Checker.first_look = first_look
"""


def test_articles_that_kill_their_worker_are_reported_and_all_else_is_done(tmp_path):
    page = "<html lang=en><head><title>{0}</title></head><body><h1>{0}</h1><figure><img src=a.jpg><figcaption>Boats in "
    page += (
        "the harbour of Lerwick.</figcaption></figure><p>The harbour of Lerwick was busy on Monday.</p></body></html>"
    )
    folder = tmp_path / "archive"
    folder.mkdir()
    (tmp_path / "patch").mkdir()
    (tmp_path / "patch/sitecustomize.py").write_text(POISON)
    names = [f"Story {number}" for number in range(12)]
    names[5] = "Poison"
    for number, name in enumerate(names):
        (folder / f"{number:02}.html").write_text(page.format(name))
    with zipfile.ZipFile(folder / "bundle.zip", "w") as bundle:
        for number, name in enumerate(names * 2):
            bundle.writestr(f"{number:02}.html", page.format(name))
    with (folder / "records.jsonl").open("w") as stream:
        for number, name in enumerate(names):
            captions = [{"text": "Boats in the harbour of Lerwick."}]
            row = {"id": str(number), "title": name, "body": "The harbour of Lerwick was busy.", "captions": captions}
            stream.write(json.dumps(row) + "\n")
    env = {**environment(), "PYTHONPATH": f"{tmp_path / 'patch'}{os.pathsep}{environment()['PYTHONPATH']}"}
    ended = subprocess.run(command(), cwd=tmp_path, env=env, capture_output=True, timeout=300, check=False)
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    lost = [(row["path"], row["record"]) for row in rows if row["status"] == "error"]
    assert lost == [
        ("archive/05.html", None),
        ("archive/bundle.zip", "05.html"),
        ("archive/bundle.zip", "17.html"),
        ("archive/records.jsonl", "5"),
    ]
    assert len(rows) == 12 + 24 + 12
    assert b"48 inputs: 44 ok, 4 errors, 0 skipped." in ended.stdout
    assert ended.returncode == 2
    assert ended.stderr.count(b"the process that checked it ended twice (exit code 7); the rest was checked") == 4
