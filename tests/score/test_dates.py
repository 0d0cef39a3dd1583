import pytest

from captioncheck.score.dates import match
from tests.score.stories import article, caption


@pytest.mark.parametrize(
    ("date", "published", "text", "markers"),
    [
        pytest.param("2021-03-08", "2022-01-10", "", (), id="less than two years"),
        pytest.param("2020-12-31", "2022-01-10", "", (), id="a year and some days, two by the calendar"),
        pytest.param("2020-01-11", "2022-01-10", "", (), id="two years less a day"),
        pytest.param("2019-03-08", "2022-01-10", "", ("archive",), id="archive picture"),
        pytest.param("2019", "2022-01-10", "Since the fire of 2019", (), id="the article names the year"),
        pytest.param("--07-24", "2022-01-10", "", (), id="no year"),
        pytest.param("2019", None, "", (), id="no day of publication"),
        pytest.param(None, "2022-01-10", "", (), id="no date"),
    ],
)
def test_these_dates_do_not_count(date, published, text, markers):
    given = caption("A rally", date=date, markers=markers)
    assert match(given, article(published=published), text).years == 0


@pytest.mark.parametrize(
    ("date", "years"), [("2019-03-08", 2), ("2019-03", 2), ("2019", 3), ("2020-01-10", 2), ("2024", 2)]
)
def test_a_gap_of_two_years_counts(date, years):
    assert match(caption("A rally", date=date, markers=("symbol",)), article(published="2022-01-10"), "").years == years


@pytest.mark.parametrize(
    ("date", "said", "published", "text"),
    [
        pytest.param("2022-01-12", "12 January 2022", "2022-01-10", "", id="two days later: the article was updated"),
        pytest.param("2022-01-10", "10 January 2022", "2022-01-10", "", id="the same day"),
        pytest.param("2022-01", "janvier 2022", "2022-01-10", "", id="the same month"),
        pytest.param("2022", "2022", "2022-01-10", "", id="the same year"),
        pytest.param("2022-03-08", "8 March", "2022-01-10", "", id="the year is a guess"),
        pytest.param("2024", "2024", "2022-01-10", "The games of 2024 will be held here", id="the article looks ahead"),
        pytest.param("2022-02-31", "2022年2月31日", "2022-01-10", "", id="no such day"),
        pytest.param("2023", "2023", None, "", id="no day of publication"),
    ],
)
def test_these_dates_are_not_after_the_article(date, said, published, text):
    assert not match(caption("A rally", date=date, date_text=said), article(published=published), text).after


@pytest.mark.parametrize(
    ("date", "said"), [("2022-03-08", "8 mars 2022"), ("2022-02", "fevereiro de 2022"), ("2023", "2023年")]
)
def test_a_caption_dated_after_its_article(date, said):
    assert match(caption("A rally", date=date, date_text=said), article(published="2022-01-10"), "").after
