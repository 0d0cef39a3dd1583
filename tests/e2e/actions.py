"""Runs a composite action as GitHub does: its steps in their order, each in the environment that GitHub gives."""

from __future__ import annotations

import os
import re
import subprocess
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Used = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Stands in for an action that a step uses: its inputs to its outputs."""
_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


@dataclass
class Step:
    """What became of a step: "success", "failure" or "skipped", what it said, and its outputs."""

    name: str
    outcome: str
    said: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


@dataclass
class Job:
    """What became of the action: its steps, its outputs, whether it failed, and the summary that it wrote."""

    steps: list[Step]
    outputs: dict[str, str]
    failed: bool
    summary: str

    def step(self, name: str) -> Step:
        """Return a step by its name."""
        return next(step for step in self.steps if step.name == name)


class Runner:
    """Runs the action in `folder` on a workspace. `uses` stands in for the actions of others, by name and version."""

    def __init__(self, folder: Path, workspace: Path, home: Path, uses: Mapping[str, Used]) -> None:
        self._action = yaml.safe_load((folder / "action.yml").read_text(encoding="utf-8"))
        self._folder = folder
        self._workspace = workspace
        self._home = home
        self._uses = uses

    def run(self, environment: Mapping[str, str], **given: str) -> Job:
        """Run all steps; inputs are written with `_` for `-`."""
        inputs = {name: str(one.get("default", "")) for name, one in self._action["inputs"].items()}
        asked = {name.replace("_", "-"): value for name, value in given.items()}
        assert asked.keys() <= inputs.keys()
        context: dict[str, Any] = {
            "inputs": {**inputs, **asked},
            "github": {"action_path": str(self._folder)},
            "steps": {},
        }
        temp = self._home / "temp"
        temp.mkdir(exist_ok=True)
        summary = temp / f"summary-{uuid.uuid4()}"
        summary.touch()
        base = {
            **environment,
            "HOME": str(self._home),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self._workspace),
            "GITHUB_ACTION_PATH": str(self._folder),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": "X64",
            "RUNNER_TEMP": str(temp),
        }
        steps: list[Step] = []
        failed = False
        for one in self._action["runs"]["steps"]:
            if not _holds(one.get("if", "success()"), context, failed):
                step = Step(one["name"], "skipped")
            elif "uses" in one:
                stand_in = self._uses[one["uses"]]
                step = Step(one["name"], "success", outputs=dict(stand_in(_filled(one.get("with", {}), context))))
            else:
                step = self._shell(one, {**base, **_filled(one.get("env", {}), context)}, temp)
            failed = failed or step.outcome == "failure"
            steps.append(step)
            if "id" in one:
                context["steps"][one["id"]] = {"outputs": step.outputs, "outcome": step.outcome}
        outputs = _filled({name: one["value"] for name, one in self._action["outputs"].items()}, context)
        return Job(steps, outputs, failed, summary.read_text(encoding="utf-8"))

    def _shell(self, step: Mapping[str, Any], environment: Mapping[str, str], temp: Path) -> Step:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an input in a command could be a command itself"
        script, output = temp / f"{uuid.uuid4()}.sh", temp / f"output-{uuid.uuid4()}"
        script.write_text(step["run"], encoding="utf-8")
        output.touch()
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self._workspace,
            env={**environment, "GITHUB_OUTPUT": str(output)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=900,
            check=False,
        )
        lines = output.read_text(encoding="utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        outcome = "failure" if done.returncode else "success"
        return Step(step["name"], outcome, done.stdout.decode(), outputs)


def _filled(values: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: _EXPRESSION.sub(lambda found: _looked_up(found[1], context), str(value)) for name, value in values.items()
    }


def _looked_up(path: str, context: Mapping[str, Any]) -> str:
    value: Any = context
    for name in path.split("."):
        assert name in value or "outputs" in path, f"unknown in an expression: {path}"
        value = value.get(name, {})
    return value if isinstance(value, str) else ""


def _holds(condition: str, context: Mapping[str, Any], failed: bool) -> bool:
    """Return whether a step is to run; where its condition asks for no status, only while none has failed."""
    parts = [part.strip() for part in condition.split("&&")]
    results = []
    for part in parts:
        if part == "always()":
            results.append(True)
        elif part == "success()":
            results.append(not failed)
        else:
            path, operator, literal = re.fullmatch(r"([\w.-]+) (==|!=) '([^']*)'", part).groups()  # type: ignore[union-attr]
            results.append((_looked_up(path, context) == literal) == (operator == "=="))
    asked = any(part.endswith("()") for part in parts)
    return all(results) and (asked or not failed)


def environ() -> dict[str, str]:
    """Return an environment in which nothing but the system speaks to captioncheck."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CAPTIONCHECK_", "GITHUB_", "RUNNER_"))
    }
