import json
import webbrowser
from pathlib import Path

import pytest

from tests.report.review.making import article, caption, data_of, document

GOOD = document(article("a.html", caption("A race."), caption("A quay.", "consistent")))


@pytest.fixture
def results(inputs):
    (inputs / "results.json").write_text(GOOD)
    (inputs / "results.jsonl").write_text(json.dumps(article("b.html")) + "\n{broken\n")
    (inputs / "other.json").write_text('{"a": 1}')
    return inputs


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("review", "nothing to review"),
        ("review missing.json", "missing.json: no such file"),
        ("review empty", "empty"),
        ("review folder", "give one file as RESULTS"),
        ("review good.txt", "good.txt: line 1 is not JSON"),
        ("review other.json", "other.json: is JSON, but not of ours"),
        ("review results.json other.json", "other.json: is JSON, but not of ours"),
        ("review - -", "only once"),
        ("review results.json --output results.json", "it would be overwritten"),
        ("review results.json --output folder", "--output folder: cannot write there"),
        ("review results.json --output no/such/page.html", "--output no/such/page.html: cannot write there"),
        ("review results.json --output - --open", "--open needs a file"),
        ("review results.json --images missing", "--images missing: no such folder"),
        ("review results.json --explain-pictures missing", "--explain-pictures missing: no such folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_writes_nothing(run, results, line, said):
    before = sorted(Path().rglob("*"))
    code, out, err = run(*line.split())
    assert code == 2
    assert out == ""
    (told,) = err.splitlines()
    assert told.startswith("captioncheck: error: ")
    assert said in told
    assert sorted(Path().rglob("*")) == before


def test_a_page_is_written_and_said_so(run, results):
    assert run("review", "results.json") == (
        0,
        "",
        "captioncheck: captioncheck-review.html: 1 mismatch in 1 article\n",
    )
    html = Path("captioncheck-review.html").read_text(encoding="utf-8")
    assert [finding["text"] for finding in data_of(html)["findings"]] == ["A race.", "A quay."]


def test_no_findings_is_a_page_too(run, results):
    (results / "r.json").write_text(document(article("a.html", caption("A quay.", "consistent"))))
    code, _, err = run("review", "r.json", "--output", "page.html")
    assert code == 0
    assert err == "captioncheck: page.html: no captions flagged in 1 article\n"
    assert "No captions flagged in 1 article" in Path("page.html").read_text(encoding="utf-8")


def test_standard_output_has_the_page_alone(run, results):
    code, out, err = run("review", "results.json", "--output", "-")
    assert (code, err) == (0, "")
    assert out.startswith("<!doctype html>")
    assert out.endswith("</html>\n")


def test_standard_input(start, results):
    process = start("review", "-", "--output", "-", stdin=-1)
    out, err = process.communicate(GOOD.encode(), timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"1 caption does not fit its article" in out


def test_broken_lines_are_named_shown_and_exit_2(run, results):
    code, _, err = run("review", "results.jsonl", "results.json", "--output", "page.html")
    assert code == 2
    assert err.splitlines()[0].startswith("captioncheck: error: results.jsonl: line 2 is not JSON")
    html = Path("page.html").read_text(encoding="utf-8")
    assert "1 input could not be read" in html
    assert "results.jsonl: line 2" in html
    assert "A race." in html


def test_a_failed_write_leaves_the_old_page(run, results, monkeypatch):
    Path("page.html").write_text("old")

    def full(self, *args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    code, _, err = run("review", "results.json", "--output", "page.html")
    assert code == 2
    assert err == "captioncheck: error: --output page.html: cannot write there: No space left on device\n"
    assert Path("page.html").read_text() == "old"
    assert not list(Path().glob(".*.tmp"))


@pytest.mark.parametrize("there", [True, False])
def test_open_shows_the_page_or_says_that_it_cannot(run, results, monkeypatch, there):
    asked = []
    monkeypatch.setattr(webbrowser, "open", lambda uri: asked.append(uri) or there)
    code, _, err = run("review", "results.json", "--open")
    assert code == 0
    assert asked == [Path("captioncheck-review.html").resolve().as_uri()]
    assert ("warning: no browser could be started" in err) == (not there)


def test_check_writes_the_page_of_a_run(run, inputs):
    code, out, _ = run("error.txt", "--format", "html", "--output", "html=page.html")
    assert code == 1
    assert out == Path("page.html").read_text(encoding="utf-8")
    assert "1 caption does not fit its article" in out
