import pytest

from captioncheck.codes import CODES, OF_CAPTIONS, known, meant, precision


@pytest.mark.parametrize("selector", ["", "C", "CC9", "CC1011", "CC105", "XX101", "101", "subjects", "*", "all"])
def test_what_means_no_rule(selector):
    assert meant(selector) == ()
    assert precision(selector, "CC101") == 0


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("CC103", ("CC103",)),
        (" cc103 ", ("CC103",)),
        ("names", ("CC103",)),
        ("Picture", ("CC201",)),
        ("CC2", ("CC201", "CC202", "CC203")),
        ("CC10", ("CC101", "CC102", "CC103", "CC104")),
        ("CC", tuple(CODES)),
    ],
)
def test_codes_names_and_prefixes(selector, codes):
    assert meant(selector) == codes


def test_the_more_exact_counts_more():
    assert precision("CC", "CC104") < precision("CC1", "CC104") < precision("CC10", "CC104")
    assert precision("CC10", "CC104") < precision("CC104", "CC104") == precision("date", "CC104")
    assert precision("CC2", "CC104") == 0


def test_only_rules_of_captions_are_said_to_be_off_under_each():
    assert "CC203" in OF_CAPTIONS
    assert "CC401" in CODES
    assert "CC401" not in OF_CAPTIONS
    assert "CC202 (picture-subject)" in known()
