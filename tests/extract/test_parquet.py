from __future__ import annotations

import datetime
import io
import json
from typing import Any

import pytest

from captioncheck.datatypes import Article, Picture, Skipped
from captioncheck.errors import MissingExtraError
from captioncheck.extract import load_reader
from tests.extract.reading import read_all, read_article, read_reason

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
ROW: dict[str, Any] = {
    "id": "r1",
    "title": "Bridge opens",
    "body": "It opened on Monday.\n\nMany came.",
    "date": "2020-01-02",
    "lang": "en",
    "captions": [{"text": "The bridge at dawn.", "image": "a.jpg", "alt": None}],
    "extra": 1.5,
}


def table(*rows: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), out)
    return out.getvalue()


def row(**changes: Any) -> dict[str, Any]:
    return {**ROW, **changes}


def test_a_row_is_a_record() -> None:
    article = read_article(table(ROW), "a.parquet")
    assert (article.location.record, article.location.line, article.published) == ("r1", 1, "2020-01-02")
    assert [passage.text for passage in article.passages] == ["It opened on Monday.", "Many came."]
    assert article.captions[0].picture == Picture("a.jpg")


@pytest.mark.parametrize("day", [datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3)])
def test_dates_as_dates(day: datetime.date) -> None:
    assert read_article(table(row(date=day)), "a.parquet").published == "2020-01-02"


def test_captions_as_json_and_none() -> None:
    assert len(read_article(table(row(captions=json.dumps(ROW["captions"]))), "a.parquet").captions) == 1
    assert read_article(table(row(captions=None)), "a.parquet").captions == ()
    assert "'captions' must be a list" in read_reason(table(row(captions="{")), "a.parquet")


def test_bad_rows_among_good_ones() -> None:
    items = read_all(table(ROW, row(id=None), row(id="r3"), row(date="yesterday")), "a.parquet")
    assert [type(item) for item in items] == [Article, Skipped, Article, Skipped]
    assert "row 2: 'id' must be" in str(items[1])
    assert "row 4: 'date' is not a date" in str(items[3])


@pytest.mark.parametrize("name", ["id", "title", "body", "captions"])
def test_a_missing_column_is_named(name: str) -> None:
    data = table({key: value for key, value in ROW.items() if key != name})
    assert f"without the column '{name}'" in read_reason(data, "a.parquet")


def test_an_empty_table_and_broken_files() -> None:
    assert "there is no row in it" in read_reason(table(ROW)[:0] + _empty(), "a.parquet")
    data = table(ROW)
    for cut in range(0, len(data), 97):
        assert "is no Parquet file, or a broken one" in read_reason(data[:cut], "a.parquet")


def _empty() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([ROW]).slice(0, 0), out)
    return out.getvalue()


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("captioncheck.registry.find_spec", lambda module: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'captioncheck\[archive\]'"):
        load_reader("parquet")
