import json

import pytest

from captioncheck.errors import ConfigError
from captioncheck.report.review.entries import Entries
from captioncheck.report.review.results import read_results
from tests.report.review.making import article, caption, document

ONE = article("a.html", caption("A race."))
LINE = json.dumps(ONE)
REFUSED = [
    (b"", "r.json: is empty; give what captioncheck check --format json or jsonl has written"),
    (b" \n", "r.json: is empty"),
    (b"{}", "r.json: is JSON, but not of ours"),
    (b"[]", "r.json: is JSON, but not of ours"),
    (b"3", "r.json: is JSON, but not of ours"),
    (b'{\n "a": 1\n}', "r.json: is JSON, but not of ours"),
    (b'{"articles": []}', "r.json: its schema is None, not 'captioncheck/1'"),
    (b'{"schema": "captioncheck/2", "articles": []}', "r.json: its schema is 'captioncheck/2'"),
    (b'{"schema": "captioncheck/1", "articles": {}}', "r.json: its schema"),
    (b"not json", "r.json: is not JSON (Expecting value at column 1)"),
    (b'{\n  "schema": "x",\n  "arti', "r.json: is not JSON (Unterminated string starting at line 3, column 3"),
    (b"one\ntwo\n", "r.json: line 1 is not JSON"),
    (b'{"a": 1}\n{"b": 2}\n', "r.json: line 1 is no result"),
    (b"[" * 100_000, "r.json: is not JSON that we write (nested too deep)"),
    (b"\xff\xfe\xff", "r.json: is not UTF-8"),
    (document({"status": "ok", "path": "a.html"}).encode(), "r.json: article 1 lacks 'record'"),
    (b'{"status": "ok"}', "r.json: line 1 lacks 'path'"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_holds_no_result_is_refused_in_one_line(data, message):
    with pytest.raises(ConfigError) as caught:
        read_results("r.json", data, Entries())
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        document(ONE).encode(),
        json.dumps(json.loads(document(ONE)), indent=2).encode(),
        LINE.encode(),
        f"{LINE}\n".encode(),
        f"\n{LINE}\r\n".encode(),
        f"\ufeff{LINE}\n".encode(),
        LINE.encode("utf-16"),
    ],
)
def test_json_and_json_lines(data):
    entries = Entries()
    assert read_results("r.json", data, entries) == []
    assert [row.shown["text"] for row in entries.rows] == ["A race."]


def test_results_without_an_article_are_no_error():
    entries = Entries()
    assert read_results("r.json", document().encode(), entries) == []
    assert entries == Entries()


def test_broken_lines_are_named_and_the_rest_is_shown():
    data = f'{LINE}\n{{"status": \n{{"status": "ok", "path": "b"}}\n{LINE[:-1]}, "fit": NaN}}\n{LINE}'.encode()
    entries = Entries()
    broken = read_results("r.jsonl", data, entries)
    assert broken == [
        "r.jsonl: line 2 is not JSON (Expecting value at column 12)",
        "r.jsonl: line 3 lacks 'record'",
        "r.jsonl: line 4 has NaN, which is no number in JSON",
    ]
    assert entries.checked == 2
    assert [where for where, _ in entries.problems] == ["r.jsonl: line 2", "r.jsonl: line 3", "r.jsonl: line 4"]


def test_several_files_make_one_page():
    entries = Entries()
    read_results("one", LINE.encode(), entries)
    read_results("two", document(ONE, ONE).encode(), entries)
    assert entries.checked == 3
    assert [row.shown["article"] for row in entries.rows] == [0, 1, 2]
