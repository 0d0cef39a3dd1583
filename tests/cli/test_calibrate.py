"""The command around a calibration: what is asked for, printed and written. The fitting has tests of its own."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from captioncheck.cli.calibrate import request_from
from captioncheck.cli.commands import cli
from captioncheck.errors import ConfigError
from captioncheck.evaluation import calibration as real
from captioncheck.evaluation.thresholds import Wanted
from captioncheck.pipeline import Checker
from tests.evaluation.test_calibration import WANTED, archive
from tests.score.stories import HashedEncoder


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAPTIONCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))
        found = real.calibrate(
            [archive(80)],
            Checker(encoder=HashedEncoder()),
            WANTED,
            articles=100,
            seed=0,
            complain=lambda skipped: None,
            tick=lambda what: None,
        )
    return replace(found, fitted=replace(found.fitted, aside=found.fitted.judged[:12]))


@pytest.fixture
def calibrated(monkeypatch, outcome):
    """Stand in for the fitting, and keep what it was asked for."""
    asked = {}

    def calibrate(sources, checker, wanted, **more):
        asked.update(more, wanted=wanted, sources=[getattr(source, "path", source) for source in sources])
        for source in sources:
            more["complain"](source)
        return outcome

    monkeypatch.setattr(real, "calibrate", calibrate)
    return asked


def test_it_fits_80_columns(run, calibrated, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run("calibrate", "folder")
    assert code == 0
    assert err == "captioncheck: nothing was written; --output FILE keeps these thresholds\n"
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "80 captions in 80 articles read."
    assert "…" not in "".join(lines[:30])
    assert sum(line.startswith(("own ", "re-paired ")) for line in lines) == 2
    assert any(line.startswith("as an error") and "100.0" in line for line in lines)
    assert any(line.startswith("same language") for line in lines)
    assert "shipped thresholds stay" in out


def test_what_was_set_aside_is_listed(run, calibrated, outcome):
    _, out, _ = run("calibrate", "folder")
    assert "Set aside as possible slips: 12 captions" in out
    for pair in outcome.fitted.aside[:10]:
        assert pair.text[:40] in out
        assert f"[{pair.where.record}]" in out
    assert "and 2 more" in out


def test_the_file_is_what_json_prints(run, calibrated):
    code, out, err = run("calibrate", "folder", "--format", "json", "--output", "ours.json")
    assert code == 0
    assert json.loads(out) == json.loads(Path("ours.json").read_text())
    assert err == "captioncheck: wrote ours.json; use it with --calibration ours.json\n"


def test_what_is_asked_is_passed_on(run, calibrated):
    run("calibrate", "folder", "--false-alarms", "1 %", "--slips", "0", "--articles", "70", "--seed", "5")
    assert calibrated["wanted"] == Wanted(0.01, 0.02, 0.08, 0.0)
    assert (calibrated["articles"], calibrated["seed"]) == (70, 5)
    assert calibrated["sources"] == ["folder/a.txt", "folder/b.txt"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("", Wanted()),
        ("--false-alarms 0.005", Wanted()),
        ("--false-alarms 3%", Wanted(0.03, 0.03, 0.08)),
        ("--false-alarms 10%", Wanted(0.1, 0.1, 0.1)),
        ("--warnings 10%", Wanted(0.005, 0.1, 0.1)),
        ("--doubt 2%", Wanted(0.005, 0.02, 0.02)),
    ],
)
def test_rates(line, wanted):
    context = cli.commands["calibrate"].make_context("calibrate", [*line.split(), "archive"])
    made = request_from(context.params).wanted()
    assert made == wanted


def test_rates_that_do_not_rise_are_refused():
    context = cli.commands["calibrate"].make_context("calibrate", ["--false-alarms", "3%", "--warnings", "2%", "a"])
    with pytest.raises(ConfigError, match="must rise"):
        request_from(context.params).wanted()


def test_an_input_that_cannot_be_read_fails_the_run_and_the_file_is_written(run, calibrated, monkeypatch, outcome):
    def calibrate(sources, checker, wanted, *, complain, **more):
        for item in sources:
            if not hasattr(item, "open"):
                complain(item)
        return outcome

    monkeypatch.setattr(real, "calibrate", calibrate)
    code, _, err = run("calibrate", "folder", "missing.txt", "--output", "ours.json")
    assert code == 2
    assert err.splitlines() == [
        "captioncheck: error: missing.txt: no such file or folder",
        "captioncheck: wrote ours.json; use it with --calibration ours.json",
        "captioncheck: error: 1 of the inputs could not be read; the thresholds rest on the others",
    ]
    assert json.loads(Path("ours.json").read_text())["schema"] == "captioncheck-calibration/1"


def test_too_few_captions_are_refused_in_one_line(run):
    code, out, err = run("calibrate", "folder")
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert "too few captions: to be 95 % sure of 0.5 % false alarms takes 598 different captions" in line
    assert "here are 0: 598 more are needed" in line


def test_ctrl_c_writes_nothing(run, monkeypatch):
    def calibrate(sources, checker, wanted, *, tick, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(real, "calibrate", calibrate)
    code, out, err = run("calibrate", "folder", "--output", "ours.json")
    assert (code, out, err) == (130, "", "captioncheck: interrupted; nothing was written\n")
    assert not Path("ours.json").exists()


def test_it_goes_by_the_settings_but_for_a_calibration(run, calibrated, inputs):
    (inputs / "captioncheck.toml").write_text(
        "careful = false\nexclude = ['b.*']\ncalibration = 'nope.json'\nimage = 'p.jpg'\nencoder = 'e5-small'\n"
    )
    assert run("calibrate", "folder")[0] == 0
    assert calibrated["sources"] == ["folder/a.txt"]
    settings = request_from(_options("folder")).settings
    assert (settings.careful, settings.encoder, settings.calibration, settings.image) == (False, "e5-small", None, None)
    settings = request_from(_options("folder", "--isolated", "--encoder", "clip")).settings
    assert (settings.careful, settings.encoder, settings.exclude) == (None, "clip", ())


def _options(*arguments):
    return cli.commands["calibrate"].make_context("calibrate", list(arguments)).params
