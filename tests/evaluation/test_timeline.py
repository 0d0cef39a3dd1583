"""The flagged share over time: which periods there are, and that a picture of them can be drawn."""

import pytest

from captioncheck.errors import ConfigError
from captioncheck.evaluation.timeline import MONTHS, draw_timeline, timeline


def told(line):
    return [(one.name, one.captions, one.flagged) for one in line.periods]


def test_a_short_time_is_shown_by_months():
    line = timeline({"2020-03": (5, 1), "2019-12": (7, 0)}, 2024)
    assert (line.unit, line.undated) == ("month", 0)
    assert told(line) == [("2019-12", 7, 0), ("2020-03", 5, 1)]
    assert [round(one.at, 2) for one in line.periods] == [2019.92, 2020.17]


@pytest.mark.parametrize(("apart", "unit"), [(MONTHS - 1, "month"), (MONTHS, "year")])
def test_a_long_time_is_shown_by_years(apart, unit):
    last = f"{2010 + apart // 12}-{apart % 12 + 1:02}"
    assert timeline({"2010-01": (1, 0), last: (1, 0)}, 2024).unit == unit


def test_months_of_a_year_are_added_up():
    line = timeline({"2010-01": (10, 1), "2010-07": (20, 2), "2023-01": (5, 0)}, 2024)
    assert told(line) == [("2010", 30, 3), ("2023", 5, 0)]


@pytest.mark.parametrize("strange", ["none", "3013-01", "2025-01", "0001-01", "2020-13", "2020", "20200101", ""])
def test_what_cannot_be_a_date_is_counted_and_left_out(strange):
    line = timeline({"2020-01": (10, 1), strange: (4, 4)}, 2024)
    assert told(line) == [("2020-01", 10, 1)]
    assert line.undated == 4


def test_months_without_captions_are_none():
    assert told(timeline({"2020-01": (0, 0), "2020-02": (1, 0)}, 2024)) == [("2020-02", 1, 0)]


SHAPES = {
    "nothing": {},
    "undated": {"none": (3, 1)},
    "one": {"2020-01": (300, 0)},
    "all": {"2020-01": (3, 3)},
    "months": {f"2020-{n:02}": (n * 10, n % 3) for n in range(1, 13)},
    "many months": {f"{2020 + n // 12}-{n % 12 + 1:02}": (n + 1, 1) for n in range(30)},
    "years": {f"{n}-05": (1000, 7) for n in range(1950, 2020)} | {"1901-01": (2, 2)},
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("ending", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_it_is_drawn_the_same_each_time(tmp_path, shape, ending, start):
    for name in "ab":
        draw_timeline(str(tmp_path / f"{name}.{ending}"), timeline(SHAPES[shape], 2024))
    data = (tmp_path / f"a.{ending}").read_bytes()
    assert data.startswith(start)
    assert data == (tmp_path / f"b.{ending}").read_bytes()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"--chart .*gone/a\.svg: cannot write there"):
        draw_timeline(str(tmp_path / "gone/a.svg"), timeline({"2020-01": (3, 3)}, 2024))
