"""--explain on every fixture: the JSON is valid, and start and shares add up to the log-odds of `fit`."""

import math

import pytest
from jsonschema import Draft202012Validator

from tests.e2e.running import FIXTURES, run
from tests.report.test_records import SCHEMA, _registry

KEYS = ("verdict", "sum", "witnesses", "passages", "words")


@pytest.fixture(scope="module")
def records():
    records = run("check", "--explain", FIXTURES / "articles", FIXTURES / "pairs.jsonl").records
    assert [record["path"][-13:] for record in records if record["status"] != "ok"] == ["expected.json"]
    return [record for record in records if record["status"] == "ok"]


def test_the_records_are_valid(records):
    validator = Draft202012Validator({"$ref": f"{SCHEMA['$id']}#/$defs/article"}, registry=_registry())
    for record in records:
        validator.validate(record)


def test_shares_add_up_to_fit(records):
    captions = [caption for record in records for caption in record["captions"]]
    assert len(captions) > 60
    for caption in captions:
        made = caption["explain"]["sum"]
        total = made["start"] + sum(witness["share"] for witness in caption["explain"]["witnesses"])
        assert total == pytest.approx(made["log_odds"], abs=1e-6)
        assert 1 / (1 + math.exp(-total)) == pytest.approx(caption["fit"], rel=1e-3)
        for witness in caption["explain"]["witnesses"]:
            assert witness["share"] == pytest.approx(sum(row["term"] for row in witness["measures"]), abs=1e-6)


def test_every_caption_is_explained(records):
    for caption in (caption for record in records for caption in record["captions"]):
        assert all(caption["explain"][key] for key in KEYS), caption["text"]
        assert bool(caption["explain"]["needed"]) == (caption["verdict"] == "unverifiable")


def test_the_article_s_date_has_a_source(records):
    dated = [record for record in records if record["published"]]
    sources = {
        caption["explain"]["date"]["source"]
        for record in dated
        for caption in record["captions"]
        if caption["explain"]["date"]
    }
    assert None not in sources
    assert len(sources) > 2
