"""What a scan ends with: shares of counts, which may be whole, unlike probabilities."""

import pytest

from captioncheck.cli.scan_summary import _share


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "-"),
        (0, 14, "0 %"),
        (14, 14, "100 %"),
        (1, 20_000, "<0.1 %"),
        (19_999, 20_000, ">99.9 %"),
        (1, 2, "50 %"),
    ],
)
def test_all_and_none_are_said_of_counts_and_of_nothing_else(part, whole, said):
    assert _share(part, whole) == said
