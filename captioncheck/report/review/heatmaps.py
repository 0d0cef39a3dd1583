"""The heat maps that `--explain-pictures` has drawn, found again in its pages by article and caption."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from captioncheck.errors import ConfigError
from captioncheck.report.review.entries import Row

_LARGEST = 64 * 2**20
_PICTURE = re.compile(r"data:image/(?:jpeg|png);base64,[A-Za-z0-9+/=]+")


@dataclass(frozen=True, slots=True)
class HeatMap:
    """data: URIs of a picture and of what lies over it; `heat` is "" where the model allows none."""

    picture: str
    heat: str


@dataclass(slots=True)
class HeatMaps:
    """Heat maps by article (path, record) and caption (line, text)."""

    known: dict[tuple[str, str | None, int, str], HeatMap] = field(default_factory=dict)

    def of(self, row: Row) -> HeatMap | None:
        """Return the heat map of a row."""
        return self.known.get((row.path, row.record, row.shown["line"], row.shown["text"]))


def read_folder(folder: str) -> HeatMaps:
    """Return the heat maps in a folder of pages; other files are passed by. Raises ConfigError where it is none."""
    if not Path(folder).is_dir():
        raise ConfigError(f"--explain-pictures {folder}: no such folder")
    found = HeatMaps()
    for path in sorted(Path(folder).glob("*.html")):
        try:
            if path.stat().st_size > _LARGEST:
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise ConfigError(f"--explain-pictures {path}: cannot be read: {error.strerror or error}") from error
        page = _Page()
        page.feed(text)
        found.known |= page.found
    return found


class _Page(HTMLParser):
    """Reads `data-*` of the page and of each section, and the two images in a section."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[tuple[str, str | None, int, str], HeatMap] = {}
        self._article: tuple[str, str | None] | None = None
        self._caption: tuple[int, str] | None = None
        self._picture = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what the page says of itself."""
        said = {name: value or "" for name, value in attrs}
        if "data-article" in said:
            self._article = _pair(said["data-article"])
        if tag == "section":
            self._caption, self._picture = _caption(said.get("data-caption", "")), ""
        if tag != "img" or self._article is None or self._caption is None:
            return
        uri = said.get("src", "")
        if not _PICTURE.fullmatch(uri):
            return
        if said.get("class") != "heat":
            self._picture = uri
        self.found[*self._article, *self._caption] = HeatMap(self._picture, uri if said.get("class") == "heat" else "")


def _pair(text: str) -> tuple[str, str | None] | None:
    match _loaded(text):
        case [str(path), str() | None as record]:
            return path, record
    return None


def _caption(text: str) -> tuple[int, str] | None:
    match _loaded(text):
        case [int(line), str(words)]:
            return line, words
    return None


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
