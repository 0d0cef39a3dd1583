"""What holds for every output of findings, whatever its form. What a document must be, its consumer says."""

import csv
import json
from io import StringIO
from xml.etree import ElementTree as ET

import pytest

from captioncheck.datatypes import Location, Skipped
from tests.fakes import checked, error, good, note
from tests.report.writing import FINDINGS, NASTY, SUBJECT, nasty, run_of, suppressed, written

LINES = {"concise", "github", "rdjsonl"}


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


def parsed(name, text):
    """Parse a document as strictly as its form allows."""
    if name in {"junit", "checkstyle"}:
        return ET.fromstring(text.encode())
    if name == "csv":
        return list(csv.DictReader(StringIO(text, newline=""), strict=True))
    if name == "rdjsonl":
        return [json.loads(line) for line in text.split("\n")[:-1]]
    return text if name in LINES else json.loads(text)


@pytest.mark.parametrize("name", FINDINGS)
@pytest.mark.parametrize("interrupted", [False, True])
@pytest.mark.parametrize("items", [[], [checked("a.txt", "A")], run_of()], ids=["none", "clean", "all"])
def test_a_document_is_whole(name, items, interrupted):
    parsed(name, written(name, items, interrupted=interrupted))


@pytest.mark.parametrize("name", FINDINGS)
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nothing_breaks_a_document(name, text):
    made = written(name, nasty(text))
    parsed(name, made)
    lines = made.split("\n")
    if name in LINES:
        assert len(made.splitlines()) == len(lines) - 1  # no other line breaks either
    assert len(max(lines, key=len)) < (40_000 if name == "csv" else 30_000)
    assert not any(sign in made for sign in "\x00\x07\x1b\x85\u202e\u2067")


@pytest.mark.parametrize("name", FINDINGS)
def test_an_input_that_could_not_be_read_is_there(name):
    made = written(name, [Skipped(Location("gone.txt"), "no such file or folder")])
    assert "gone.txt" in made
    assert "no such file or folder" in made


@pytest.mark.parametrize("name", sorted({*FINDINGS} - {"csv", "junit"}))
def test_what_is_no_finding_is_not_there(name):
    story = checked("a.txt", "A", good("Right."), note("Unsure."))
    made = written(name, [story])
    assert "Right." not in made
    assert "Unsure." not in made


@pytest.mark.parametrize("name", sorted({*FINDINGS} - {"csv", "sarif"}))
def test_a_suppressed_finding_is_not_there_and_its_neighbour_is(name):
    both = error("A.", rules=(suppressed("comment"), SUBJECT))
    assert "hidden" not in written(name, [checked("a.txt", "A", both)])
    assert "about something else" in written(name, [checked("a.txt", "A", both)])


@pytest.mark.parametrize("name", FINDINGS)
def test_a_mismatch_that_no_rule_explains_is_there(name):
    assert "mismatch" in written(name, [checked("a.txt", "A", error("A boat.", rules=()))])


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_on_an_article_is_there(name):
    assert "ignore[CC102] suppresses nothing" in written(name, run_of())


@pytest.mark.parametrize("name", ["concise", "gitlab", "junit", "checkstyle", "rdjsonl", "csv"])
def test_results_are_written_as_they_come(name):
    from captioncheck.config import Settings
    from captioncheck.registry import REPORTERS

    stream = StringIO()
    reporter = REPORTERS.load(name)(stream, Settings())
    reporter.begin()
    reporter.add(run_of()[0])
    assert "CC101" in stream.getvalue()
