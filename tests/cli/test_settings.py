"""Settings on the command line: files and variables beside flags, --show-settings and --show-files."""

import json
import tomllib

import pytest

from captioncheck.cli.exits import Exit

CLEAN, FINDINGS, FAILED = Exit.CLEAN, Exit.FINDINGS, Exit.FAILED


@pytest.fixture
def config(inputs):
    def call(text, name="captioncheck.toml"):
        (inputs / name).write_text(text)

    return call


@pytest.mark.parametrize(
    ("text", "arguments", "wanted"),
    [
        ("", "warning.txt", CLEAN),
        ("fail-on = 'warning'", "warning.txt", FINDINGS),
        ("fail-on = 'warning'", "warning.txt --fail-on error", CLEAN),
        ("fail-on = 'warning'", "warning.txt --isolated", CLEAN),
        ("fail-on = 'warning'", "warning.txt --config other.toml", CLEAN),
        ("fail-on = 'warning'", "explain warning.txt", FINDINGS),
        ("fail-on = 'never'", "error.txt", CLEAN),
        ("ignore = ['CC1']", "error.txt", CLEAN),
        ("ignore = ['CC1']", "error.txt --ignore CC2", FINDINGS),
        ("ignore = ['CC101']", "error.txt", CLEAN),
        ("select = ['CC102']", "error.txt --select CC101,CC103", FINDINGS),
        ("severity = { CC101 = 'warning' }", "error.txt", CLEAN),
        ("severity = { CC101 = 'note' }", "error.txt --severity CC101=error", FINDINGS),
        ("overrides = [{ paths = ['error.*'], ignore = ['CC101'] }]", "error.txt", CLEAN),
        ("overrides = [{ paths = ['folder/'], ignore = ['CC101'] }]", "error.txt", FINDINGS),
        ("exclude = ['error.txt']", "error.txt", FINDINGS),
        ("exclude = ['error.txt']", "error.txt --force-exclude", CLEAN),
        ("exclude = ['error.txt']\nforce-exclude = true", "error.txt", CLEAN),
        ("exclude = ['error.txt']\nforce-exclude = true", "error.txt --no-force-exclude", FINDINGS),
        ("exclude = ['*']", ".", FAILED),
        ("exclude = ['*.txt']", "folder", FAILED),
        ("exclude = ['*.txt']\nallow-empty-input = true", "folder", CLEAN),
        ("exclude = ['*.txt']\nallow-empty-input = true", "folder --no-allow-empty-input", FAILED),
        ("fial-on = 'never'", "good.txt", FAILED),
        ("fial-on = 'never'", "good.txt --isolated", CLEAN),
        ("fail-on = ", "good.txt", FAILED),
        ("", "good.txt --config nope.toml", FAILED),
        ("", "good.txt --config other.toml --isolated", FAILED),
        ("", "good.txt --ignore CC9", FAILED),
        ("", "good.txt --severity CC101", FAILED),
        ("", "good.txt --exclude !", FAILED),
        ("overrides = [{ paths = ['!'] }]", "good.txt", FAILED),
        ("", "--show-settings", CLEAN),
        ("", "explain --show-settings", CLEAN),
        ("fial-on = 'never'", "--show-settings", FAILED),
        ("", "--show-files", FAILED),
        ("", "--show-files good.txt folder", CLEAN),
        ("", "--show-files good.txt nope.txt", FAILED),
        ("", "--show-files --show-settings good.txt", FAILED),
        ("", "schema config", CLEAN),
        ("", "schema nope", FAILED),
    ],
)
def test_exit_codes(run, config, text, arguments, wanted):
    config(text)
    config("", "other.toml")
    words = arguments.split()
    code, _, err = run(*(words if words[0].isalpha() or "." in words[0] else ["check", *words]))
    assert (code, "internal error" in err) == (wanted, False)


def test_variables_lie_between_flags_and_files(run, config, monkeypatch):
    config("fail-on = 'never'")
    monkeypatch.setenv("CAPTIONCHECK_FAIL_ON", "warning")
    assert run("warning.txt")[0] == FINDINGS
    assert run("warning.txt", "--fail-on", "error")[0] == CLEAN
    assert run("warning.txt", "--isolated")[0] == CLEAN
    assert run("error.txt", "--isolated")[0] == FINDINGS
    monkeypatch.setenv("CAPTIONCHECK_FAIL_ON", "x")
    code, _, err = run("good.txt")
    assert (code, "CAPTIONCHECK_FAIL_ON: setting 'fail-on' is 'x'" in err) == (FAILED, True)


def test_what_is_switched_off_stands_in_the_results(run):
    code, out, _ = run("error.txt", "--ignore", "CC101", "--format", "json")
    (caption,) = json.loads(out)["articles"][0]["captions"]
    assert code == CLEAN
    assert (caption["verdict"], caption["level"], caption["rules"]) == ("unverifiable", "note", [])
    assert caption["reason"] == "the settings switch off what speaks against it: CC101"
    assert {"code": "CC101", "reason": "switched off by the settings"} in caption["unchecked"]


def test_a_run_in_which_nothing_can_be_found_says_so(run):
    words = "warning: the settings switch off every rule, so nothing can be found"
    assert words in run("error.txt", "--ignore", "CC")[2]
    assert words in run("error.txt", "--select", "CC401")[2]
    assert words not in run("error.txt", "--select", "CC203")[2]


def test_when_all_is_left_out_it_is_said_by_what(run, config):
    config("exclude = ['folder/*.txt']")
    code, _, err = run("folder")
    assert code == FAILED
    assert "folder: nothing to check: all that was found is left out (2 files by exclude)" in err


def test_with_force_exclude_every_named_path_has_its_entry(run):
    code, out, _ = run("good.txt", "error.txt", "--exclude", "*.txt", "--force-exclude", "--format", "json")
    found = json.loads(out)
    assert code == CLEAN
    assert [(one["path"], one["status"]) for one in found["articles"]] == [
        ("good.txt", "skipped"),
        ("error.txt", "skipped"),
    ]
    assert found["summary"]["skipped"] == 2


def test_show_settings_is_a_config_file_with_the_same_settings(run, config, inputs, monkeypatch):
    config("fail-on = 'warning'", "base.toml")
    config("extend = 'base.toml'\nexclude = [\"a 'b'\"]\n[[overrides]]\npaths = ['wire/']\nignore = ['CC1']\n")
    monkeypatch.setenv("CAPTIONCHECK_QUIET", "1")
    code, out, _ = run("--show-settings", "--severity", "CC104=note,names=off")
    lines = out.splitlines()
    assert code == CLEAN
    assert lines[0] == f"# config files: captioncheck.toml, base.toml; patterns count from {inputs}"
    for line in (
        'fail-on = "warning" # base.toml:1',
        "quiet = true # CAPTIONCHECK_QUIET",
        'severity = { CC104 = "note", names = "off" } # --severity',
        "# calibration is not set",
        'encoder = "use-m3" # default',
        'overrides = [{ paths = ["wire/"], ignore = ["CC1"] }] # captioncheck.toml:3',
    ):
        assert line in [" ".join(one.split()) for one in lines]
    (inputs / "captioncheck.toml").write_text(out)
    monkeypatch.delenv("CAPTIONCHECK_QUIET")
    again = run("--show-settings")[1]
    assert tomllib.loads(again) == tomllib.loads(out)


@pytest.mark.parametrize(
    ("installed", "words"),
    [(True, "a second look"), (False, "no second look, as captioncheck[careful] is not installed")],
)
def test_what_looks_again_is_said_where_the_settings_are(run, monkeypatch, installed, words):
    monkeypatch.setattr("captioncheck.encode.e5.installed", lambda: installed)
    assert f"# careful is not set: {words}\n" in run("--show-settings")[1]
    for flags, found in (((), installed), (("--careful",), installed), (("--fast",), False)):
        settings = json.loads(run("good.txt", "--format", "json", *flags)[1])["settings"]
        assert settings["careful_encoder"] == ("e5-small" if found else None)


def test_show_files_says_what_would_be_checked_in_order(run):
    code, out, err = run("--show-files", "warning.txt", "folder", "good.txt", "--exclude", "b.*")
    assert code == CLEAN
    assert out == "warning.txt\nfolder/a.txt\ngood.txt\n"
    assert "captioncheck: 3 files; left out: 1 file by exclude" in err


def test_show_files_writes_names_as_they_are(start, inputs):
    import os

    (inputs / os.fsdecode(b"folder/caf\xe9.txt")).write_text("good\n")
    out, _ = start("--show-files", "folder").communicate()
    assert out == b"folder/a.txt\nfolder/b.txt\nfolder/caf\xe9.txt\n"


def test_show_files_reads_nothing(run):
    code, out, _ = run("--show-files", "crash.txt", "setup.txt")
    assert (code, out) == (CLEAN, "crash.txt\nsetup.txt\n")


def test_the_closest_file_counts_from_where_it_lies(run, config, inputs, monkeypatch):
    config("exclude = ['/folder/a.txt']\nimages = 'folder'")
    monkeypatch.chdir(inputs / "folder")
    assert run("--show-files", ".")[1] == "b.txt\n"
    assert 'images = "."' in run("--show-settings")[1]
