"""The exit codes, end to end: 0 clean, 1 findings, 2 could not do the job. 130 stands in test_process.py."""

import json
import os
from pathlib import Path

import pytest

from captioncheck.cli.commands import cli
from captioncheck.errors import ReaderError
from tests.evaluation.making import record, result
from tests.report.review.making import article, caption, document

# The first rows must not fail a gate.
TABLE = [
    (0, "good.txt"),
    (0, "check good.txt"),
    (0, "explain good.txt"),
    (0, "note.txt"),
    (0, "warning.txt"),
    (0, "none.txt"),
    (0, "good.txt note.txt warning.txt"),
    (0, "folder"),
    (0, "folder/*.txt"),
    (0, "--fail-on error warning.txt"),
    (0, "--fail-on never error.txt"),
    (0, "--fail-on warning note.txt"),
    (0, "--quiet good.txt"),
    (0, "--format json good.txt"),
    (0, "--format jsonl good.txt"),
    (0, "--output json=out.json good.txt"),
    (0, "--allow-empty-input empty"),
    (0, "--allow-empty-input empty nothing*.txt"),
    (0, "--allow-empty-input --files-from no-paths"),
    (0, "--files-from paths"),
    (0, "--files-from paths warning.txt"),
    (0, "--encoder use-m3 good.txt"),
    (0, "--input-format text good.txt"),
    (0, "./rule"),
    (0, "--quiet rule"),  # a file of that name is here
    (0, "--fail-on never check error.txt"),
    (0, "--quiet --format json --fail-on=never check error.txt"),
    (0, "-qj 1 explain good.txt"),
    (0, "-j1 --fast scan good.txt --out new.jsonl"),
    (0, "--out new.jsonl scan good.txt"),
    (0, "rule"),
    (0, "rule CC101"),
    (0, "rule names"),
    (0, "schema"),
    (0, "review page.json"),
    (0, "review page.json --output page.html"),
    (0, "review page.json page.json --output -"),
    (0, "review --help"),
    (0, "scan --help"),
    (0, "scan good.txt --out new.jsonl"),
    (1, "scan error.txt --out new.jsonl"),
    (2, "scan good.txt missing.txt --out new.jsonl"),
    (2, "scan good.txt"),
    (0, "--format html good.txt"),
    (0, "evaluate --labels labels.json --results results.jsonl"),
    (0, "evaluate --labels labels.json --results results.jsonl --format json --output json=rates.json"),
    (0, "evaluate labelled.jsonl --results results.jsonl --worst 0"),
    (0, "--help"),
    (0, "-h"),
    (0, "--version"),
    (0, "check --help"),
    (0, "explain --help"),
    (0, "rule --help"),
    (0, "schema --help"),
    (0, "evaluate --help"),
    (0, "calibrate --help"),
    (1, "error.txt"),
    (1, "check error.txt"),
    (1, "--quiet check error.txt"),
    (2, "--quiet -- check"),
    (2, "--quiet good.txt check"),
    (2, "--fail-on check error.txt"),
    (2, "--quiet schema"),
    (1, "explain error.txt"),
    (1, "good.txt error.txt"),
    (1, "--fail-on warning warning.txt"),
    (1, "--fail-on warning folder"),
    (1, "--fail-on warning error.txt"),
    (1, "--quiet error.txt"),
    (1, "--format jsonl error.txt"),
    (1, "--allow-empty-input empty error.txt"),
    (2, ""),
    (2, "check"),
    (2, "explain"),
    (2, "chekc"),
    (2, "missing.txt"),
    (2, "missing.txt good.txt"),
    (2, "error.txt missing.txt"),
    (2, "--fail-on never missing.txt"),
    (2, "--allow-empty-input missing.txt"),
    (2, "empty"),
    (2, "good.txt empty"),
    (2, "nothing*.txt"),
    (2, "/dev/null"),
    (2, "--files-from missing"),
    (2, "--files-from no-paths"),
    (2, "--bogus good.txt"),
    (2, "--fail-on note good.txt"),
    (2, "--format xml good.txt"),
    (2, "--input-format docx good.txt"),
    (2, "--encoder nothing good.txt"),
    (2, "--output json good.txt"),
    (2, "--output xml=out.xml good.txt"),
    (2, "--output json=no/such/folder/out.json good.txt"),
    (2, "--output json=empty good.txt"),
    (2, "--output json=good.txt good.txt"),
    (2, "--output json=paths --files-from paths"),
    (2, "--output json=captioncheck.toml good.txt"),
    (2, "--output json=known.json --baseline known.json good.txt"),
    (2, "--output json=out.x --output sarif=./out.x good.txt"),
    (2, "--output json=page.json --output json=page.json good.txt"),
    (0, "--output json=/dev/null --output sarif=/dev/null good.txt"),
    (2, "scan --files-from paths --out paths"),
    (2, "calibrate --files-from paths --output paths"),
    (2, "--stdin-filename x.html good.txt"),
    (2, "--files-from - -"),
    (2, "--image missing.jpg good.txt"),
    (2, "--image good.txt good.txt"),
    (2, "--image folder good.txt"),
    (2, "--images missing good.txt"),
    (2, "--images good.txt good.txt"),
    (2, "crash.txt"),
    (2, "error.txt crash.txt"),
    (2, "error.txt setup.txt"),
    (2, "rule CC999"),
    (2, "rule CC101 CC102"),
    (2, "schema extra"),
    (0, "completion bash"),
    (0, "completion --help"),
    (2, "completion"),
    (2, "completion tcsh"),
    (2, "good.txt --calibration missing.json"),
    (2, "good.txt --calibration good.txt"),
    (2, "review"),
    (2, "review good.txt"),
    (2, "review missing.json"),
    (2, "review page.json missing.json"),
    (2, "review page.json --output page.json"),
    (2, "review page.json --output -  --open"),
    (2, "evaluate"),
    (2, "evaluate missing.jsonl"),
    (2, "evaluate folder --results results.jsonl"),
    (2, "evaluate good.txt"),
    (2, "evaluate --labels labels.json"),
    (2, "evaluate --results results.jsonl"),
    (2, "evaluate --labels missing.json --results results.jsonl"),
    (2, "evaluate --labels labels.json --results good.txt"),
    (2, "evaluate --labels more-labels.json --results results.jsonl"),
    (2, "evaluate --labels labels.json --results results.jsonl --output json"),
    (2, "evaluate --labels labels.json --results results.jsonl --output xml=rates.xml"),
    (2, "evaluate --labels labels.json --results results.jsonl --output json=labels.json"),
    (2, "evaluate --labels labels.json --results results.jsonl --output json=no/such/folder/rates.json"),
    (2, "evaluate --labels labels.json --results results.jsonl --plot roc"),
    (2, "evaluate --labels labels.json --results results.jsonl --plot rock=a.svg"),
    (2, "evaluate --labels labels.json --results results.jsonl --plot roc=a.pdf"),
    (2, "evaluate --labels labels.json --results results.jsonl --plot roc=no/such/folder/a.svg"),
    (2, "evaluate --labels labels.json --results results.jsonl --worst -1"),
    (2, "evaluate --labels - --results -"),
    (2, "calibrate"),
    (2, "calibrate missing.txt"),
    (2, "calibrate folder --false-alarms 5"),
    (2, "calibrate folder --false-alarms some"),
    (2, "calibrate folder --false-alarms 0"),
    (2, "calibrate folder --false-alarms 3% --warnings 2%"),
    (2, "calibrate folder --warnings 9% --doubt 8%"),
    (2, "calibrate folder --output folder"),
    (2, "calibrate good.txt --output good.txt"),
    (2, "calibrate folder --output no/such/folder/a.json"),
    (2, "calibrate folder --encoder nothing"),
    (2, "calibrate folder --input-format docx"),
    (2, "calibrate - --files-from -"),
    (0, "models"),
    (0, "models list"),
    (0, "models --help"),
    (2, "models fetch"),
    (2, "models fetch nonsense"),
    (2, "models verify local-dir:nowhere"),
]

MEASURED = {
    "labels.json": [{"a1": "own", "a2": "same"}],
    "more-labels.json": [{"a1": "own", "a3": "same"}],
    "labelled.jsonl": [
        record("a1", {"text": "A pier.", "kind": "own"}),
        record("a2", {"text": "A ski.", "kind": "same"}),
    ],
    "results.jsonl": [result("a1", ("A pier.", "none", 0.9)), result("a2", ("A ski.", "error", 0.01))],
}


@pytest.mark.parametrize(("code", "line"), TABLE, ids=[f"{code} {line}" for code, line in TABLE])
def test_exit_code(run, inputs, code, line):
    (inputs / "paths").write_text("good.txt\nfolder\n")
    (inputs / "no-paths").write_text("\n")
    (inputs / "rule").write_text("good A pier.\n")
    (inputs / "captioncheck.toml").write_text("")
    (inputs / "known.json").write_text('{"captioncheck": "baseline", "version": 1, "findings": []}')
    (inputs / "page.json").write_text(document(article("a.txt", caption("A race."))))
    for name, rows in MEASURED.items():
        (inputs / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    got, _, err = run(*line.split())
    assert got == code, err
    assert "Traceback" not in err
    assert ("internal error" in err) == ("crash" in line)
    # Whoever gets a 2 is told why, in a line of its own.
    assert (code == 2) == ("captioncheck: error: " in err)


def test_every_command_is_in_the_table():
    tried = {line.split()[0] for _, line in TABLE if line}
    assert set(cli.commands) <= tried


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_has_help(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert cli.commands[command].help
    assert "\\b" not in out
    assert f"captioncheck {command}" in out


def test_errors_stand_on_stderr_and_in_json_and_the_rest_is_checked(run):
    code, out, err = run("--format", "json", "missing.txt", "error.txt", "empty")
    document = json.loads(out)
    assert code == 2
    assert [article["status"] for article in document["articles"]] == ["error", "ok", "error"]
    assert document["summary"]["mismatch"] == 1
    assert err.splitlines()[0] == "captioncheck: error: missing.txt: no such file or folder"
    assert len(err.splitlines()) == 2


def test_a_crash_is_one_line_with_a_way_to_more(run, monkeypatch):
    _, _, err = run("crash.txt")
    (line,) = err.splitlines()
    assert "internal error: RuntimeError: the fake fell over. This is a bug" in line
    assert "please report it" in line
    assert "CAPTIONCHECK_DEBUG=1" in line
    monkeypatch.setenv("CAPTIONCHECK_DEBUG", "1")
    code, _, err = run("crash.txt")
    assert code == 2
    assert "Traceback" in err


def test_a_failing_setup_is_one_line(run):
    _, _, err = run("setup.txt")
    assert err == "captioncheck: error: the encoder gave nothing\n"


def test_a_file_that_vanishes_is_an_error_and_the_rest_is_checked(run, monkeypatch):
    stat, calls = os.stat, []

    def stat_and_remove(path, *args, **kwargs):
        status = stat(path, *args, **kwargs)
        calls.append(path)
        if calls.count("good.txt") == 2:  # once to see what was named, once to see that it can be read
            Path("good.txt").unlink()
        return status

    monkeypatch.setattr(os, "stat", stat_and_remove)
    code, _, err = run("good.txt", "folder")
    assert code == 2
    assert "good.txt: vanished after it was found" in err


def test_an_empty_run_is_a_whole_document(run, inputs):
    (inputs / "no-paths").write_text("")
    _, out, _ = run("--format", "json", "--allow-empty-input", "--files-from", "no-paths")
    assert json.loads(out)["articles"] == []


def test_a_file_without_permission_is_an_error_and_the_rest_is_checked(run, monkeypatch):
    def refuse(path):
        raise ReaderError("no permission to read it")

    monkeypatch.setattr("captioncheck.sources.open_file", refuse)  # root may read anything
    code, out, err = run("good.txt", "--format", "jsonl")
    assert code == 2
    assert err == "captioncheck: error: good.txt: no permission to read it\n"
    assert json.loads(out)["reason"] == "no permission to read it"
