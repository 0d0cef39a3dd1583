"""Every output of one run, as files that a change shows up in.

After a change that is meant: SNAPSHOTS=write python -m pytest tests/report/test_snapshots.py, and read the diff.
"""

import json
import os
from pathlib import Path

import pytest

from captioncheck.version import __version__
from tests.report.writing import FINDINGS, run_of, written

FOLDER = Path(__file__).parent / "snapshots"
NAMES = {
    "concise": "concise.txt", "sarif": "sarif.json", "github": "github.txt", "gitlab": "gitlab.json",
    "junit": "junit.xml", "checkstyle": "checkstyle.xml", "rdjsonl": "rdjsonl.jsonl", "csv": "csv.csv",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")


def test_every_output_has_a_snapshot():
    assert sorted(NAMES) == sorted(FINDINGS)
    assert {path.name for path in FOLDER.iterdir()} == {*NAMES.values(), "github-summary.md"}


@pytest.mark.parametrize("name", FINDINGS)
def test_the_output_is_what_it_was(name):
    text = written(name, run_of())
    if name == "sarif":
        text = json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"
    compare(NAMES[name], text)


def test_the_summary_is_what_it_was():
    written("github", run_of())
    compare("github-summary.md", Path("summary.md").read_text(encoding="utf-8"))


def compare(name, text):
    text = text.replace(f'"{__version__}"', '"VERSION"')
    path = FOLDER / name
    if os.environ.get("SNAPSHOTS") == "write":
        path.write_bytes(text.encode())
    assert text.encode() == path.read_bytes()
