"""The JSON outputs against the schema that ships with them, and against the contract."""

import json
from importlib.resources import files
from io import StringIO

import pytest
from jsonschema import Draft202012Validator

from captioncheck.config import Settings
from captioncheck.datatypes import Tally
from captioncheck.report.json import JsonReporter
from captioncheck.report.jsonl import JsonlReporter
from tests.fakes import checked, error, good
from tests.samples import results

SCHEMA = json.loads(files("captioncheck.report").joinpath("schema.json").read_text(encoding="utf-8"))


def written(reporter, items, **settings):
    stream, tally = StringIO(), Tally()
    made = reporter(stream, Settings(**settings))
    made.begin()
    for item in items:
        tally.add(item)
        made.add(item)
    made.end(tally)
    return stream.getvalue()


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_is_strict_everywhere():
    def objects(node):
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for value in node.values():
                yield from objects(value)

    found = list(objects(SCHEMA))
    assert len(found) > 10
    assert all(node["additionalProperties"] is False for node in found)


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("items", [[], results()[:1], results()], ids=["none", "one", "all"])
def test_the_document_validates_and_adds_up(items, explain):
    document = json.loads(written(JsonReporter, items, explain=explain))
    Draft202012Validator(SCHEMA).validate(document)
    summary, articles = document["summary"], document["articles"]
    assert summary["articles"] == len(articles) == summary["ok"] + summary["errors"] + summary["skipped"]
    assert summary["captions"] == summary["mismatch"] + summary["unverifiable"] + summary["consistent"]
    assert summary["captions"] == sum(len(article.get("captions", ())) for article in articles)


@pytest.mark.parametrize("explain", [False, True])
def test_every_line_validates_and_equals_the_document(explain):
    lines = [json.loads(line) for line in written(JsonlReporter, results(), explain=explain).splitlines()]
    for line in lines:
        Draft202012Validator({"$ref": f"{SCHEMA['$id']}#/$defs/article"}, registry=_registry()).validate(line)
    assert lines == json.loads(written(JsonReporter, results(), explain=explain))["articles"]


def _registry():
    from referencing import Registry, Resource

    return Registry().with_resource(SCHEMA["$id"], Resource.from_contents(SCHEMA))


@pytest.mark.parametrize("key", ["verdict", "fit", "unchecked", "nearest"])
def test_the_schema_rejects_what_is_missing(key):
    document = json.loads(written(JsonReporter, results()))
    del document["articles"][0]["captions"][0][key]
    assert not Draft202012Validator(SCHEMA).is_valid(document)


def test_the_schema_rejects_a_level_that_the_verdict_cannot_have():
    document = json.loads(written(JsonReporter, results()))
    document["articles"][0]["captions"][0]["level"] = "note"
    assert not Draft202012Validator(SCHEMA).is_valid(document)


def test_the_keys_of_the_contract_in_their_order():
    document = json.loads(written(JsonReporter, results()))
    assert list(document) == ["schema", "version", "settings", "articles", "summary"]
    caption = document["articles"][0]["captions"][0]
    assert list(caption) == [
        "text", "line", "column", "image", "language", "parts", "verdict", "level", "fit", "confidence", "reason",
        "rules", "nearest", "unchecked", "suppressed",
    ]  # fmt: skip
    assert list(caption["parts"]) == ["description", "credit", "date", "places", "people"]
    assert caption["parts"]["places"] == ["US"]
    assert caption["nearest"]["line"] == 9
    assert caption["unchecked"][0] == {"code": "CC201", "reason": "no picture given"}


def test_numbers_have_four_digits_and_a_tiny_fit_is_not_nothing():
    story = checked("a.txt", "A story", error("x", fit=0.000012345678), good("y", fit=0.98765432))
    fits = [caption["fit"] for caption in json.loads(written(JsonlReporter, [story]))["captions"]]
    assert fits == [0.00001235, 0.9877]


def test_strange_text_stays_json():
    story = checked("a\udc80.txt", 'Tab\tand "quotes" \x1b[31m\nline', good("\ud800 lone"))
    for reporter in (JsonReporter, JsonlReporter):
        text = written(reporter, [story]).encode("utf-8", "backslashreplace").decode()
        loaded = json.loads(text)
        article = loaded["articles"][0] if "articles" in loaded else loaded
        assert article["headline"] == story.article.headline
        assert article["path"] == "a\udc80.txt"
    assert len(written(JsonlReporter, [story]).splitlines()) == 1


def test_text_is_readable_as_it_stands():
    assert "台风登陆前" in written(JsonReporter, results())


def test_the_document_is_written_as_results_come():
    stream = StringIO()
    reporter = JsonReporter(stream, Settings())
    reporter.begin()
    reporter.add(results()[0])
    assert '"path": "harbour.txt"' in stream.getvalue()
