"""The page at the end of a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Result, Tally
from captioncheck.pictures import finder_for
from captioncheck.report.record import article
from captioncheck.report.review.assembly import page
from captioncheck.report.review.entries import Entries
from captioncheck.report.review.heatmaps import HeatMaps, read_folder
from captioncheck.report.review.thumbnails import Thumbnails


class HtmlReporter:
    """Gathers the results, and writes the page when they end; the stream should be UTF-8.

    `roots` are the files and folders that the user named: pictures may lie in them.
    """

    def __init__(self, stream: TextIO, settings: Settings, *, roots: Sequence[Path] = ()) -> None:
        self._stream = stream
        self._settings = settings
        self._roots = roots
        self._entries = Entries()

    def begin(self) -> None:
        """Write nothing: a page opens with its counts."""

    def add(self, result: Result) -> None:
        """Take one result."""
        pictures = None
        if isinstance(result, Checked):
            pictures = [judgement.caption.picture for judgement in result.judgements]
        self._entries.add(article(result), pictures)

    def end(self, tally: Tally) -> None:
        """Write the page."""
        self._entries.interrupted = tally.interrupted
        folder = self._settings.explain_pictures
        heatmaps = read_folder(folder) if folder is not None else HeatMaps()
        self._stream.write(render(self._entries, Thumbnails(finder_for(self._settings, self._roots), heatmaps)))


def render(entries: Entries, thumbnails: Thumbnails) -> str:
    """Return the page on what was gathered."""
    entries.trim()
    thumbnails.give(entries.rows)
    return page(entries, thumbnails.uris)
