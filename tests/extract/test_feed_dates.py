from __future__ import annotations

from datetime import date, datetime

import pytest

from captioncheck.extract.feed_dates import day_of, published_of

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    "claim", ["", "yesterday", "0000-00-00 00:00:00", "2020-13-01", "20201301", "1234567", None, 7, "Sun, x"]
)
def test_no_date_is_no_day(claim: object) -> None:
    assert day_of(claim) is None


@pytest.mark.parametrize(
    ("claim", "day"),
    [
        ("2020-09-07T14:45:26", "2020-09-07"),
        ("20170102T222800+0000", "2017-01-02"),
        ("20200907T144527", "2020-09-07"),
        ("20240710", "2024-07-10"),
        ("2020-9-7", "2020-09-07"),
        ("2013-07-07 15:06:01", "2013-07-07"),
        ("2024/07/10", "2024-07-10"),
        ("Sun, 07 Jul 2013 15:06:01 +0000", "2013-07-07"),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3), "2020-01-02"),
    ],
)
def test_days(claim: object, day: str) -> None:
    assert day_of(claim) == day


@pytest.mark.parametrize("day", ["3013-07-07", "2027-06-01", "1066-10-14", "0001-01-01"])
def test_a_day_that_cannot_be_is_no_witness(day: str) -> None:
    published, source, note = published_of([(day, "WXR post_date")], TODAY)
    assert (published, source) == (None, "")
    assert note.startswith(f"WXR post_date says {day}")


def test_the_next_claim_stands_in_and_the_note_stays() -> None:
    assert published_of([("3013-07-07", "a"), ("2013-07-07", "b")], TODAY)[:2] == ("2013-07-07", "b")


def test_an_embargoed_article_keeps_its_day() -> None:
    assert published_of([("2026-03-09", "a")], TODAY) == ("2026-03-09", "a", "")
