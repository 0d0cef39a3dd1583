"""What several articles need of their pictures, together and beforehand: files found once, decoded in threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from captioncheck.cores import usable_cores
from captioncheck.datatypes import Article, Picture
from captioncheck.errors import PictureError
from captioncheck.pictures import PictureFile, PictureFinder

if TYPE_CHECKING:
    from PIL.Image import Image

WINDOW = 16
"""Pictures that are looked at in one go: a batch of the model."""
_BYTES = 64 * 2**20
"""Bytes of picture files that are held at once; what goes beyond is read again when it is needed."""


def pictures_of(article: Article) -> int:
    """Return how many pictures stand in an article."""
    return sum(caption.picture is not None for caption in article.captions)


class Foreseen:
    """Finds pictures as its finder does, and holds those of the articles in hand, so that each is read once."""

    def __init__(self, finder: PictureFinder) -> None:
        self._finder = finder
        self._held: dict[tuple[Picture, str], PictureFile | PictureError] = {}
        self._size = 0

    def find(self, picture: Picture, article: str) -> PictureFile:
        """Return the bytes of a picture; PictureError says why not."""
        key = (picture, article)
        if key not in self._held:
            try:
                found = self._finder.find(picture, article)
            except PictureError as error:
                self._held[key] = error
            else:
                if self._size + len(found.data) > _BYTES:
                    return found
                self._size += len(found.data)
                self._held[key] = found
        held = self._held[key]
        if isinstance(held, PictureError):
            raise held
        return held

    def refresh(self) -> None:
        """Forget all that was found, so that new pictures are."""
        self.forget()
        self._finder.refresh()

    def forget(self) -> None:
        """Let go of what is held."""
        self._held.clear()
        self._size = 0


def decoded_ahead(files: Mapping[str, PictureFile], pixels: Callable[[PictureFile], Image]) -> dict[str, Image]:
    """Return the pixels of pictures by digest, decoded in threads beside each other; what is damaged is left out."""

    def decoded(picture: PictureFile) -> Image | None:
        try:
            return pixels(picture)
        except PictureError:
            return None

    with ThreadPoolExecutor(min(usable_cores(), 8), "decode") as pool:
        rows = zip(files, pool.map(decoded, files.values()), strict=True)
        return {digest: image for digest, image in rows if image is not None}
