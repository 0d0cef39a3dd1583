import pytest

from captioncheck.report.terminal.wording import count, date, factor, percent


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.0, "<0.1 %"), (0.00099, "<0.1 %"), (0.001, "0.1 %"), (0.0026, "0.3 %"), (0.0994, "9.9 %"), (0.0996, "10 %"),
        (0.5, "50 %"), (0.97, "97 %"), (0.989, "99 %"), (0.99, "99 %"), (0.9904, "99.0 %"), (0.996, "99.6 %"),
        (0.9989, "99.9 %"), (0.99899, "99.9 %"), (0.9995, ">99.9 %"), (1.0, ">99.9 %"),
    ],
)  # fmt: skip
def test_percent_never_claims_certainty(share, shown):
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2022-01-10", "10 Jan 2022"), ("2019-03", "Mar 2019"), ("2019", "2019"), ("--07-24", "24 Jul"),
        ("2019-13-01", "2019-13-01"), ("soon", "soon"),
    ],
)  # fmt: skip
def test_dates(iso, shown):
    assert date(iso) == shown


def test_counts():
    assert [count(0, "caption"), count(1, "caption"), count(1204, "caption")] == [
        "0 captions",
        "1 caption",
        "1,204 captions",
    ]
    assert count(2, "mismatch", "mismatches") == "2 mismatches"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "makes no difference"), (-0.04, "makes no difference"), (0.3, "1.3 times likelier"),
        (-1.2, "3.3 times less likely"), (2.5, "12 times likelier"), (-9.0, "8,103 times less likely"),
        (-900.0, "over a million times less likely"),
    ],
)  # fmt: skip
def test_factors(share, words):
    assert factor(share) == words
