"""The JSONL fixture: the verdict on each caption is its label."""

import json

import pytest

from tests.e2e.running import FIXTURES, run

LABELS = json.loads((FIXTURES / "pairs.labels.json").read_text(encoding="utf-8"))
CASES = [(record, at, label) for record, labels in LABELS.items() for at, label in enumerate(labels)]


@pytest.fixture(scope="module")
def judged():
    done = run(FIXTURES / "pairs.jsonl")
    assert done.code == 1
    return {record["record"]: record["captions"] for record in done.records}


@pytest.mark.parametrize(("record", "at", "label"), CASES)
def test_the_verdict_is_the_label(judged, record, at, label):
    assert judged[record][at]["verdict"] == label


@pytest.mark.parametrize(("record", "labels"), LABELS.items())
def test_no_caption_that_belongs_is_flagged(judged, record, labels):
    verdicts = [caption["verdict"] for caption in judged[record]]
    assert len(verdicts) == len(labels)
    flagged = [at for at, label in enumerate(labels) if label != "mismatch" and verdicts[at] == "mismatch"]
    assert flagged == []
