import pytest

from captioncheck.evaluation.likeness import Print
from tests.score.stories import STORY, article, caption

OTHER = (
    "Glaciologists drill through the ice shelf to learn how warm the water below it is, and lower cameras into the "
    "hole. The expedition will last until February, when the sea begins to freeze."
)
JAPANESE = (
    "港の新しい旅客ターミナルについて市議会は月曜日に発表した。漁師たちは係留場所が失われることを心配している。" * 2
)
FOOTER = "Subscribe to our newsletter for the news of the day."


def printed(*passages, headline=""):
    return Print.of(article(*passages, headline=headline))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((STORY,), (OTHER,)),
        ((STORY, FOOTER), (OTHER * 4, FOOTER)),
        ((JAPANESE,), (JAPANESE[::-1],)),
        ((STORY,), ("",)),
        (("",), ("",)),
    ],
)
def test_different_articles_are_not_near(one, other):
    assert not printed(*one).near(printed(*other))
    assert not printed(*other).near(printed(*one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((STORY,), (STORY,)),
        ((STORY,), (STORY.upper().replace(",", " –"),)),
        ((STORY,), (OTHER, STORY, FOOTER)),
        ((STORY,), (STORY[: len(STORY) // 2],)),
        ((JAPANESE,), (OTHER, JAPANESE)),
    ],
)
def test_printings_of_one_text_are_near(one, other):
    assert printed(*one).near(printed(*other))
    assert printed(*other).near(printed(*one))


def test_a_caption_is_found_wherever_it_stands():
    story = article(STORY, headline="Ferries")
    story = type(story)(story.location, story.headline, story.passages, (caption("A horse, in Ghent"),))
    marks = Print.of(story)
    assert marks.has("fishermen fear for their berths")
    assert marks.has("A horse in Ghent.")
    assert marks.has("...")  # nothing that could be told from anything
    assert not marks.has("A tram in Lisbon")
