import pytest

from captioncheck.explanation import Where
from captioncheck.score.explain.words import phrases_seen, shared_words, words_seen
from tests.score.stories import article, caption, hear


def told(text, *passages, language="en", headline=""):
    return hear(caption(text, language), article(*passages, headline=headline, language=language))


def test_words_on_both_sides():
    seen = words_seen(told("Beekeepers inspect hives", "The beekeeper left."))
    rows = {row.word: (row.text, row.where) for row in seen}
    assert rows["Beekeepers"] == ("beekeeper", Where(3))
    assert rows["hives"] == ("", None)


def test_common_words_are_not_shown():
    assert [row.word for row in words_seen(told("This is what he said of the hives", "A story."))] == ["hives"]


def test_stretches_of_a_script_without_spaces():
    rows = words_seen(told("台风登陆后渔民返回港口", "昨日台风登陆，渔民说。", language="zh"))
    found = {row.word for row in rows if row.where}
    missing = {row.word for row in rows if not row.where}
    assert {"台风登陆", "渔民"} <= found
    assert any("返回" in word for word in missing)
    assert not any("台风" in word for word in missing)


@pytest.mark.parametrize(
    ("text", "passage", "language", "phrases"),
    [
        ("The ferry of the town", "A town. A ferry.", "en", ()),
        ("A man of the sea", "He was a man of the sea", "en", ()),
        ("Ferry terminal in Marseille", "The new ferry terminal opens", "en", ("Ferry terminal",)),
        ("Rostige Fischkutter am Aralsee", "Ein rostiger Fischkutter liegt dort", "de", ("Rostige Fischkutter",)),
        ("台风登陆", "昨日台风登陆了", "zh", ("台风登陆",)),
    ],
)
def test_phrases(text, passage, language, phrases):
    assert phrases_seen(told(text, passage, language=language)) == phrases


@pytest.mark.parametrize(
    ("passage", "text", "words"),
    [
        ("What he said of the sea", "He said that the bar was shut", ()),
        ("A pier in Oslo", "Crowds in Madrid", ()),
        ("the port of Oslo", "Oslo fjord", ("Oslo",)),
        ("Harbours reopened", "The HARBOUR reopens", ("Harbours", "reopened")),
        ("台风登陆前沿海", "昨日台风登陆", ("台风登陆",)),
    ],
)
def test_words_of_a_passage(passage, text, words):
    assert shared_words(passage, told(text, "x").caption) == words


def test_a_name_in_another_script_is_marked():
    assert shared_words("Then Putin left", told("Путин", "x").caption, ("Putin", "", "Xi")) == ("Putin",)
