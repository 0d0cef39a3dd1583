from __future__ import annotations

import pytest

from captioncheck.grammar.dates import find_dates


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Room 1950.5", "en"),
        ("$2019 for a ticket", "en"),
        ("around 2000 protesters", "en"),
        ("rund 2000 Menschen", "de"),
        ("Articles 12 and 13", "en"),
        ("1.200 soldati", "it"),
        ("score of 3-2", "en"),
        ("set 8 records", "en"),
        ("13日間", "ja"),
        ("v2.10.1", "en"),
    ],
)
def test_must_not_fire(text: str, language: str) -> None:
    assert [m for m in find_dates(text, language, "2022-01-10") if m.precision == "day"] == []
    assert find_dates(text, language) == ()


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("March 08, 2019", "en", "2019-03-08"),
        ("Jan. 6, 2021", "en", "2021-01-06"),
        ("21 Feb 2020.", "en", "2020-02-21"),
        ("03/25/2019", "en", "2019-03-25"),
        ("2019-03-08", "en", "2019-03-08"),
        ("le 1er mai 2018", "fr", "2018-05-01"),
        ("08/03/2019", "fr", "2019-03-08"),
        ("5 de mayo de 2020", "es", "2020-05-05"),
        ("8. März 2019", "de", "2019-03-08"),
        ("8.3.2019", "de", "2019-03-08"),
        ("8 marca 2019 r.", "pl", "2019-03-08"),
        ("14 листопада 2022", "uk", "2022-11-14"),
        ("14. listopada 2022", "hr", "2022-10-14"),
        ("14. listopadu 2022", "cs", "2022-11-14"),
        ("2019. március 8-án", "hu", "2019-03-08"),
        ("2019년 3월 8일", "ko", "2019-03-08"),
        ("令和5年3月1日", "ja", "2023-03-01"),
        ("٨ مارس ٢٠١٩", "ar", "2019-03-08"),
        ("8 تشرين الأول 2019", "ar", "2019-10-08"),
        ("6 ตุลาคม 2519", "th", "1976-10-06"),
        ("ngày 3/2/2020", "vi", "2020-02-03"),
        ("Ekim 2012'de", "tr", "2012-10"),
        ("maaliskuussa 2019", "fi", "2019-03"),
        ("24. Juli", "de", "--07-24"),
        ("in 1969", "en", "1969"),
    ],
)
def test_reads(text: str, language: str, iso: str) -> None:
    assert [mention.iso for mention in find_dates(text, language)] == [iso]


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("on Thursday", "en", "2022-01-06"),
        ("on Monday", "en", "2022-01-10"),
        ("hier", "fr", "2022-01-09"),
        ("am Samstag", "de", "2022-01-08"),
        ("este domingo", "es", "2022-01-09"),
        ("в субботу", "ru", "2022-01-08"),
        ("8日午後", "ja", "2022-01-08"),
        ("昨天", "zh", "2022-01-09"),
        ("지난 31일", "ko", "2021-12-31"),
    ],
)
def test_counts_from_publication(text: str, language: str, iso: str) -> None:
    assert [mention.iso for mention in find_dates(text, language, "2022-01-10")] == [iso]
    assert find_dates(text, language) == ()


def test_offsets_point_at_the_words() -> None:
    text = "Almaty, le 8 janvier 2022, et Paris en mai 2021"
    for mention in find_dates(text, "fr"):
        assert text[mention.start : mention.start + len(mention.text)] == mention.text


def test_an_unusable_day_of_publication_is_none() -> None:
    assert find_dates("on Thursday", "en", "not a date") == ()
