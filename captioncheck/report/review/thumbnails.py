"""Small copies of the pictures, to stand in the page: bounded in size and number, and nothing breaks a page."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

from captioncheck.errors import PictureError
from captioncheck.pictures import PictureFinder, decode
from captioncheck.report.review.entries import Row
from captioncheck.report.review.heatmaps import HeatMaps

SIDE, QUALITY = 416, 74
MOST, MOST_BYTES = 500, 16 * 2**20
FULL = f"the page already holds {MOST} pictures or {MOST_BYTES // 2**20} MB of them"


@dataclass(slots=True)
class Thumbnails:
    """Gives rows their pictures; `uris` are those that the page holds, each once."""

    finder: PictureFinder
    heatmaps: HeatMaps = field(default_factory=HeatMaps)
    uris: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _bytes: int = 0

    def give(self, rows: Iterable[Row]) -> None:
        """Set `thumb`, `heat` and `note` of each row; what a reviewer looks at first comes first, until all is full."""
        for row in sorted(rows, key=lambda row: row.loudness):
            row.shown |= {"thumb": None, "heat": None, "note": ""}
            if row.shown["image"] is None:
                continue
            found = self.heatmaps.of(row)
            if found is not None and self._room(len(found.picture) + len(found.heat)):
                row.shown["thumb"] = self._hold(found.picture)
                row.shown["heat"] = self._hold(found.heat) if found.heat else None
                continue
            self._copy(row)

    def _copy(self, row: Row) -> None:
        if row.shown["cut"]:
            row.shown["note"] = "the page holds the picture's own data, and results do not repeat it"
            return
        if not self._room(0):
            row.shown["note"] = FULL
            return
        assert row.picture is not None  # a row with an image has one
        try:
            file = self.finder.find(row.picture, row.path)
            number = self._numbers.get(file.digest)
            if number is None:
                number = self._numbers[file.digest] = self._hold(_small(decode(file, SIDE).image))
            row.shown["thumb"] = number
        except PictureError as error:
            row.shown["note"] = str(error)
        except (OSError, ValueError):  # no file system has such a name
            row.shown["note"] = "the reference to the picture is not a path"

    def _room(self, size: int) -> bool:
        return len(self.uris) < MOST and self._bytes + size < MOST_BYTES

    def _hold(self, uri: str) -> int:
        self.uris.append(uri)
        self._bytes += len(uri)
        return len(self.uris) - 1


def _small(image: object) -> str:
    from PIL.Image import Image

    assert isinstance(image, Image)
    image.thumbnail((SIDE, SIDE))
    stream = BytesIO()
    image.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{base64.b64encode(stream.getvalue()).decode()}"
