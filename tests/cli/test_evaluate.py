import json
import sys
from pathlib import Path

import pytest

from captioncheck.cli.commands import cli
from captioncheck.cli.evaluate import request_from
from tests.evaluation.making import record, result


@pytest.fixture
def measured(inputs):
    """A labelled set of 40 captions with results, the last of which are misses."""
    own = [(f"own{number}", "none", 0.9 + number / 1000) for number in range(18)]
    own += [("own18", "error", 0.004), ("own19", "warning", 0.05)]
    swapped = [(f"swap{number}", "error", 0.01 + number / 1000) for number in range(19)] + [("swap19", "none", 0.97)]
    rows = [result(name, (f"Caption of {name}.", level, fit), language="de") for name, level, fit in own + swapped]
    labels = {name: ["own" if name.startswith("own") else "same", "de"] for name, _, _ in own + swapped}
    Path("results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    Path("labels.json").write_text(json.dumps(labels))
    return ("evaluate", "--labels", "labels.json", "--results", "results.jsonl")


def test_the_rates_stand_in_words(run, measured, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(*measured)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "40 labelled captions under articles in 1 language"
    own = next(line for line in lines if line.startswith("own "))
    assert own.split() == ["own", "20", "10.0", "%", "5.0", "%", "0", "%"]
    swapped = next(line for line in lines if line.startswith("same "))
    assert swapped.split()[:7] == ["same", "20", "95.0", "%", "95.0", "%", "0"]
    assert any(line.startswith("de ") for line in lines)
    assert "expected calibration error" in out
    assert "Worst misses of own: flagged, though they belong" in out
    assert "✗ mismatch (error)  fit 0.4 %  de  own18" in out
    assert "  Caption of own18." in lines
    assert "Worst misses of same: not caught" in out
    assert "✓ consistent  fit 97 %  de  swap19" in out


def test_the_worst_are_as_many_as_asked(run, measured):
    assert "own19" not in run(*measured, "--worst", "1")[1]
    assert "Worst" not in run(*measured, "--worst", "0")[1]


def test_json_on_stdout_and_in_a_file_is_the_same(run, measured):
    _, out, _ = run(*measured, "--format", "json", "--output", "json=rates.json", "--output", "terminal=rates.txt")
    document = json.loads(out)
    assert document == json.loads(Path("rates.json").read_text())
    assert document["kinds"][0]["flagged"]["value"] == 0.1
    assert Path("rates.txt").read_text().startswith("40 labelled captions")
    assert "\x1b" not in Path("rates.txt").read_text()


def test_labels_and_headlines_from_the_set_itself(run, measured):
    rows = [record(name, {"text": f"Caption of {name}.", "label": "belongs"}) for name in ("own0", "own18")]
    Path("set.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    code, out, _ = run("evaluate", "set.jsonl", "--results", "results.jsonl")
    assert code == 0
    assert "38 captions without a label left out" in out
    assert "under “Story own18”" in out


def test_labels_without_a_result_are_a_failure_that_is_said(run, measured):
    labels = json.loads(Path("labels.json").read_text())
    Path("labels.json").write_text(json.dumps({**labels, **{f"gone{n}": "own" for n in range(5)}}))
    code, out, err = run(*measured)
    assert code == 2
    assert "own " in out
    assert err == "captioncheck: error: 5 labelled records have no result: gone0, gone1, gone2, ...\n"


def test_diagrams(run, measured):
    pytest.importorskip("matplotlib")
    code, _, _ = run(*measured, "--plot", "roc=roc.svg", "--plot", "reliability=reliability.png")
    assert code == 0
    assert "<svg" in Path("roc.svg").read_text()
    assert Path("reliability.png").read_bytes().startswith(b"\x89PNG")


def test_a_missing_extra_is_one_line_before_any_work(run, measured, monkeypatch):
    monkeypatch.setattr("captioncheck.evaluation.plots.find_spec", lambda name: None)
    code, out, err = run(*measured, "--plot", "roc=roc.svg", "--output", "json=rates.json")
    assert (code, out) == (2, "")
    assert err == ("captioncheck: error: a diagram needs the extra 'evaluate': pip install 'captioncheck[evaluate]'\n")
    assert not Path("rates.json").exists()


def test_a_set_without_labels_says_how_to_give_them(run, inputs):
    Path("set.jsonl").write_text(json.dumps(record("a1", "A pier.")) + "\n")
    code, _, err = run("evaluate", "set.jsonl")
    assert code == 2
    assert "set.jsonl: no caption has a 'label' or a known 'kind'; put them in, or give --labels FILE" in err


def test_a_reader_who_leaves_gets_no_traceback(start, measured):
    import os

    ours, theirs = os.pipe()
    os.close(ours)
    process = start(*measured, stdout=theirs)
    os.close(theirs)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (2, b"")


def test_an_ascii_terminal_gets_ascii(start, measured):
    process = start(*measured, env={"PYTHONIOENCODING": "ascii", "NO_COLOR": "1"})
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"x mismatch (error)" in out
    assert sys.getdefaultencoding() == "utf-8"


def test_it_goes_by_the_settings(measured, inputs):
    (inputs / "captioncheck.toml").write_text("calibration = 'ours.json'\ncareful = false\ninput-format = 'html'\n")
    context = cli.commands["evaluate"].make_context("evaluate", list(measured[1:]))
    settings = request_from(context.params).settings
    assert (settings.calibration, settings.careful, settings.input_format) == ("ours.json", False, "jsonl")
    context = cli.commands["evaluate"].make_context("evaluate", [*measured[1:], "--isolated"])
    assert request_from(context.params).settings.calibration is None


def test_settings_that_are_wrong_stop_it(run, measured, inputs):
    (inputs / "captioncheck.toml").write_text("calibrations = 'ours.json'\n")
    code, _, err = run(*measured)
    assert (code, "did you mean 'calibration'?" in err) == (2, True)
