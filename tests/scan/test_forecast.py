"""How long it still takes."""

from functools import partial

import pytest

from captioncheck.datatypes import Location, Skipped
from captioncheck.extract.base import Source
from captioncheck.scan import forecast
from captioncheck.scan.forecast import Forecast
from captioncheck.scan.inputs import Input
from captioncheck.sources import open_file

ROW = Skipped(Location("x"), "a row")


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(forecast.time, "monotonic", lambda: now[0])
    return now


def inputs(folder, **sizes):
    made = []
    for name, text in sizes.items():
        path = folder / name.replace("_", ".")
        path.write_text(text)
        source = Source(str(path), partial(open_file, str(path)))
        made.append(Input(source, source.path, "", len(text)))
    return made


def test_a_folder_goes_by_bytes_and_jsonl_by_lines(tmp_path, clock):
    page, lines, kept = inputs(tmp_path, a_html="x" * 100, b_jsonl="123456789\n" * 20, c_html="x" * 700)
    plan = Forecast(lambda: [one.what for one in (page, lines, kept)])
    plan._add_up()
    assert plan.shown() == ""
    plan.tell(kept, None)
    plan.tell(page, ROW)
    clock[0] = 5.0
    assert plan.shown() == ", 0 a second, 0:00:10 left"  # 100 of 300 bytes, as 700 need not be read
    for _ in range(10):
        plan.tell(lines, ROW)
    clock[0] = 10.0
    assert plan.shown() == ", 1 a second, 0:00:05 left"


def test_the_articles_of_a_bundle_count_its_bytes_once(tmp_path, clock):
    bundle, page = inputs(tmp_path, a_zip="x" * 100, b_html="x" * 100)
    plan = Forecast(lambda: [bundle.what, page.what, ROW])
    plan._add_up()
    for _ in range(50):
        plan.tell(bundle, ROW)
    clock[0] = 10.0
    assert plan.shown() == ", 5 a second, 0:00:10 left"


def test_while_nothing_is_added_up_only_the_rate_is_shown(tmp_path, clock):
    (page,) = inputs(tmp_path, a_html="x")
    plan = Forecast(list)
    plan.tell(page, ROW)
    clock[0] = 4.0
    assert plan.shown() == ", 0 a second"
