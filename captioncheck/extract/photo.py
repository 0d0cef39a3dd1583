"""A photo as an input: its own captions, and what else it says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from captioncheck.datatypes import Article, Location, Picture, Skipped, TextEncoder
from captioncheck.errors import PictureError
from captioncheck.extract.base import Source, make_caption
from captioncheck.extract.photo_metadata import metadata_of
from captioncheck.pictures.decoding import decode
from captioncheck.pictures.files import MAX_BYTES, PictureFile, picture_file, too_large

_LEAST = 8  # pixels a side: the quickest decoding that still reads the whole file
_SILENT = "it says nothing of itself: no caption, credit, date or place"
_NO_CAPTION = "it carries no caption"


class PhotoReader:
    """Reads what a JPEG, PNG, WebP, GIF or TIFF says of itself."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield one article without a body, with the photo's captions and metadata; `Skipped` where it is no photo."""
        where = Location(source.path)
        try:
            with source.open() as stream:
                data = stream.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                raise PictureError(f"{source.path} {too_large()}")
            picture = picture_file(source.path, data)
            photo = metadata_of(picture)
        except PictureError as error:
            yield Skipped(where, str(error).removeprefix(source.path).lstrip(": "))
            return
        damage = _damage(picture)
        missing = _SILENT if photo.empty else _NO_CAPTION if not photo.captions else ""
        captions = tuple(
            make_caption(
                row.text,
                where,
                language=row.language,
                published=photo.created,
                picture=Picture(source.path, named=True),
            )
            for row in photo.captions
        )
        yield Article(
            location=where,
            headline=photo.headline,
            passages=(),
            captions=captions,
            published=photo.created,
            language=photo.captions[0].language if photo.captions else None,
            notes=tuple(note for note in (damage, missing, *photo.notes) if note),
            photo=photo,
        )


def _damage(picture: PictureFile) -> str:
    """Return what is wrong with the pixels of a picture whose metadata can be read, or ""."""
    try:
        decode(picture, _LEAST)
    except PictureError as error:
        return str(error).replace(picture.name, "it", 1)
    return ""
