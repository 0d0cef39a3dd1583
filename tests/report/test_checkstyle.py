"""Read as `diff-quality --violations=checkstyle` reads it."""

import subprocess

import pytest
from diff_cover.git_path import GitPathTool
from diff_cover.violationsreporters.java_violations_reporter import CheckstyleXmlDriver

from captioncheck.datatypes import Location, Skipped
from tests.fakes import checked, error, warning
from tests.report.writing import NASTY, SUBJECT, nasty, run_of, written


@pytest.fixture(autouse=True)
def repository(tmp_path, monkeypatch):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    monkeypatch.chdir(tmp_path)
    GitPathTool.set_cwd(str(tmp_path))


def violations(items):
    # The driver parses text, which may not declare an encoding: that is for files.
    text = written("checkstyle", items)
    opening, _, rest = text.partition("\n")
    assert opening == '<?xml version="1.0" encoding="UTF-8"?>'
    return CheckstyleXmlDriver().parse_reports([rest])


@pytest.mark.parametrize("items", [run_of(), *map(nasty, NASTY.values())], ids=["all", *NASTY])
def test_it_is_read(items):
    found = violations(items)
    assert all(one.line >= 1 for several in found.values() for one in several)
    assert sum(map(len, found.values())) == written("checkstyle", items).count("<error ") > 0


def test_nothing_is_an_empty_document():
    assert violations([]) == {}


def test_places_levels_and_messages(tmp_path):
    story = checked(str(tmp_path / "site/a.html"), "A", error("A boat.", line=7), warning("y", rules=(SUBJECT,)))
    found = violations([story, Skipped(Location("b.txt"), "damaged")])
    assert {path: [one.line for one in several] for path, several in found.items()} == {
        "site/a.html": [7, 3],
        "b.txt": [1],
    }
    first, second = found["site/a.html"]
    assert first.message.startswith("error: about something else")
    assert first.message.endswith("· “A boat.”")
    assert second.message.startswith("warning: ")
    assert 'column="1"' in written("checkstyle", [story])
    assert 'source="captioncheck.CC101"' in written("checkstyle", [story])
