"""The articles in fixtures/, whole: what belongs is let be, what was swapped is named, whatever the format."""

import json

import pytest

from tests.e2e.running import FIXTURES, run

ARTICLES = FIXTURES / "articles"
EXPECTED = json.loads((ARTICLES / "expected.json").read_text(encoding="utf-8"))
RIGHT = sorted(name for name, row in EXPECTED.items() if not row["wrong"])
WRONG = sorted(name for name, row in EXPECTED.items() if row["wrong"])


@pytest.fixture(scope="module")
def right():
    return run(*(ARTICLES / name for name in RIGHT))


@pytest.fixture(scope="module")
def wrong():
    return run(*(ARTICLES / name for name in WRONG))


@pytest.mark.parametrize("name", RIGHT)
def test_right_captions_are_let_be(right, name):
    record = right.records[RIGHT.index(name)]
    assert [caption["text"] for caption in record["captions"] if caption["verdict"] == "mismatch"] == []


MISSED = "the plain-text reader misses one or more captions"
OFF = {"en-right.txt", "en-wrong.txt", "fr-right.txt", "fr-wrong.txt", "ru-right.txt"}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.xfail(reason=MISSED)] if n in OFF else []) for n in sorted(EXPECTED)]
)
def test_every_caption_is_found(right, wrong, name):
    names, done = (RIGHT, right) if name in RIGHT else (WRONG, wrong)
    assert len(done.records[names.index(name)]["captions"]) == EXPECTED[name]["captions"]


def test_right_captions_let_the_run_pass(right):
    assert right.code == 0


@pytest.mark.parametrize("name", WRONG)
def test_exactly_the_wrong_caption_is_flagged(wrong, name):
    record = wrong.records[WRONG.index(name)]
    flagged = [caption["text"][:30] for caption in record["captions"] if caption["verdict"] == "mismatch"]
    assert flagged == EXPECTED[name]["wrong"]


@pytest.mark.parametrize("name", [name for name in WRONG if name.endswith(".md")])
def test_a_wrong_caption_fails_the_run(name):
    assert run(ARTICLES / name, "--fail-on", "warning").code == 1


def test_every_article_is_expected():
    assert {path.name for path in ARTICLES.iterdir()} - {"expected.json"} == set(EXPECTED)
