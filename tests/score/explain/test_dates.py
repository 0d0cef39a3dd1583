import pytest

from captioncheck.score.explain.dates import date_seen
from tests.score.stories import STORY, article, caption, hear


def seen(date, published="2022-01-10", story=STORY, **parts):
    return date_seen(hear(caption("A ferry", date=date, **parts), article(story, published=published)))


def test_no_date():
    assert seen(None) is None


@pytest.mark.parametrize(
    ("date", "published", "more", "note"),
    [
        ("2019", None, {}, "the article has no date, so it was not compared"),
        ("--07-24", "2022-01-10", {}, "without a year it was not compared"),
        ("2022-01-10", "2022-01-10", {}, "the same day"),
        ("2022-01", "2022-01-10", {}, "the same month"),
        ("2021-12-31", "2022-01-10", {}, "less than a month apart"),
        ("2021-06-01", "2022-01-10", {}, "7 months before the article: counts only from 2 years on"),
        (
            "1960",
            "2022-01-10",
            {"markers": ("archive",)},
            "62 years before the article: not held against an archive picture",
        ),
        (
            "2016-05-01",
            "2022-01-10",
            {"story": "The quay of 2016."},
            "5 years and 8 months before the article: not held against it, as the article itself names 2016 (line 3)",
        ),
    ],
)
def test_what_does_not_count(date, published, more, note):
    said = seen(date, published, **more)
    assert (said.note, said.counts) == (note, False)


def test_a_later_date_counts():
    said = seen("2025-02-01")
    assert said.counts
    assert said.months == -36
    assert said.note == "3 years after the article: counts against it, as a picture is not later than its story"


def test_what_counts():
    said = seen("2019-03-08")
    assert said.counts
    assert said.months == 34
    assert said.note == (
        "2 years and 10 months before the article: counts against it, as nothing marks it as an archive picture and "
        "the article does not name 2019"
    )
