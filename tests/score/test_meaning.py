import pytest

from captioncheck.score.lexical import CaptionTerms
from captioncheck.score.meaning import LEADING, RELATED, choose, sentences, units
from tests.score.stories import article

LONG = "The council voted for the new bridge over the river."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("   ", []),
        ("No full stop", ["No full stop"]),
        ("Yes. " + LONG, ["Yes. " + LONG]),
        (LONG + " No.", [LONG + " No."]),
        (f"{LONG} {LONG}", [LONG, LONG]),
        (f"{LONG}” {LONG}", [LONG, LONG]),
    ],
)
def test_sentences(text, found):
    assert sentences(text) == found


def test_chinese_needs_no_space_between():
    long = "市议会周一表示马赛港将建造一座新的渡轮码头而渔民们则担心他们的泊位并要求把码头移到更北的地方。"
    assert sentences(long * 2) == [long, long]


def test_no_sentence_is_endless():
    assert max(map(len, sentences("word " * 5_000 + "end. " + "a. " * 900))) <= 600


def test_units_know_their_lines():
    assert [(unit.text, unit.line) for unit in units(article(LONG, LONG, headline="Bridge"))] == [
        ("Bridge", 1),
        (LONG, 3),
        (LONG, 4),
    ]


def test_the_leading_and_the_most_related_are_chosen():
    rows = units(article(*[LONG] * 40, "Beekeepers inspect their hives in the orchard."))
    chosen = choose(CaptionTerms.of("Beekeepers inspect hives", "en"), rows)
    assert chosen[: LEADING + 1] == list(range(LEADING + 1))
    assert len(chosen) == LEADING + 1 + RELATED
    assert chosen[-1] == 40
    assert chosen == sorted(set(chosen))


def test_nothing_to_choose_from():
    assert choose(CaptionTerms.of("Beekeepers", "en"), []) == []
