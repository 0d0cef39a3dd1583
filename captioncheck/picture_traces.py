"""What the pictures of an article leave in its trace: digest and print where they are at hand, and the address."""

from __future__ import annotations

from collections.abc import Sequence

from captioncheck.datatypes import Judgement, Picture
from captioncheck.errors import PictureError
from captioncheck.foresight import Foreseen
from captioncheck.pictures import PictureFile
from captioncheck.pictures.addresses import same_file
from captioncheck.pictures.decoding import decode
from captioncheck.pictures.prints import LEAST, print_of
from captioncheck.pictures.references import references_of
from captioncheck.traces import PictureTrace

_REMEMBERED = 256
"""Pictures whose print is kept: a logo or a template's photo stands in many articles."""

_Looks = tuple[bytes, tuple[bytes, ...], int, int]


class PictureTracer:
    """Leaves traces of pictures; each file is decoded once, a JPEG at an eighth of its size where that is enough."""

    def __init__(self, finder: Foreseen) -> None:
        self._finder = finder
        self._looks: dict[str, _Looks] = {}

    def traces(self, path: str, judgements: Sequence[Judgement]) -> tuple[PictureTrace, ...]:
        """Return the traces of the pictures that captions of the article at `path` stand under."""
        found = []
        for index, judgement in enumerate(judgements):
            if (picture := judgement.caption.picture) is not None:
                digest, hashes, width, height = self._look(picture, path)
                found.append(PictureTrace(index, digest, hashes, _address(picture), width, height))
        return tuple(found)

    def _look(self, picture: Picture, path: str) -> _Looks:
        try:
            file = self._finder.find(picture, path)
        except PictureError:  # CC203 says so under the caption
            return b"", (), 0, 0
        if file.digest not in self._looks:
            if len(self._looks) >= _REMEMBERED:
                self._looks.clear()
            self._looks[file.digest] = _looks(file)
        return self._looks[file.digest]


def _looks(file: PictureFile) -> _Looks:
    digest = bytes.fromhex(file.digest)
    try:
        decoded = decode(file, LEAST)
    except PictureError:  # damaged: its bytes can still be the same as another's
        return digest, (), 0, 0
    made = print_of(decoded.image)
    return digest, (made,) if made else (), *decoded.size


def _address(picture: Picture) -> str:
    """Return the address of a file on the web, else the reference as the article has it, without what is inlined."""
    rows = [one for one in references_of(picture) if not one.startswith("data:")]
    return next((one for one in rows if same_file(one)), rows[0][:500] if rows else "")
