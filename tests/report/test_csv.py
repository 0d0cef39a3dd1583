import csv
from io import StringIO

import pytest

from captioncheck.report.csv import COLUMNS
from tests.fakes import checked, error, good, note
from tests.report.writing import NASTY, SUBJECT, nasty, run_of, suppressed, written


def rows(items):
    return list(csv.DictReader(StringIO(written("csv", items), newline=""), strict=True))


def test_a_header_whatever_comes():
    assert written("csv", []) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("items", [run_of(), *map(nasty, NASTY.values())], ids=["all", *NASTY])
def test_every_row_is_whole(items):
    text = written("csv", items)
    assert text.count("\r\n") == len(text.splitlines()) == len(rows(items)) + 1
    for row in rows(items):
        assert None not in row
        assert None not in row.values()
        assert not any(
            cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")) for cell in row.values()
        )


def test_every_caption_has_a_row_and_one_more_for_each_further_finding():
    places = SUBJECT.__class__("CC102", "places", "Spain", 0.1)
    story = checked("a.txt", "A", error("w", rules=(SUBJECT, places)), good("g"), note("n"))
    found = [(row["caption"], row["verdict"], row["level"], row["code"]) for row in rows([story])]
    assert found == [
        ("w", "mismatch", "error", "CC101"),
        ("w", "mismatch", "error", "CC102"),
        ("g", "consistent", "none", ""),
        ("n", "unverifiable", "note", ""),
    ]


def test_a_suppressed_finding_says_so():
    (row,) = rows([checked("a.txt", "A", error("x", rules=(suppressed("comment", "the desk knows"),)))])
    assert (row["suppressed"], row["suppression_reason"]) == ("comment", "the desk knows")


@pytest.mark.parametrize("caption", ["=1+1", "+1", "-1", "@x", "  =1", "\t=1", "＝1"])
def test_no_cell_is_a_formula(caption):
    (row,) = rows([checked("=a.txt", "A", good(caption))])
    assert row["caption"] == f"'{caption.strip()}"
    assert row["path"] == "'=a.txt"


def test_a_spreadsheet_can_hold_every_cell():
    (row,) = rows([checked("a.txt", "A", good("word " * 20_000))])
    assert 31_000 < len(row["caption"]) <= 32_000


def test_inputs_without_an_article_have_a_row():
    found = [(row["path"], row["status"], row["message"]) for row in rows(run_of()) if row["status"] != "ok"]
    assert found == [
        ("feed.jsonl", "error", "not JSON: expected a comma (column 40)"),
        ("missing.txt", "error", "no such file or folder"),
        ("out.jsonl", "skipped", "an output of this run"),
    ]
