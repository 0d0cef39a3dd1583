"""Starts captioncheck as a user does, in a process of its own, and reads what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
SHARED = Path(os.environ.get("CAPTIONCHECK_SHARED") or ROOT.parent / "shared")


@dataclass(frozen=True)
class Run:
    """What came of a run: the exit code and a record a result."""

    code: int
    records: list[dict[str, Any]]

    def captions(self) -> list[dict[str, Any]]:
        """Return the captions of all records, in order."""
        return [caption for record in self.records for caption in record["captions"]]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def run(*arguments: str | Path) -> Run:
    """Run `captioncheck ARGUMENTS --format jsonl`."""
    command = [sys.executable, "-m", "captioncheck", *map(str, arguments), "--format", "jsonl"]
    done = subprocess.run(command, env=environment(), capture_output=True, timeout=60, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return Run(done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()])
