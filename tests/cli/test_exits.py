"""Which exit code counts come to."""

import pytest

from captioncheck.cli.exits import Exit, exit_for, nothing_in, nothing_told
from captioncheck.config import Settings
from captioncheck.datatypes import Level, Tally

SKIPPED = {"articles": 3, "skipped": 3}
EMPTY = {"allow_empty_input": True}
LEFT = {"force_exclude": True}


@pytest.mark.parametrize(
    ("tally", "settings", "code"),
    [
        ({}, {}, Exit.FAILED),
        ({}, LEFT, Exit.FAILED),
        ({}, EMPTY, Exit.CLEAN),
        (SKIPPED, {}, Exit.FAILED),  # no article among them: nothing matched
        (SKIPPED, LEFT, Exit.CLEAN),
        (SKIPPED, EMPTY, Exit.CLEAN),
        ({"articles": 3, "skipped": 2, "ok": 1}, {}, Exit.CLEAN),
        ({"articles": 3, "skipped": 2, "ok": 1, "worst": Level.ERROR}, {}, Exit.FINDINGS),
        ({"articles": 3, "skipped": 2, "errors": 1}, EMPTY, Exit.FAILED),
        ({"articles": 3, "ok": 2, "errors": 1, "worst": Level.ERROR}, {}, Exit.FAILED),
        ({"articles": 1, "ok": 1, "worst": Level.WARNING}, {}, Exit.CLEAN),
        ({"articles": 1, "ok": 1, "worst": Level.WARNING}, {"fail_on": "warning"}, Exit.FINDINGS),
    ],
)
def test_the_code(tally, settings, code):
    assert exit_for(Tally(**tally), Settings(**settings)) is code
    assert nothing_in(Tally(**tally), Settings(**settings)) == (code is Exit.FAILED and not tally.get("errors"))


def test_what_was_skipped_is_said():
    assert nothing_told(Tally(), "check") == "nothing to check; --allow-empty-input makes that a success"
    assert "nothing to scan: no article in 3 skipped; " in nothing_told(Tally(**SKIPPED), "scan")
