"""A whole calibration with an encoder that needs no model: articles in, a file out that a check takes."""

import json
import random
from dataclasses import replace

import pytest

from captioncheck.config import Settings
from captioncheck.evaluation.calibration import calibrate, document
from captioncheck.evaluation.thresholds import TooLittleData, Wanted
from captioncheck.pipeline import Checker
from captioncheck.score.calibration import read
from tests.evaluation.making import source
from tests.score.stories import HashedEncoder

WANTED = Wanted(error=0.1, warning=0.15, doubt=0.2, slips=0.05)
TEXT = (
    "tram ferry market library orchard stadium glacier bakery harbour theatre bridge tower museum garden quarry lagoon "
    "council mayor teacher farmer sailor doctor referee painter violin lantern anchor saddle barrel candle mirror "
    "opened closed painted repaired flooded moved sold measured praised searched copper silver wooden empty crowded "
    "Ghent Lisbon Turin Split Graz Cork Bilbao Malmo Tartu Bergen"
)
WORDS = TEXT.split()


def archive(count, *more):
    """Return articles of words drawn for each, and with each a caption of its own words."""
    rows = []
    for number in range(count):
        rng = random.Random(number)
        about = rng.sample(WORDS, 9)
        body = " ".join(f"The {' and the '.join(rng.sample(about, 5))} in the morning." for _ in range(6))
        text = f"The {' and the '.join(rng.sample(about, 5))}, number {number}."
        rows.append({"id": f"a{number}", "title": f"{about[0]} {number}", "body": body, "captions": [{"text": text}]})
    return source([*rows, *more], "archive.jsonl")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path))


def run(given, wanted=WANTED, seed=0, articles=1000):
    complaints, ticks = [], []
    checker = Checker(encoder=HashedEncoder())
    found = calibrate(
        [given], checker, wanted, articles=articles, seed=seed, complain=complaints.append, tick=ticks.append
    )
    return found, complaints, ticks


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAPTIONCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))
        slip = {
            "id": "slip",
            "title": "ferry",
            "body": "The ferry in Cork sails." * 9,
            "captions": [{"text": "A ski."}],
        }
        return run(archive(80, slip, {"id": "broken"}))


def test_every_caption_is_judged_at_home_and_away(outcome):
    found, complaints, ticks = outcome
    assert len(found.pairs.own) == 81
    assert len(found.pairs.repaired) + found.pairs.alone == 81
    assert len(found.pairs.repaired) >= 75
    assert found.auc.value > 0.8
    assert [one.reason for one in complaints] == ["line 82: 'title' is missing"]
    assert (ticks.count("read"), ticks.count("judged")) == (82, 81)


def test_outcomes_before_and_after_are_of_the_same_captions(outcome):
    found, _, _ = outcome
    before, after = found.own
    assert before.n == after.n == 81
    assert after.error.value <= WANTED.error
    assert after.flagged.value <= WANTED.warning
    assert found.repaired[1].flagged.value > after.flagged.value + 0.2


def test_a_caption_never_meets_itself(outcome):
    found, _, _ = outcome
    own = {(pair.text, pair.fit) for pair in found.pairs.own}
    assert not own & {(pair.text, pair.fit) for pair in found.pairs.repaired}


def test_what_is_expected_is_below_what_is_promised(outcome):
    found, _, _ = outcome
    for level in ("error", "warning", "doubt"):
        row = found.expected[level]
        assert 0 < row.likely < row.most == getattr(WANTED, level)


def test_the_file_is_taken_by_a_check(outcome, tmp_path):
    found, _, _ = outcome
    path = tmp_path / "ours.json"
    path.write_text(json.dumps(document(found)))
    assert read(str(path)).basis == found.basis
    checker = Checker(Settings(calibration=str(path)), HashedEncoder())
    assert checker.model.thresholds == found.fitted.thresholds
    assert checker.model.regimes == Checker(encoder=HashedEncoder()).model.regimes


def test_fit_does_not_change_with_a_calibration(outcome, tmp_path):
    found, _, _ = outcome
    path = tmp_path / "ours.json"
    strict = replace(
        found.fitted.thresholds["same_language"], error=0.9999, warning=0.9999, doubt=0.9999
    )  # so that nothing is consistent
    harsh = replace(found, fitted=replace(found.fitted, thresholds=dict.fromkeys(found.fitted.thresholds, strict)))
    path.write_text(json.dumps(document(harsh)))
    plain, own = (
        [judgement for one in Checker(settings, HashedEncoder()).check([archive(5)]) for judgement in one.judgements]
        for settings in (Settings(), Settings(calibration=str(path)))
    )
    assert [one.fit for one in plain] == [one.fit for one in own]
    assert {one.verdict for one in plain} != {"mismatch"}
    assert {one.verdict for one in own} == {"mismatch"}


def test_the_document_says_how_it_was_made(outcome):
    found, _, _ = outcome
    made = document(found)
    assert made["made"]["by"] == "captioncheck calibrate"
    assert made["made"]["encoder"].split()[0] == "hashed/1"
    assert made["archive"]["articles"] == 81
    assert made["archive"]["unreadable"] == 1
    assert made["wanted"]["certainty"] == 0.95
    assert made["thresholds"]["other_language"]["from"].startswith("shipped")
    assert [row["text"] for row in made["set_aside"]] == [pair.text for pair in found.fitted.aside]


def test_the_same_seed_gives_the_same_file(outcome):
    again, _, _ = run(archive(80))
    assert document(again) == document(run(archive(80))[0])
    assert document(again)["archive"]["seed"] == 0
    assert document(run(archive(80), seed=3)[0]) != document(again)


def test_only_so_many_articles_are_used():
    found, _, _ = run(archive(90), articles=70)
    assert len(found.archive.articles) == 70
    assert found.archive.seen == 90


def test_printings_of_one_article_cannot_be_re_paired():
    body = "The ferry in Cork sails again after the storm, the harbour master said on Monday morning. " * 3
    rows = [
        {"id": f"a{n}", "title": "Ferry", "body": body, "captions": [{"text": f"Passenger number {n} boards."}]}
        for n in range(60)
    ]
    with pytest.raises(TooLittleData, match="only 0 captions could be re-paired"):
        run(source(rows))
