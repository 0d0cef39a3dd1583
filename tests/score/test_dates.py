import pytest

from captioncheck.score.dates import match
from tests.score.stories import article, caption


@pytest.mark.parametrize(
    ("date", "published", "text", "markers"),
    [
        pytest.param("2021-03-08", "2022-01-10", "", (), id="less than two years"),
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
    ("date", "years"), [("2019-03-08", 3), ("2019-03", 3), ("2019", 3), ("2020-12-31", 2), ("2024", 2)]
)
def test_a_gap_of_two_years_counts(date, years):
    assert match(caption("A rally", date=date, markers=("symbol",)), article(published="2022-01-10"), "").years == years
