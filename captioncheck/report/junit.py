"""JUnit XML, for whatever shows test results: an article is a `testsuite`, a caption a `testcase`.

A caption fails when a finding on it is at or above `--fail-on`; where that is `never`, errors fail, as whoever reads
the document is to judge. A finding below that, and a caption that is unverifiable, is `skipped` with its reason; so
nothing turns a build red that captioncheck lets pass. A suppressed finding is left out. An input that could not be
read is an `error`.
"""

from __future__ import annotations

from typing import TextIO
from xml.etree import ElementTree as ET

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Judgement, Level, Location, Result, Skipped, Status, Tally, Verdict
from captioncheck.report.findings import Row, rows_besides, rows_on
from captioncheck.report.lines import LONGEST_CAPTION, LONGEST_MESSAGE, line, said
from captioncheck.report.places import Places
from captioncheck.report.plain import plain
from captioncheck.report.xml import OPENING, indented


class JunitReporter:
    """Writes a suite for each result as it comes."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._places = Places.working()
        self._fails = settings.fail_level or Level.ERROR

    def begin(self) -> None:
        """Open the document."""
        self._stream.write(f'{OPENING}<testsuites name="captioncheck">\n')

    def add(self, result: Result) -> None:
        """Write the suite of one result."""
        if isinstance(result, Skipped):
            self._write(result.location, [self._not_read(result)])
            return
        cases = [self._caption(judgement, result) for judgement in result.judgements]
        cases += [self._finding(row) for row in rows_besides(result) if row.suppressed is None]
        self._write(result.article.location, cases)

    def end(self, tally: Tally) -> None:
        """Close the document; a run that was cut short says so in a suite of its own."""
        if tally.interrupted:
            case = ET.Element("testcase", name="run", classname="captioncheck")
            _outcome(case, "error", "interrupted", f"interrupted after {tally.articles:,} inputs")
            self._write(Location("captioncheck"), [case], name="captioncheck")
        self._stream.write("</testsuites>\n")

    def _write(self, where: Location, cases: list[ET.Element], name: str = "") -> None:
        record = f" [{plain(where.record, LONGEST_CAPTION)}]" if where.record else ""
        counts = {
            kind: str(sum(case.find(tag) is not None for case in cases))
            for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
        }
        suite = ET.Element("testsuite", name=name or self._places.shown(where.path) + record, tests=str(len(cases)))
        suite.attrib.update(counts)
        suite.extend(cases)
        self._stream.write(indented(suite))

    def _case(self, where: Location, path: str, name: str) -> ET.Element:
        shown = self._places.shown(path)
        number = max(where.line, 1)
        return ET.Element("testcase", name=f"{number}: {name}", classname=shown, file=shown, line=str(number))

    def _caption(self, judgement: Judgement, checked: Checked) -> ET.Element:
        caption = judgement.caption
        shown = plain(caption.text, LONGEST_CAPTION) or "(no text)"
        case = self._case(caption.location, checked.article.location.path, shown)
        rows = [row for row in rows_on(judgement, checked.article) if row.suppressed is None]
        if rows:
            self._judge(case, rows)
        elif judgement.verdict is Verdict.UNVERIFIABLE:
            reason = plain(judgement.reason, LONGEST_MESSAGE)
            _outcome(case, "skipped", "unverifiable", f"unverifiable: {reason}" if reason else "unverifiable")
        return case

    def _finding(self, row: Row) -> ET.Element:
        case = self._case(row.location, row.location.path, row.rule)
        self._judge(case, [row])
        return case

    def _judge(self, case: ET.Element, rows: list[Row]) -> None:
        level = max((row.level for row in rows), key=lambda level: level.rank)
        said_all = "; ".join(f"{row.rule}: {said(row)}" for row in rows)
        if level.rank < self._fails.rank:
            _outcome(case, "skipped", rows[0].code, f"{level}, below --fail-on: {said_all}")
            return
        _outcome(case, "failure", rows[0].code, said_all, "\n".join(line(row) for row in rows))

    def _not_read(self, result: Skipped) -> ET.Element:
        case = self._case(result.location, result.location.path, "input")
        failed = result.status is Status.ERROR
        kind = "unreadable" if failed else "skipped"
        _outcome(case, "error" if failed else "skipped", kind, plain(result.reason, LONGEST_MESSAGE))
        return case


def _outcome(case: ET.Element, tag: str, kind: str, message: str, text: str = "") -> None:
    # A skipped one has no type in the schema that Jenkins uses.
    attributes = {"message": message} | ({} if tag == "skipped" else {"type": kind})
    ET.SubElement(case, tag, attributes).text = text or None
