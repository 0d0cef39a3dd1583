"""Says at the end how many tests had no browser: a quiet run would not."""

from tests.e2e.browsing import WHY


def pytest_terminal_summary(terminalreporter):
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if WHY in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests of the review page skipped: {WHY}", yellow=True)
