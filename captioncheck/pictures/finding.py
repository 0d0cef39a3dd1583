"""From a picture's reference to its bytes, and nowhere else.

A reference comes out of somebody's article, so it is not trusted: it opens what lies in the article's own folder, or
in a file or folder that the user named, after every link in the path is followed. What the user named (`--image`) is
opened wherever it is.
"""

# An archive has very many pictures, and its update looks for all of them: no pathlib on the way.
# ruff: noqa: PTH113, PTH114, PTH118, PTH120

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from captioncheck.config import Settings
from captioncheck.datatypes import Picture
from captioncheck.errors import PictureError
from captioncheck.pictures.decoding import Decoded, decode
from captioncheck.pictures.files import PictureFile, read_data, read_file
from captioncheck.pictures.references import file_name, local_names, references_of, scheme_of

_WEB_ROOTS = ("", "static", "public")
"""Where "/img/a.jpg" lies in a named folder: a site as served, and as Hugo, Jekyll and the like keep it."""


@dataclass(frozen=True)
class PictureFinder:
    """Finds the pictures of articles.

    `roots` are the files and folders that the user named, `images` a folder of pictures to look in by file name,
    `fetch` what gets remote pictures (None: they are not fetched).
    """

    roots: tuple[Path, ...] = ()
    images: Path | None = None
    fetch: Callable[[str], PictureFile] | None = None

    def find(self, picture: Picture, article: str) -> PictureFile:
        """Return the bytes of a picture that stands in the article at the path `article`; PictureError says why not."""
        if picture.named:
            return read_file(Path(os.path.realpath(picture.reference)), picture.reference)
        refusals: list[PictureError] = []
        for reference in references_of(picture):
            try:
                return self._local(reference, article)
            except PictureError as error:
                refusals.append(error)
        for reference in references_of(picture):
            if scheme_of(reference) in ("http", "https"):
                if self.fetch is None:
                    raise PictureError(f"{_shown(reference)} is remote: --fetch-images fetches it")
                return self.fetch("https:" + reference if reference.startswith("//") else reference)
        raise refusals[0]

    def locate(self, picture: Picture, article: str) -> Path | None:
        """Return the local file that `find` would read, None where it is none; where a folder leads is kept in mind."""
        for reference in references_of(picture):
            try:
                found = self._file(reference, article, self._known_folder)
            except PictureError:
                continue
            return found
        return None

    def refresh(self) -> None:
        """Forget which pictures the folders hold, so that new ones are found."""
        for name in ("_index", "_leads"):
            self.__dict__.pop(name, None)

    def _local(self, reference: str, article: str) -> PictureFile:
        found = self._file(reference, article)
        return read_data(reference) if found is None else read_file(found, _shown(reference))

    def _file(self, reference: str, article: str, real_folder: Callable[[str], str] = os.path.realpath) -> Path | None:
        """Return the file that a reference leads to, None where the picture stands in the reference itself."""
        scheme = scheme_of(reference)
        if scheme == "data":
            return None
        if scheme not in ("", "file", "http", "https"):
            raise PictureError(f"{_shown(reference)}: '{scheme}:' references are not followed")
        if "\0" in reference or not reference.strip():
            raise PictureError("the reference to the picture is empty" if not reference.strip() else "not a path")
        outside = False
        if scheme in ("", "file"):
            folder = os.path.dirname(article) or os.curdir
            roots = (_Below(real_folder(folder)), *self._real_roots)
            for path in self._candidates(reference, folder):
                real = _followed(path, real_folder)
                if not any(real in root for root in roots):
                    outside = True
                elif os.path.isfile(real):
                    return Path(real)
        path_in_folder = self._in_images(reference)
        if path_in_folder is not None:
            return path_in_folder
        if outside:
            raise PictureError(
                f"{_shown(reference)} lies outside the article's folder and the folders named on the command line, so "
                "it is not opened; name its folder, or use --images"
            )
        raise PictureError(f"{_shown(reference)}: no such file")

    def _candidates(self, reference: str, folder: str) -> Iterator[str]:
        for name in local_names(reference):
            yield os.path.join(folder, name)
            if name.startswith("/"):
                for root in self._folders:
                    yield from (os.path.join(root, part, name.lstrip("/")) for part in _WEB_ROOTS)

    @cached_property
    def _real_roots(self) -> tuple[_Below, ...]:
        named = (*self.roots, *((self.images,) if self.images else ()))
        return tuple(_Below(os.path.realpath(root)) for root in named)

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        return tuple(os.fspath(root) for root in self.roots if root.is_dir())

    @cached_property
    def _leads(self) -> dict[str, str]:
        return {}

    def _known_folder(self, folder: str) -> str:
        if folder not in self._leads:
            self._leads[folder] = os.path.realpath(folder)
        return self._leads[folder]

    def _in_images(self, reference: str) -> Path | None:
        """Return the file of that name in the folder of pictures; of several, the one whose folders agree best."""
        if self.images is None:
            return None
        found = self._index.get(file_name(reference).casefold(), ())
        wanted = [part.casefold() for part in local_names(reference)[-1].replace("\\", "/").split("/")][::-1]
        ranked = sorted(found, key=lambda path: -_agreeing(path, wanted))
        if len(ranked) > 1 and _agreeing(ranked[0], wanted) == _agreeing(ranked[1], wanted):
            raise PictureError(f"{_shown(reference)}: {len(found)} files in {self.images} have that name")
        return ranked[0] if ranked else None

    @cached_property
    def _index(self) -> dict[str, list[Path]]:
        """Return the real paths of all files in the folder of pictures, by file name in lower case."""
        index: dict[str, list[Path]] = {}
        for here, folders, names in os.walk(self.images or ".", followlinks=False):
            folders.sort()
            for name in sorted(names):
                real = os.path.realpath(os.path.join(here, name))
                if any(real in root for root in self._real_roots):
                    index.setdefault(name.casefold(), []).append(Path(real))
        return index


def finder_for(settings: Settings, roots: Sequence[Path] = ()) -> PictureFinder:
    """Return the finder that settings ask for; `roots` are the files and folders that the user named."""
    images = Path(settings.images) if settings.images is not None else None
    fetch = None
    if settings.fetch_images:
        from captioncheck.pictures.remote import Fetcher  # http and ssl: not for those who fetch nothing

        fetch = Fetcher()
    return PictureFinder(tuple(roots), images, fetch)


def open_picture(
    reference: str | Picture, article: str, finder: PictureFinder | None = None, least: int | None = None
) -> Decoded:
    """Find and decode a picture; see `PictureFinder.find` and `decode`."""
    picture = Picture(reference) if isinstance(reference, str) else reference
    return decode((finder or PictureFinder()).find(picture, article), least)


@dataclass(frozen=True)
class _Below:
    """What lies in a folder, or is it: real paths."""

    folder: str

    def __contains__(self, real: str) -> bool:
        return real == self.folder or real.startswith(self._inner)

    @cached_property
    def _inner(self) -> str:
        return os.path.join(self.folder, "")


def _followed(path: str, real_folder: Callable[[str], str]) -> str:
    """Return where a path leads, by where its folder does."""
    folder, name = os.path.split(path)
    real = os.path.join(real_folder(folder or os.curdir), name)
    return os.path.realpath(path) if name in ("", os.curdir, os.pardir) or os.path.islink(real) else real


def _agreeing(path: Path, wanted: list[str]) -> int:
    parts = [part.casefold() for part in path.parts][::-1]
    count = 0
    for one, other in zip(parts, wanted, strict=False):
        if one != other:
            break
        count += 1
    return count


def _shown(reference: str) -> str:
    return reference if len(reference) <= 80 else f"{reference[:38]}…{reference[-38:]}"
