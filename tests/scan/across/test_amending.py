"""A row with what the archive adds to it: as loud as what is left, and the same however often it is amended."""

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Evidence, Level
from captioncheck.gate.selection import Selection
from captioncheck.report import record
from captioncheck.scan.across.amending import Amend
from captioncheck.scan.across.base import Found
from tests.fakes import checked, error
from tests.report.writing import suppressed

AMEND = Amend(Selection(Settings()).rules, lambda result: result)
HUSHED = record.article(checked("a.txt", "A", error("A race.", rules=(suppressed("comment"),))))


def found(level):
    return Found(0, 0, Evidence("CC302", "reused-picture", "stands elsewhere", 1.0), level)


@pytest.mark.parametrize(
    ("level", "silent", "loud", "levels"),
    [
        (Level.NOTE, True, "error", {"CC101": None, "CC302": "note"}),
        (Level.WARNING, False, "warning", {"CC101": "error", "CC302": None}),
        (Level.ERROR, False, "error", {"CC101": None, "CC302": None}),
    ],
)
def test_beside_what_is_suppressed(level, silent, loud, levels):
    row = AMEND(HUSHED, [found(level)], {})
    (caption,) = row["captions"]
    assert (caption["suppressed"], caption["level"]) == (silent, loud)
    assert {one["code"]: one["level"] for one in caption["rules"]} == levels
    assert AMEND(row, [found(level)], {}) == row
    assert AMEND(row, [], {}) == HUSHED
