"""The commands evaluate and calibrate as a user starts them, with the real encoder."""

import json
import subprocess
import sys

from tests.e2e.running import FIXTURES, environment

LABELS = {"consistent": "belongs", "mismatch": "elsewhere", "unverifiable": "generic"}


def start(*arguments):
    command = [sys.executable, "-m", "captioncheck", *map(str, arguments)]
    return subprocess.run(command, env=environment(), capture_output=True, timeout=120, check=False, text=True)


def labelled(path):
    """Write the JSONL fixture with its labels in it, and a line that is none."""
    verdicts = json.loads((FIXTURES / "pairs.labels.json").read_text(encoding="utf-8"))
    lines = []
    for line in (FIXTURES / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for caption, verdict in zip(row["captions"], verdicts[row["id"]], strict=True):
            caption["label"] = LABELS[verdict]
        lines.append(json.dumps(row, ensure_ascii=False))
    path.write_text("\n".join([*lines, '{"id": "broken"}']) + "\n", encoding="utf-8")


def test_a_labelled_set_is_checked_and_measured(tmp_path):
    path = tmp_path / "labelled.jsonl"
    labelled(path)
    fresh = start("evaluate", path, "--format", "json")
    assert fresh.returncode == 2  # one line is no record
    assert fresh.stderr.splitlines() == [f"captioncheck: error: {path}:13 [broken]: line 13: 'title' is missing"]
    rates = {row["kind"]: row for row in json.loads(fresh.stdout)["kinds"]}
    assert set(rates) == {"belongs", "generic", "elsewhere"}
    assert rates["belongs"]["flagged"]["value"] < 0.1
    assert rates["generic"]["flagged"]["value"] == 0
    assert rates["elsewhere"]["flagged"]["value"] == 1
    assert rates["elsewhere"]["auc"]["value"] > 0.97


def test_stored_results_give_the_same_rates(tmp_path):
    path, results = tmp_path / "labelled.jsonl", tmp_path / "results.jsonl"
    labelled(path)
    fresh = json.loads(start("evaluate", path, "--format", "json").stdout)
    start("check", path, "--output", f"jsonl={results}", "--quiet")
    stored = json.loads(start("evaluate", path, "--results", results, "--format", "json").stdout)
    assert stored["kinds"] == fresh["kinds"]
    assert stored["languages"] == fresh["languages"]


def test_a_small_archive_is_refused():
    done = start("calibrate", FIXTURES / "articles")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "too few captions" in done.stderr
    assert len(done.stderr.splitlines()) == 1
