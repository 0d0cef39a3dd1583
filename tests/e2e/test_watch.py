"""`--watch` with the real pipeline: an edit as editors make it, a new file, a deleted one, and Ctrl-C."""

import queue
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time

import pytest

from tests.e2e.running import FIXTURES, environment

pytest.importorskip("watchfiles", reason="the extra 'watch' is not installed")
PATIENCE = 60.0
SOON = 3.0
"""Seconds for a change to show on a busy machine; a start with cold models would take longer than most changes."""


class Watching:
    def __init__(self, folder):
        command = [sys.executable, "-u", "-m", "captioncheck", "check", ".", "--watch", "--format", "concise"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(command, cwd=folder, env=environment(), text=True, **pipes)
        self.lines = queue.Queue()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, words, patience=PATIENCE):
        end, seen = time.monotonic() + patience, []
        while (left := end - time.monotonic()) > 0:
            try:
                seen.append(self.lines.get(timeout=left))
            except queue.Empty:
                break
            if words in seen[-1]:
                return seen
        raise AssertionError(f"{words!r} did not come; this did: {seen}")

    def quiet(self, seconds=0.7):
        """Return what is said until nothing was for a while."""
        said = []
        while True:
            try:
                said.append(self.lines.get(timeout=seconds))
            except queue.Empty:
                return "".join(said)


def over(path, text):
    """Save as most editors do."""
    other = path.with_name(f".{path.name}.tmp")
    other.write_text(text, encoding="utf-8")
    other.replace(path)


def cut_and_written(path, text):
    path.write_text(text, encoding="utf-8")


def by_backup(path, text):
    """Save as vim does."""
    backup = path.rename(f"{path}~")
    path.write_text(text, encoding="utf-8")
    backup.unlink()


@pytest.fixture
def watching(tmp_path):
    for name in ("en-right.html", "en-wrong.html"):
        shutil.copy(FIXTURES / "articles" / name, tmp_path / name)
    made = Watching(tmp_path)
    yield tmp_path, made
    made.process.kill()
    made.process.wait()
    made.thread.join(10)
    made.process.stdout.close()


def test_changes_are_checked_until_ctrl_c(watching):
    folder, watching = watching
    assert any("en-wrong.html" in line for line in watching.until("watching 2 files"))
    wrong = (folder / "en-wrong.html").read_text(encoding="utf-8")

    (folder / "4913").write_text("")  # as vim does
    (folder / ".en-right.html.swp").write_text("x")
    (folder / "en-right.html~").write_text(wrong)
    (folder / "en-right.html~").replace(folder / "en-right.html")
    watching.until("1 article changed", SOON)
    watching.until("en-right.html:", SOON)
    assert "changed" not in watching.quiet()

    times = []
    for number, save in enumerate((over, cut_and_written, by_backup) * 2):
        save(folder / "en-wrong.html", wrong.replace("</p>", f" Edit {number}.</p>", 1))
        start = time.monotonic()
        watching.until("en-wrong.html:", SOON)
        times.append(time.monotonic() - start)
        assert "changed" not in watching.quiet(), save.__name__
    print(f"median {statistics.median(times):.3f} s, worst {max(times):.3f} s")  # noqa: T201
    assert statistics.median(times) < 0.6  # 0.1 s on a quiet machine; with models to load it would be seconds

    (folder / "sub").mkdir()
    (folder / "sub/new.html").write_text(wrong, encoding="utf-8")
    watching.until("sub/new.html:", SOON)
    shutil.rmtree(folder / "sub")
    watching.until("sub/new.html is gone", SOON)

    (folder / "new.html").write_text(wrong, encoding="utf-8")
    watching.until("new.html:", SOON)
    (folder / "new.html").unlink()
    watching.until("new.html is gone", SOON)

    watching.process.send_signal(signal.SIGINT)
    watching.until("no longer watching")
    assert watching.process.wait(10) == 130
