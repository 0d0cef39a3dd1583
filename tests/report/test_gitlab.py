"""No package ships a schema of GitLab's Code Quality report, so this one is written from its documentation
(docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"), stricter than GitLab's own parser."""

import json

import pytest
from jsonschema import Draft202012Validator

from captioncheck.datatypes import Location, Skipped
from tests.fakes import checked, error, warning
from tests.report.writing import NASTY, SUBJECT, nasty, run_of, written

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def issues(items, **more):
    found = json.loads(written("gitlab", items, **more))
    Draft202012Validator(SCHEMA).validate(found)
    return found


@pytest.mark.parametrize("items", [[], run_of(), *map(nasty, NASTY.values())], ids=["none", "all", *NASTY])
def test_it_validates(items):
    found = issues(items)
    assert len({issue["fingerprint"] for issue in found}) == len(found)


def test_no_findings_are_an_empty_array():
    assert written("gitlab", []) == "[]\n"


def test_the_same_finding_twice_is_told_apart():
    story = checked("a.txt", "A", error("x"), error("x"), error("x"))
    assert len({issue["fingerprint"] for issue in issues([story])}) == 3


def test_severities():
    story = checked("./a.txt", "A", error("x"), warning("y", rules=(SUBJECT,)))
    found = issues([story, Skipped(Location("b.txt"), "damaged")])
    assert [issue["severity"] for issue in found] == ["major", "minor", "critical"]
    assert found[0]["location"] == {"path": "a.txt", "lines": {"begin": 3}}
