"""A folder of small inputs for the fake pipeline, and two ways to run the command line on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from captioncheck.cli import main
from tests import fakes

ROOT = Path(__file__).parents[2]
START = "import sys; from tests import fakes; fakes.install(); from captioncheck.cli import main; sys.exit(main())"

INPUTS = {
    "good.txt": "good A pier.\ngood A quay.\n",
    "note.txt": "note File\n",
    "warning.txt": "warning A race.\n",
    "error.txt": "error A race.\n",
    "none.txt": "nothing here\n",
    "crash.txt": "crash\n",
    "setup.txt": "setup\n",
    "slow.txt": "slow\n",
    "picture.txt": "good A picture of a pier.\n",
    "folder/a.txt": "good A pier.\n",
    "folder/b.txt": "warning A race.\n",
    "empty/x.png": "",
}


@pytest.fixture
def inputs(tmp_path, monkeypatch):
    for name, text in INPUTS.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def fake_pipeline(monkeypatch):
    monkeypatch.setitem(sys.modules, "captioncheck.pipeline", fakes.module())


@pytest.fixture
def run(inputs, fake_pipeline, capfd):
    """Run in this process: returns (exit code, stdout, stderr)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capfd.readouterr()
        return int(code), out, err

    return call


@pytest.fixture
def start(inputs):
    """Start a process of its own."""

    def call(*arguments: str, env: dict[str, str] | None = None, **options: object) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen([sys.executable, "-c", START, *arguments], env=environment, bufsize=0, **pipes)  # type: ignore[call-overload]

    return call
