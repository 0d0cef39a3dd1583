"""CC301 in six languages, on stories made up for it: in each an article, another of its series, and one that has
nothing to do with them, on which the first one's caption is put."""

import json
import subprocess
import sys

import pytest

from tests.e2e.running import FIXTURES, environment

LANGUAGES = ("en", "fr", "de", "ru", "zh", "ar")
STORIES = [json.loads(line) for line in (FIXTURES / "homes/archive.jsonl").read_text(encoding="utf-8").splitlines()]
SERIES = {story["id"].removesuffix("-series"): story["title"] for story in STORIES if story["id"].endswith("-series")}
OWN = {story["id"]: story["captions"] for story in STORIES}


def scanned(factory, stories):
    """Scan stories and return the rows by id."""
    folder = factory.mktemp("desk")
    lines = [json.dumps(story, ensure_ascii=False) + "\n" for story in stories]
    (folder / "site.jsonl").write_text("".join(lines), encoding="utf-8")
    line = ("scan", "site.jsonl", "--out", "r.jsonl", "--fast", "--jobs", "1", "--fail-on", "never", "--no-progress")
    command = [sys.executable, "-m", "captioncheck", *line]
    ended = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    return {row["record"]: row for row in map(json.loads, (folder / "r.jsonl").read_text("utf-8").splitlines())}


def planted(story, *, home):
    """Return a story as it stands in an archive where captions have strayed; `home` are a home's own captions."""
    language, part = story["id"].split("-")
    if part == "host":
        return {**story, "captions": [*story["captions"], *OWN[f"{language}-home"]]}
    return {**story, "captions": home} if part == "home" else story


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    return scanned(tmp_path_factory, STORIES)


@pytest.fixture(scope="module")
def homeless(tmp_path_factory):
    stories = [planted(story, home=[]) for story in STORIES if not story["id"].endswith("-home")]
    return scanned(tmp_path_factory, stories)


@pytest.fixture(scope="module")
def strayed(tmp_path_factory):
    return scanned(tmp_path_factory, [planted(story, home=[]) for story in STORIES])


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    return scanned(tmp_path_factory, [planted(s, home=OWN[s["id"]]) for s in STORIES])


def homes(row):
    return [rule for caption in row["captions"] for rule in caption["rules"] if rule["code"] == "CC301"]


def test_captions_that_stand_where_they_belong_have_no_other_home(right):
    assert [homes(row) for row in right.values()] == [[]] * len(STORIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_of_its_series_is_at_most_a_hint_where_the_right_one_is_absent(homeless, language):
    own, stray = homeless[f"{language}-host"]["captions"]
    assert (own["verdict"], stray["verdict"]) == ("consistent", "mismatch")
    for hint in homes(homeless[f"{language}-host"]):
        assert hint["level"] == "note"
        assert hint["message"].startswith(
            f"may come from “{SERIES[language]}” (site.jsonl, {language}-series): of this"
        )
    assert stray["level"] in ("warning", "error")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_own_article_is_named_and_not_one_of_its_series(strayed, language):
    (home,) = homes(strayed[f"{language}-host"])
    assert home["evidence"][0] == f"site.jsonl, {language}-home"
    title = next(story["title"] for story in STORIES if story["id"] == f"{language}-home")
    percent = "over 99 %" if home["score"] >= 0.995 else f"{home['score']:.0%}".replace("%", " %")
    assert home["message"] == f"belongs to “{title}” (site.jsonl, {language}-home): it fits there with {percent}"
    assert [homes(strayed[f"{language}-{part}"]) for part in ("home", "series")] == [[], []]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_percentage_is_what_a_check_says_there(strayed, printed, language):
    (home,) = homes(strayed[f"{language}-host"])
    (there,) = printed[f"{language}-home"]["captions"]
    assert home["score"] == pytest.approx(there["fit"], abs=0.002)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_it_is_printed_too_that_is_said_and_it_stays_right_there(printed, language):
    (home,) = homes(printed[f"{language}-host"])
    assert home["evidence"][0] == f"site.jsonl, {language}-home"
    assert home["message"].endswith("; it is printed there, too")
    assert homes(printed[f"{language}-home"]) == []
