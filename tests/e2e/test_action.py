"""The steps of action.yml, run by a script in the same order and with the same environment as on GitHub."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytest.importorskip("yaml")

from tests.e2e.actions import Job, Runner, environ
from tests.e2e.newsroom import RIGHT, SLOW, WRONG, story
from tests.e2e.running import ROOT

ALL = [
    "Set up Python",
    "Plan the installation",
    "Restore the installation",
    "Install captioncheck",
    "Check the captions",
    "Upload SARIF",
]


class Desk:
    """A workspace with articles, and the stand-ins for the actions of others that note what they were asked."""

    def __init__(self, folder: Path) -> None:
        self.workspace, self.home = folder / "workspace", folder / "home"
        self.home.mkdir()
        self.cached = True
        self.keys: list[str] = []
        self.uploads: list[Path] = []
        uses = {
            "actions/setup-python@v5": lambda inputs: {"python-version": f"{inputs['python-version']}.1"},
            "actions/cache@v4": self._restore,
            "github/codeql-action/upload-sarif@v3": self._upload,
        }
        self.runner = Runner(ROOT, self.workspace, self.home, uses)
        self.write("stories/right.md", story(RIGHT))

    def write(self, name: str, text: str) -> None:
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, environment: dict[str, str] | None = None, **inputs: str) -> Job:
        return self.runner.run(environ() | (environment or {}), **inputs)

    def _restore(self, inputs):
        self.keys.append(inputs["key"])
        if not self.cached:
            return {"cache-hit": ""}
        programs = Path(inputs["path"]) / "venv" / "bin"
        if not programs.exists():
            programs.mkdir(parents=True)
            for name, words in {"captioncheck": " -m captioncheck", "python": ""}.items():
                program = programs / name
                program.write_text(f'#!/bin/sh\nexport PYTHONPATH="{ROOT}"\nexec "{sys.executable}"{words} "$@"\n')
                program.chmod(0o755)
        return {"cache-hit": "true"}

    def _upload(self, inputs):
        path = self.workspace / inputs["sarif_file"]
        assert json.loads(path.read_text(encoding="utf-8"))["version"] == "2.1.0"
        self.uploads.append(path)
        return {}


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def outcomes(job: Job) -> dict[str, str]:
    assert [step.name for step in job.steps] == ALL
    return {step.name: step.outcome for step in job.steps}


def test_a_right_caption_passes(desk):
    job = desk.run()
    assert not job.failed, job.step("Check the captions").said
    assert outcomes(job)["Install captioncheck"] == "skipped"
    assert outcomes(job)["Upload SARIF"] == "skipped"
    assert job.outputs["exit-code"] == "0"
    assert job.outputs["sarif"] == ""
    assert json.loads(Path(job.outputs["results"]).read_text())["summary"]["mismatch"] == 0
    assert "no mismatch among" in job.summary
    assert "::error" not in job.step("Check the captions").said


def test_a_wrong_caption_fails_the_job_and_sarif_is_uploaded_all_the_same(desk):
    desk.write("stories/wrong.md", story(WRONG))
    job = desk.run(sarif="captioncheck.sarif")
    assert job.failed
    assert outcomes(job)["Check the captions"] == "failure"
    assert outcomes(job)["Upload SARIF"] == "success"
    assert job.outputs["exit-code"] == "1"
    assert desk.uploads == [desk.workspace / "captioncheck.sarif"]
    # GitHub shows it beside the line, and in the summary.
    assert "::error title=captioncheck CC101 subject" in job.step("Check the captions").said
    assert "file=stories/wrong.md,line=3," in job.step("Check the captions").said
    assert "stories/wrong.md" in job.summary


def test_inputs_become_options(desk):
    desk.write("two words/wrong.md", story(WRONG))
    asked = {"paths": "stories\n'two words'", "fail_on": "never", "args": "--output 'csv=all of it.csv' --ignore CC104"}
    job = desk.run(**asked, sarif="out.sarif", upload_sarif="false")
    assert not job.failed, job.step("Check the captions").said
    assert outcomes(job)["Upload SARIF"] == "skipped"
    assert job.outputs["sarif"] == "out.sarif"
    assert "two words/wrong.md" in (desk.workspace / "all of it.csv").read_text()
    assert json.loads(Path(job.outputs["results"]).read_text())["summary"]["articles"] == 2


def test_a_baseline_is_known(desk):
    desk.write("stories/wrong.md", story(WRONG))
    assert desk.run(args="--write-baseline", baseline="known.json").outputs["exit-code"] == "0"
    assert desk.run(baseline="known.json").outputs["exit-code"] == "0"
    assert desk.run().outputs["exit-code"] == "1"


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"paths": "missing.md", "sarif": "old.sarif"}, "no such file or folder"),
        ({"paths": "'stories"}, "paths: a quote in it is not closed"),
        ({"fail_on": "notes", "sarif": "old.sarif"}, "'notes' is not one of"),
        ({"paths": "", "sarif": "old.sarif"}, "nothing to check"),
    ],
)
def test_what_cannot_be_done_is_2_and_no_finding(desk, inputs, words):
    desk.write("old.sarif", '{"version": "2.1.0", "runs": []}')
    job = desk.run(**inputs)
    assert job.failed
    assert job.outputs["exit-code"] == "2"
    assert words in job.step("Check the captions").said
    if "fail_on" in inputs or not inputs["paths"]:
        assert not desk.uploads, "a file of an earlier run is no result of this one"


@pytest.mark.parametrize(
    "inputs", [{"paths": "$(touch pwned)"}, {"args": "; touch pwned"}, {"fail_on": "`touch pwned`"}]
)
def test_no_input_is_a_command(desk, inputs):
    assert desk.run(**inputs).outputs["exit-code"] == "2"
    assert not (desk.workspace / "pwned").exists()


@pytest.mark.parametrize("inputs", [{"version": "1; touch pwned"}, {"version": "-e ."}, {"pictures": "clip"}])
def test_a_plan_that_cannot_be_fails_before_anything_is_installed(desk, inputs):
    job = desk.run(**inputs)
    assert job.failed
    assert set(list(outcomes(job).values())[2:]) == {"skipped"}
    assert "::error" in job.step("Plan the installation").said


def test_the_key_of_the_cache_names_all_that_the_installation_depends_on(desk):
    for inputs in ({}, {}, {"version": "0.1.0"}, {"pictures": "english"}, {"python_version": "3.13"}):
        desk.run(**inputs, paths="missing.md")
    first, again, *others = desk.keys
    assert first == again
    assert len({first, *others}) == 4
    assert "," not in first and " " not in first


@pytest.mark.parametrize(
    ("inputs", "installed"),
    [
        ({}, [[str(ROOT)]]),
        ({"version": "0.1.0"}, [["captioncheck==0.1.0"]]),
        (
            {"version": "0.1.0", "pictures": "english multilingual"},
            [
                ["--index-url", "https://download.pytorch.org/whl/cpu", "torch", "torchvision"],
                ["captioncheck[clip]==0.1.0"],
                ["models", "fetch", "english"],
                ["models", "fetch", "multilingual"],
            ],
        ),
    ],
)
def test_torch_comes_only_with_pictures_and_for_cpus(desk, tmp_path, inputs, installed):
    desk.cached = False
    noted = tmp_path / "noted"
    # A python that makes a venv of programs which only note what they are told.
    fake = tmp_path / "programs" / "python"
    fake.parent.mkdir()
    note = '#!/bin/sh\nprintf "%s\\n" "$*" >> "$NOTED"\n'
    fake.write_text(
        '#!/bin/sh\nmkdir -p "$3/bin"\nfor name in python captioncheck; do\n'
        f'cat > "$3/bin/$name" <<\'END\'\n{note}END\nchmod +x "$3/bin/$name"\ndone\n'
    )
    fake.chmod(0o755)
    path = f"{fake.parent}:{environ()['PATH']}"
    job = desk.run({"PATH": path, "NOTED": str(noted)}, **inputs)
    assert outcomes(job)["Install captioncheck"] == "success", job.step("Install captioncheck").said
    pip = "-m pip install --quiet --disable-pip-version-check "
    told = [line.removeprefix(pip) for line in noted.read_text().splitlines()]
    assert told[: len(installed)] == [" ".join(words) for words in installed]
    assert told[len(installed)].startswith("-I -c"), "the next is the check"


@pytest.mark.skipif(not SLOW, reason="slow: make test-hooks runs it")
def test_the_slim_core_is_installed_from_the_package_index(desk):
    desk.cached = False
    desk.write("stories/wrong.md", story(WRONG))
    job = desk.run()
    assert outcomes(job)["Install captioncheck"] == "success", job.step("Install captioncheck").said
    assert job.outputs["exit-code"] == "1"
    packages = {path.name for path in desk.home.glob(".captioncheck-action/venv/lib/python*/site-packages/*")}
    assert "captioncheck" in packages
    assert not packages & {"torch", "open_clip", "transformers"}


def tool(name: str) -> str:
    found = shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_action_yml_holds_to_its_schema():
    command = [tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_shellcheck_finds_nothing_in_the_scripts():
    scripts = sorted(str(path) for path in (ROOT / "action").glob("*.sh"))
    assert len(scripts) == 4
    done = subprocess.run([tool("shellcheck"), "-x", *scripts], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
