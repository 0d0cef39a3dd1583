import pytest

from captioncheck.grammar.wording import (
    apart,
    columns_of,
    listed,
    long_date,
    months_between,
    span,
    whole_percent,
)


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (0.5, 0.5, ("50 %", "50 %")),
        (0.28, 0.21, ("28 %", "21 %")),
        (0.0641, 0.0642, ("6.41 %", "6.42 %")),
        (0.28362, 0.28363, ("28.362 %", "28.363 %")),
        (0.0001, 0.0002, ("0.01 %", "0.02 %")),
    ],
)
def test_what_differs_is_shown_to_differ(one, other, shown):
    assert apart(one, other) == shown


def test_no_likeness_is_below_zero():
    assert [whole_percent(share) for share in (-0.2, 0.004, 0.17, 1.0)] == ["0 %", "0 %", "17 %", "100 %"]


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2019-03-08", "8 March 2019"), ("2019-12", "December 2019"), ("2019", "2019"), ("--07-24", "24 July"),
        ("2019-13-01", "2019-13-01"), ("soon", "soon"),
    ],
)  # fmt: skip
def test_dates(iso, shown):
    assert long_date(iso) == shown


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("--07-24", "2022-01-10", None),
        ("2022-01-10", "soon", None),
        ("2022-01-10", "2022-01-31", 0),
        ("2021-12-31", "2022-01-01", 0),
        ("2019-03-08", "2022-01-10", 34),
        ("2019-03-12", "2022-01-10", 33),
        ("2022-01-10", "2019-03-08", -34),
        ("2022-01-10", "2019-03-12", -33),
        ("2019-03", "2022-01-10", 34),
        ("2019", "2022-01-10", 36),
    ],
)
def test_months(earlier, later, months):
    assert months_between(earlier, later) == months


@pytest.mark.parametrize(
    ("months", "shown"),
    [
        (0, "less than a month"), (1, "1 month"), (-5, "5 months"), (12, "1 year"), (34, "2 years and 10 months"),
        (25, "2 years and 1 month"), (119, "9 years and 11 months"), (125, "10 years"), (-756, "63 years"),
    ],
)  # fmt: skip
def test_spans(months, shown):
    assert span(months) == shown


@pytest.mark.parametrize(
    ("items", "options", "shown"),
    [
        ("", {}, ""),
        ("A", {}, "A"),
        ("AB", {}, "A and B"),
        ("ABC", {}, "A, B and C"),
        ("ABCDE", {}, "A, B, C and 2 more"),
        ("AB", {"last": "nor"}, "A nor B"),
        ("ABCD", {"last": ""}, "A, B, C, 1 more"),
        ("ABC", {"columns": 4}, "A, B and 1 more"),
        ("ABC", {"columns": 0}, "A and 2 more"),
    ],
)
def test_lists(items, options, shown):
    assert listed(tuple(items), 3, **options) == shown


def test_columns():
    assert [columns_of(text) for text in ("", "Oslo", "台风", "e\u0301")] == [0, 4, 4, 1]
