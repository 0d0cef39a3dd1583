"""Days between the dates of captions and articles, which may be partial."""

import pytest

from captioncheck.grammar.taken import days_between


@pytest.mark.parametrize(
    ("date", "published", "days"),
    [
        pytest.param("2019-11-19", "2019-11-20", 1, id="a day"),
        pytest.param("2019-11-20", "2019-11-19", 1, id="in either order"),
        pytest.param("2019-11-20", "2019-11-20T08:15:00Z", 0, id="a time of day is left out of account"),
        pytest.param("2019-11", "2019-11-20", 0, id="in that month"),
        pytest.param("2019-10", "2019-11-20", 20, id="from the end of the month"),
        pytest.param("2019", "2021-01-01", 367, id="from the end of the year"),
        pytest.param("2020-02", "2020", 0, id="both partial"),
        pytest.param("--07-24", "2020-07-24", None, id="no year"),
        pytest.param("2019-02-30", "2020-07-24", None, id="no such day"),
        pytest.param("2019-13", "2020-07-24", None, id="no such month"),
        pytest.param(None, "2020-07-24", None, id="no date"),
        pytest.param("2019-11-20", None, None, id="no day of publication"),
    ],
)
def test_days_between_dates_that_may_be_partial(date, published, days):
    assert days_between(date, published) == days
