"""Chromium for the tests that need it. How many had none is said at the end: a quiet run would not."""

import pytest

from tests.e2e.browsing import ODD, WHY, browser
from tests.photos import drawing, saved
from tests.report.review.making import article, caption, rule, write


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("chromium")) as made:
        yield made


@pytest.fixture
def seen(chromium, tmp_path, monkeypatch):
    """A page of a few findings of every kind, shown afresh."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jpg").write_bytes(saved(drawing((900, 600)), "JPEG"))
    told = {"kind": "comment", "reason": "wanted", "line": 3}
    page = write(
        tmp_path / "page.html",
        article(
            "a.html",
            caption("Players celebrate a goal. AFP", fit=0.02, image="a.jpg", rules=[rule(), rule("CC103", "nobody")]),
            caption("A quay at dawn.", "consistent"),
            caption("Symbolbild", "unverifiable", language="de", reason="says too little"),
            headline="The ferry is late",
        ),
        article(
            "b/b.html",
            caption("لاعبو النادي يحتفلون بالفوز", fit=0.001, language="ar", image="gone.jpg"),
            caption(ODD, fit=0.03, level="warning"),
            caption("An archive picture.", rules=[rule(suppressed=told)], suppressed=True),
            findings=[{"line": 3, "column": 1, **rule("CC401", "suppresses nothing"), "level": "warning"}],
        ),
        {"path": "c.txt", "record": None, "line": 1, "status": "error", "reason": "is empty"},
    )
    chromium.media(dark=False)
    chromium.size(1440)
    chromium.show(page)
    chromium.js("localStorage.clear()")
    chromium.show(page)
    assert chromium.complaints() == []
    return chromium


def pytest_terminal_summary(terminalreporter):
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if WHY in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests of the review page skipped: {WHY}", yellow=True)
