import random
import re

import pytest

from captioncheck.datatypes import Witness
from captioncheck.explanation import Explanation, Limits, Sum
from captioncheck.report.terminal.sums import rounded
from tests.fakes import checked, good
from tests.report.terminal.test_reporter import drawn


@pytest.mark.parametrize(
    ("values", "total", "shown"),
    [
        ([], None, []),
        ([1.005, -2.0], None, ["+1.00", "-2.00"]),
        ([0.004, 0.004, 0.004], 0.012, ["+0.00", "+0.00", "+0.01"]),
        ([-4.305, -1.214, -0.314], -5.833, ["-4.30", "-1.21", "-0.32"]),
    ],
)
def test_rounding(values, total, shown):
    assert sorted(rounded(values, total)) == sorted(shown)


@pytest.mark.parametrize("seed", range(200))
def test_figures_add_up_as_shown(seed):
    chance = random.Random(seed)
    values = [chance.uniform(-9, 9) for _ in range(chance.randint(1, 9))]
    figures = rounded(values, sum(values))
    assert round(sum(map(float, figures)), 2) == round(sum(values), 2)
    assert all(abs(float(figure) - value) < 0.0151 for figure, value in zip(figures, values, strict=True))


def explained(*shares, start=-0.83):
    rows = tuple(Witness(f"w{i}", 0.0, share, f"detail {i}", 1.0, -1.0) for i, share in enumerate(shares))
    made = Explanation(Sum("same_language", start, start + sum(shares)), Limits(0.02, 0.06, 0.2, 0.6), ("because",))
    return good("x", fit=0.5, witnesses=rows, explanation=made)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_column_can_be_added_up_by_eye(width):
    text = drawn([checked("a.txt", "A story", explained(1.234, -2.345, 0.456))], width, explain=True)
    figures = {
        match[1]: float(match[2].replace("\N{MINUS SIGN}", "-"))
        for match in re.finditer(r"^ +(start|total|w\d) .*?([+−]\d+\.\d\d)", text, re.M)
    }
    total = figures.pop("total")
    assert len(figures) == 4
    assert round(sum(figures.values()), 2) == total
    assert "this one   right   wrong" in text


def test_a_witness_without_typical_shares_has_one_column():
    rows = (Witness("meaning", 0.0, 1.0), Witness("words", 0.0, 0.5))
    made = Explanation(Sum("same_language", 0.0, 1.5), Limits(0.02, 0.06, 0.2, 0.6), ())
    text = drawn([checked("a.txt", "A story", good("x", witnesses=rows, explanation=made))], explain=True)
    assert "wrong   " not in text
    assert re.search(r"total +fit = .* \+1\.50$", text, re.M)


def test_what_makes_no_difference_takes_one_line():
    text = drawn([checked("a.txt", "A story", explained(0.01))], explain=True)
    assert re.search(r"w0 +detail 0 +\+0\.01", text)


def test_a_picture_has_no_typical_share_and_leaves_the_others_theirs():
    rows = (Witness("meaning", 0.0, 1.0, "", 2.0, -2.0), Witness("picture", 0.0, 0.5, "fits"))
    made = Explanation(Sum("same_language", 0.0, 1.5), Limits(0.02, 0.06, 0.2, 0.6), ())
    text = drawn([checked("a.txt", "A story", good("x", witnesses=rows, explanation=made))], explain=True)
    assert re.search(r"meaning .*\+1\.00 +\+2\.00 +−2\.00$", text, re.M)
    assert re.search(r"picture .*\+0\.50 *$", text, re.M)
    assert re.search(r"total .*\+1\.50 +\+2\.00 +−2\.00$", text, re.M)
