"""The exit codes of the contract on real articles: every command, every --fail-on, several outputs, faults everywhere.

0: nothing at or above --fail-on. 1: a finding is. 2: the job could not be done, which outranks 1. 130: interrupted.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from captioncheck.cli import main
from captioncheck.cli.commands import cli
from captioncheck.registry import ENCODERS, REPORTERS, Registry
from tests.e2e.newsroom import RIGHT, WRONG, story
from tests.e2e.running import environment
from tests.evaluation.making import record, result
from tests.photos import drawing, saved
from tests.report.review.making import article, caption, document

BARE = "Photo: Reuters"
FILES = {"right.md": story(RIGHT), "note.md": story(BARE), "wrong.md": story(WRONG)}
DOCUMENTS = ("terminal", "json", "jsonl", "sarif", "gitlab", "junit", "checkstyle", "rdjsonl", "csv", "concise")


@pytest.fixture(scope="module")
def encoders() -> dict[str, object]:
    return {}


@pytest.fixture(autouse=True)
def _warm(encoders, monkeypatch):
    """Load each encoder once for all tests: the real one, but every run would load it anew."""
    load = Registry.load

    def loaded(registry, name):
        made = load(registry, name)
        if registry is not ENCODERS:
            return made

        def warm(*args, **kwargs):
            if name not in encoders:
                encoders[name] = made(*args, **kwargs)
            return encoders[name]

        return warm

    monkeypatch.setattr(Registry, "load", loaded)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "warning.toml").write_text('[severity]\nCC101 = "warning"\nCC102 = "warning"\nCC103 = "warning"\n')
    (tmp_path / "slip.toml").write_text("fail-onn = 1\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def exits(desk, capfd):
    """Run a line in this process: returns (exit code, stdout, stderr)."""

    def call(line: str) -> tuple[int, str, str]:
        code = main(line.split())
        out, err = capfd.readouterr()
        return int(code), out, err

    return call


ERROR, WARNING = "wrong.md", "wrong.md --config warning.toml"
FAILING = [
    # input, then the exit codes at --fail-on error, warning, never
    ("right.md", 0, 0, 0),
    ("note.md", 0, 0, 0),
    (WARNING, 0, 1, 0),
    (ERROR, 1, 1, 0),
    ("right.md wrong.md note.md", 1, 1, 0),
    ("wrong.md missing.md", 2, 2, 2),
]


@pytest.mark.parametrize("command", ["check", "explain", ""])
@pytest.mark.parametrize(("line", "error", "warning", "never"), FAILING, ids=[row[0] for row in FAILING])
def test_fail_on(exits, command, line, error, warning, never):
    got = {level: exits(f"{command} {line} --fail-on {level}")[0] for level in ("error", "warning", "never")}
    assert got == {"error": error, "warning": warning, "never": never}
    assert exits(f"{command} {line}")[0] == error, "the default is error"


@pytest.mark.parametrize("format_name", REPORTERS.builtin())
def test_no_output_changes_the_code(exits, format_name):
    for line, code in (("right.md", 0), (ERROR, 1), (f"{ERROR} missing.md", 2)):
        assert exits(f"{line} --format {format_name}")[0] == code


def test_several_outputs_at_once_are_all_whole(exits, desk):
    outputs = " ".join(f"--output {name}=out.{name}" for name in DOCUMENTS)
    for line, code in (("right.md", 0), (ERROR, 1), (f"{ERROR} missing.md", 2), (f"{ERROR} --fail-on never", 0)):
        assert exits(f"{line} {outputs}")[0] == code
        for name in ("json", "sarif", "gitlab"):
            json.loads((desk / f"out.{name}").read_text())
        assert (desk / "out.junit").read_text().rstrip().endswith(">")


OTHERS = [
    (0, "rule"),
    (0, "rule CC101"),
    (2, "rule CC999"),
    (0, "schema"),
    (0, "schema config"),
    (2, "schema results config"),
    (0, "models"),
    (0, "models list"),
    (2, "models fetch nonsense"),
    (2, "models verify local-dir:nowhere"),
    (0, "completion bash"),
    (0, "completion zsh"),
    (0, "completion fish"),
    (2, "completion"),
    (2, "completion tcsh"),
    (2, "evaluate right.md"),
    (2, "evaluate missing.jsonl"),
    (2, "calibrate missing"),
    (2, "calibrate right.md"),
    (0, "scan right.md --out new.jsonl"),
    (1, "scan wrong.md --out new.jsonl"),
    (0, "scan wrong.md --out new.jsonl --fail-on never"),
    (2, "scan wrong.md missing.md --out new.jsonl"),
    (2, "scan right.md"),
    (2, "scan nothing/*.md --out new.jsonl"),
    (0, "scan nothing/*.md --out new.jsonl --allow-empty-input"),
    (2, "review"),
    (2, "review missing.json"),
    (2, "review right.md"),
    (0, "check --show-settings"),
    (0, "check --show-files right.md"),
    (2, "check --show-files missing.md"),
    (0, "--write-baseline --baseline known.json wrong.md"),
    (2, "--write-baseline wrong.md"),
    (2, "--baseline missing.json wrong.md"),
    (2, "--diff-base no-such-commit wrong.md"),
    (2, "--config slip.toml right.md"),
    (2, "--config missing.toml right.md"),
    (2, "--select CC9 right.md"),
    (2, "--severity CC101 right.md"),
    (2, "nothing/*.md"),
    (0, "nothing/*.md --allow-empty-input"),
    (2, "wrong.md nothing/*.md"),
    (0, "--version"),
    (0, "--help"),
    (2, "--halp"),
]


@pytest.mark.parametrize(("code", "line"), OTHERS, ids=[f"{code} {line}" for code, line in OTHERS])
def test_every_other_command(exits, code, line):
    got, out, err = exits(line)
    assert got == code, err
    assert (code == 2) == ("captioncheck: error: " in err)
    assert "Traceback" not in out + err


def test_no_command_is_left_out():
    tried = {word for _, line in OTHERS for word in line.split()[:1]} | {"check", "explain"}
    assert set(cli.commands) <= tried


def test_findings_do_not_fail_their_review(exits, desk):
    assert exits(f"{ERROR} --output json=found.json")[0] == 1
    assert exits("review found.json --output page.html")[0] == 0
    assert WRONG[:20] in (desk / "page.html").read_text()


def test_a_baseline_takes_the_finding_and_a_new_one_counts(exits, desk):
    assert exits("wrong.md --write-baseline --baseline known.json")[0] == 0
    assert exits("wrong.md --baseline known.json")[0] == 0
    (desk / "new.md").write_text(story(WRONG))
    assert exits("wrong.md new.md --baseline known.json")[0] == 1


def test_a_note_beside_what_is_suppressed_fails_nothing(exits, desk):
    (desk / "note.toml").write_text('[severity]\nCC103 = "note"\n')
    line = "wrong.md --config note.toml --baseline known.json"
    assert exits(f"{line} --format concise")[0] == 2, "no such file yet"
    assert exits(f"{line} --write-baseline")[0] == 0
    assert exits(f"{line} --format concise --fail-on warning")[:2] == (0, "")


def test_a_warning_beside_what_is_suppressed_is_no_error(exits, desk):
    (desk / "warning.toml").write_text('[severity]\nCC103 = "warning"\n')
    comment = "<!-- captioncheck: ignore[CC101, CC102] the desk knows -->\n!["
    (desk / "hushed.md").write_text(story(WRONG).replace("![", comment))
    assert exits("hushed.md")[0] == 1, "CC103 is left, an error"
    for level, code in (("error", 0), ("warning", 1)):
        assert exits(f"hushed.md --config warning.toml --fail-on {level}")[0] == code
    (caption,) = json.loads(exits("hushed.md --config warning.toml --format json")[1])["articles"][0]["captions"]
    assert (caption["level"], caption["suppressed"]) == ("warning", False)
    assert {one["code"]: one["level"] for one in caption["rules"]} == {
        "CC101": "error",
        "CC102": "error",
        "CC103": None,
    }


# Where it goes wrong, and what must not look like a finding there.
PLACES = {
    "config": "captioncheck.configuration.layers.closest",
    "settings": "captioncheck.config.Settings.from_mapping",
    "finding files": "captioncheck.sources.Finder.find",
    "opening": "captioncheck.sources.open_file",
    "reader": "captioncheck.extract.markdown.MarkdownReader.read",
    "encoder": "captioncheck.encode.sentence.SentenceEncoder.encode_texts",
    "judging": "captioncheck.pipeline.judge",
    "selection": "captioncheck.gate.selection.Selection.apply",
    "comments": "captioncheck.gate.comments.Comments.apply",
    "reporter's begin": "captioncheck.report.json.JsonReporter.begin",
    "reporter's add": "captioncheck.report.json.JsonReporter.add",
    "reporter's end": "captioncheck.report.json.JsonReporter.end",
    "counting": "captioncheck.datatypes.Tally.add",
    "exit code": "captioncheck.cli.run.exit_for",
}
FAULTS = (SystemExit(1), click.ClickException("broken"), MemoryError(), RecursionError(), OSError(5, "I/O error"))
TRIED = [(place, RuntimeError("broken")) for place in PLACES] + [("judging", fault) for fault in FAULTS]


@pytest.mark.parametrize(("place", "fault"), TRIED, ids=[f"{place}: {type(fault).__name__}" for place, fault in TRIED])
def test_an_exception_anywhere_is_2(exits, monkeypatch, place, fault):
    reached = []

    def broken(*_args, **_kwargs):
        reached.append(place)
        raise fault

    monkeypatch.setattr(PLACES[place], broken)
    # One that has a finding: exit 1 would hide the fault, and so would 0 with --fail-on never.
    for line in ("wrong.md --format json", "wrong.md --output json=out.json --fail-on never"):
        reached.clear()
        code, _, err = exits(line)
        assert code == 2, err
        assert reached
        assert "captioncheck: " in err or isinstance(fault, SystemExit)
        assert "Traceback" not in err


SMALL = {
    "rule": "rule.show_rules",
    "rule CC101": "rule.show_rule",
    "schema": "schema.print_schema",
    "models": "models.list_models",
    "completion bash": "completion.print_script",
    "evaluate right.md": "evaluate.run_evaluate",
    "calibrate right.md": "calibrate.run_calibrate",
    "scan right.md --out new.jsonl": "scan.run_scan",
    "--show-settings": "showing.show_settings",
    "--show-files right.md": "showing.show_files",
}


@pytest.mark.parametrize(("line", "place"), SMALL.items())
def test_an_exception_in_another_command_is_2(exits, monkeypatch, line, place):
    def broken(*_args, **_kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(f"captioncheck.cli.{place}", broken)
    code, _, err = exits(line)
    assert code == 2
    assert "internal error: RuntimeError: broken" in err


REVIEW, EVALUATE, SCAN = (
    "review found.json",
    "evaluate labelled.jsonl --results rows.jsonl",
    "scan wrong.md --out r.jsonl",
)
# Deep within the other commands: a line that is 0 or 1 as long as nothing breaks, and what breaks.
DEEP = [
    (REVIEW, "captioncheck.report.review.entries.Entries.add"),
    (REVIEW, "captioncheck.report.review.thumbnails.Thumbnails.give"),
    (REVIEW, "captioncheck.report.review.reporter.page"),
    (f"{REVIEW} --output -", "captioncheck.report.review.assembly._plain_row"),
    ("wrong.md --format html", "captioncheck.report.review.reporter.HtmlReporter.end"),
    (EVALUATE, "captioncheck.evaluation.judged.joined"),
    (EVALUATE, "captioncheck.evaluation.labels.Labels.of"),
    (EVALUATE, "captioncheck.evaluation.rates.evaluate"),
    (EVALUATE, "captioncheck.cli.evaluate_words.show"),
    (f"{EVALUATE} --format json", "captioncheck.evaluation.document.document"),
    (f"{EVALUATE} --plot roc=roc.svg", "captioncheck.evaluation.plots.draw"),
    ("evaluate labelled.jsonl", "captioncheck.pipeline.judge"),
    ("calibrate right.md", "captioncheck.sources.Finder.find"),
    ("calibrate right.md", "captioncheck.evaluation.calibration.calibrate"),
    (SCAN, "captioncheck.scan.writer.Writer.add"),
    (SCAN, "captioncheck.scan.writer.Writer.commit"),
    (SCAN, "captioncheck.scan.sums.Sums.add"),
    (SCAN, "captioncheck.scan.identity.header"),
    (SCAN, "captioncheck.pipeline.judge"),
    ("models", "captioncheck.cli.models.locate"),
    ("models", "captioncheck.cli.models._others"),
    ("rule", "captioncheck.cli.rule.open_console"),
    ("rule CC101", "captioncheck.cli.rule._show"),
    ("schema", "captioncheck.cli.schema.files"),
    ("schema config", "captioncheck.configuration.schema.schema"),
    ("completion zsh", "captioncheck.cli.completion.printing"),
    ("photo.png", "captioncheck.extract.photo.PhotoReader.read"),
    ("photo.png", "captioncheck.pipeline.alone"),
    ("photo.png", "captioncheck.report.terminal.reporter.photo_lines"),
    ("wrong.md --image photo.png", "captioncheck.photos.MetadataCheck.apply"),
    ("explain right.md", "captioncheck.score.verdict.explained"),
    ("explain right.md", "captioncheck.report.terminal.reporter.explain_lines"),
    ("right.md --baseline known.json", "captioncheck.gate.baseline.Baseline.apply"),
    ("right.md --baseline known.json", "captioncheck.gate.baseline.Baseline.stale"),
    ("right.md --baseline known.json --write-baseline", "captioncheck.gate.baseline_file.write"),
    ("--show-settings", "captioncheck.cli.showing.keys"),
    ("--show-files .", "captioncheck.sources.Finder.find"),
    ("right.md --explain-pictures pages", "captioncheck.picture_pages.PicturePages.close"),
]


@pytest.mark.parametrize(("line", "place"), DEEP, ids=[f"{line}: {place.rpartition('.')[2]}" for line, place in DEEP])
def test_an_exception_deep_within_is_2(exits, desk, monkeypatch, line, place):
    (desk / "photo.png").write_bytes(saved(drawing(), "PNG"))
    (desk / "known.json").write_text('{"captioncheck": "baseline", "version": 1, "findings": []}')
    labelled = record("a1", {"text": WRONG, "kind": "own"}, {"text": RIGHT, "kind": "same"})
    (desk / "labelled.jsonl").write_text(json.dumps({**labelled, "body": story("").partition("\n\n")[2]}))
    (desk / "rows.jsonl").write_text(json.dumps(result("a1", (WRONG, "none", 0.9), (RIGHT, "error", 0.01))))
    (desk / "found.json").write_text(document(article("wrong.md", caption(WRONG))))
    reached = []

    def broken(*_args, **_kwargs):
        reached.append(place)
        raise RuntimeError("broken")

    monkeypatch.setattr(place, broken)
    code, out, err = exits(line)
    assert (code, bool(reached)) == (2, True), err
    assert "broken" in out + err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", REPORTERS.builtin())
@pytest.mark.parametrize("step", ["begin", "add", "end"])
def test_an_exception_in_any_output_is_2(exits, monkeypatch, name, step):
    def broken(*_args):
        raise RuntimeError("broken")

    monkeypatch.setattr(REPORTERS.load(name), step, broken)
    code, _, err = exits(
        f"right.md --format concise --output {name}=out" if name != "concise" else "right.md --format concise"
    )
    assert code == 2
    assert "internal error: RuntimeError: broken" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("format_name", DOCUMENTS)
def test_a_full_disk_is_2(exits, format_name):
    code, _, err = exits(f"wrong.md --output {format_name}=/dev/full --fail-on never")
    assert code == 2
    assert "/dev/full" in err
    assert "internal error" not in err


def started(*arguments: str, cwd: Path, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "captioncheck", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(command, cwd=cwd, env=environment(), **pipes)  # type: ignore[call-overload]


@pytest.mark.parametrize(("code", "line"), [(0, "right.md"), (1, "wrong.md"), (2, "wrong.md missing.md")])
def test_the_process_exits_so_too(desk, code, line):
    with started(*line.split(), cwd=desk) as process:
        process.communicate(timeout=60)
    assert process.returncode == code


def test_an_interrupt_is_130_and_what_was_found_is_whole(desk):
    lines = "\n".join(f"right-{number}.md" for number in range(400))
    for number in range(400):
        (desk / f"right-{number}.md").write_text(story(RIGHT).replace("two cranes", f"{number} cranes"))
    (desk / "paths").write_text(lines)
    with started("--files-from", "paths", "--output", "jsonl=out.jsonl", "--format", "json", cwd=desk) as process:
        results, patience = desk / "out.jsonl", time.monotonic() + 60
        while not (results.exists() and results.stat().st_size) and time.monotonic() < patience:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err.decode()
    json.loads(out)
