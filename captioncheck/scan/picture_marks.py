"""What the pictures of an input were when it was judged, as a part of its mark: a new one is a change, too."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from captioncheck.datatypes import Checked, Picture, Result
from captioncheck.pictures import PictureFinder
from captioncheck.pictures.references import references_of, scheme_of

MOST = 1_000
"""Pictures of an input that are noted; one with more is judged anew by every update."""
_MANY = "many"
_JOINT = "\n"
_MISSING = "-"


@dataclass(frozen=True, slots=True)
class PictureMarks:
    """Notes the local pictures of results behind an input's mark, and tells later whether they are what they were.

    Noted are the reference, as a finder takes it, and the size and time of the file that it leads to, or that there is
    none: one that turns up later is a change. Remote pictures are not looked at.
    """

    finder: PictureFinder

    def extended(self, mark: str, result: Result) -> str:
        """Return the mark with the pictures of one more result of the input."""
        pictures = _local(result)
        own, rows = _parted(mark)
        if not pictures or rows == _MANY:
            return mark
        path = result.article.location.path  # type: ignore[union-attr]
        known = {json.dumps(row[1:]) for row in rows}
        for picture in pictures:
            names = [picture.base, picture.reference, *picture.alternatives]
            if json.dumps(names) not in known:
                known.add(json.dumps(names))
                rows.append([self._state(picture, path), *names])
        noted = json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if len(rows) <= MOST else _MANY
        return f"{own}{_JOINT}{noted}"

    def same(self, noted: str, found: str, path: str, *, many: bool) -> bool:
        """Return whether an input is what a mark says that it was.

        `found` is its mark now, without pictures; `many` is what is said of one with too many pictures to be noted.
        """
        own, rows = _parted(noted)
        if own != found or rows == _MANY:
            return own == found and many
        return all(
            self._state(Picture(reference, alternatives=tuple(others), base=base), path) == state
            for state, base, reference, *others in rows
        )

    def _state(self, picture: Picture, path: str) -> str:
        file = self.finder.locate(picture, path)
        try:
            status = os.stat(file) if file is not None else None  # noqa: PTH116
        except OSError:
            status = None
        return _MISSING if status is None else f"{status.st_size} {status.st_mtime_ns}"


def _local(result: Result) -> Sequence[Picture]:
    if not isinstance(result, Checked):
        return ()
    found = (judgement.caption.picture for judgement in result.judgements)
    return [one for one in found if one is not None and any(scheme_of(name) != "data" for name in references_of(one))]


def _parted(mark: str) -> tuple[str, Any]:
    """Return an input's own mark and the rows of its pictures, or that they are many."""
    own, _, noted = mark.partition(_JOINT)
    return own, _MANY if noted == _MANY else json.loads(noted or "[]")
