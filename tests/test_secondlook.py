"""The second look: heard where there is doubt, left out and counted where it cannot be had."""

import logging

import pytest

from captioncheck.errors import EncoderError, MissingExtraError
from captioncheck.registry import ENCODERS
from captioncheck.score.fusion import WITNESSES, careful, load
from captioncheck.score.verdict import judge
from captioncheck.secondlook import SecondLook, report_missed
from tests.score.stories import STORY, HashedEncoder, article, caption, hear


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path))


class Broken(HashedEncoder):
    def load(self):
        raise EncoderError("the careful encoder cannot be loaded (no AVX2)")


def doubtful():
    return hear(caption("Fishermen at the quay of Marseille."), article(STORY))


def test_the_caption_is_compared_with_its_nearest_passages_only():
    encoder, testimony = HashedEncoder(), doubtful()
    again = SecondLook(encoder).hear(testimony)
    assert encoder.seen[: 1 + len(testimony.nearest)] == [
        testimony.caption.said,
        *(passage.text for passage in testimony.nearest),
    ]
    assert again.regime == careful(testimony.regime)
    assert set(again.features) - set(testimony.features) >= set(WITNESSES["second look"])


def test_its_part_is_shown_as_a_witness_of_its_own():
    again = SecondLook(HashedEncoder()).hear(doubtful())
    told = judge(again, load().mode(second_look=True))
    assert "second look" in [witness.name for witness in told.witnesses]


def test_an_article_without_passages_is_left_as_it_is():
    empty = hear(caption("A ferry."), article())
    assert SecondLook(HashedEncoder()).hear(empty) is empty


@pytest.mark.parametrize(("missed", "words"), [(1, "1 caption was"), (3, "3 captions were")])
def test_what_could_not_be_looked_at_again_is_counted(caplog, missed, words):
    look, testimony = SecondLook(Broken()), doubtful()
    assert look.hear(testimony) is testimony
    with caplog.at_level(logging.WARNING, "captioncheck"):
        report_missed(missed, look.why)
    assert [record.message for record in caplog.records] == [
        f"{words} not looked at again: the careful encoder cannot be loaded (no AVX2) (or --fast to do without)"
    ]


def test_a_missing_package_names_the_command(monkeypatch):
    def missing(name):
        raise MissingExtraError(f"encoder '{name}'", "careful")

    monkeypatch.setattr(ENCODERS, "load", missing)
    look = SecondLook()
    look.hear(doubtful())
    assert "pip install 'captioncheck[careful]'" in look.why
    unasked = SecondLook(asked=False)
    testimony = doubtful()
    assert unasked.hear(testimony) is testimony
    assert unasked.why == ""


def test_an_encoder_that_is_here_and_does_not_run_is_told_to_everybody():
    look = SecondLook(Broken(), asked=False)
    look.hear(doubtful())
    assert "no AVX2" in look.why


def test_nothing_missed_is_nothing_said(caplog):
    report_missed(0, "")
    assert not caplog.records
