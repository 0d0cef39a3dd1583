"""Checkstyle XML, for Jenkins and whatever else reads it: a `file` for each article with findings."""

from __future__ import annotations

from typing import TextIO
from xml.etree import ElementTree as ET

from captioncheck.config import Settings
from captioncheck.datatypes import Level, Result, Tally
from captioncheck.report.findings import rows_of
from captioncheck.report.lines import said_of
from captioncheck.report.places import Places
from captioncheck.report.xml import OPENING, indented
from captioncheck.version import __version__

_SEVERITIES = {Level.ERROR: "error", Level.WARNING: "warning"}


class CheckstyleReporter:
    """Writes the findings of each result as it comes."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._places = Places.working()

    def begin(self) -> None:
        """Open the document."""
        self._stream.write(f'{OPENING}<checkstyle version="{__version__}">\n')

    def add(self, result: Result) -> None:
        """Write a `file` with the findings of one result, if it has any."""
        file = ET.Element("file")
        for row in rows_of(result):
            file.set("name", self._places.shown(row.location.path))
            attributes = {
                "line": str(row.location.line),
                "column": str(row.location.column),
                "severity": _SEVERITIES.get(row.level, "info"),
                "message": said_of(row),
                "source": f"captioncheck.{row.code}",
            }
            ET.SubElement(file, "error", attributes)
        if len(file):
            self._stream.write(indented(file))

    def end(self, tally: Tally) -> None:
        """Close the document."""
        self._stream.write("</checkstyle>\n")
