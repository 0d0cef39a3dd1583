"""Zip and tar archives: every member that is an article, or holds some, is read as a file of its name would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, cast

from captioncheck.datatypes import Article, Location, Skipped, TextEncoder
from captioncheck.errors import CaptionCheckError, MissingExtraError, ReaderError, fault
from captioncheck.extract.base import Reader, Source, one_line
from captioncheck.extract.bundle_limits import MAX_DEPTH, Budget, TooMuchError
from captioncheck.extract.bundle_members import Member, held, members
from captioncheck.extract.draft import not_this
from captioncheck.extract.packed import DAMAGED
from captioncheck.extract.readers import EXTENSIONS, has_reader, load_reader, reader_for

_HEAD = 4_096
_STREAMED = frozenset({"jsonl", "warc"})
"""Formats that are read once from front to end, and so straight from the archive at any size."""


class BundleReader:
    """Reads the articles of a zip or tar archive, and of archives inside it."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder
        self._readers: dict[str, Reader] = {}

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield what the members hold, in order, with the member's name as (or before) the record."""
        some = False
        try:
            for item in self._archive(source, Budget(), 1):
                some = True
                yield _relocated(item, replace(item.location, path=source.path))
        except TooMuchError as error:
            some = True
            yield Skipped(Location(source.path), str(error))
        if not some:
            endings = ", ".join(EXTENSIONS)
            yield not_this(source, f"is an archive without articles (looked for {endings})")

    def _archive(self, source: Source, budget: Budget, depth: int) -> Iterator[Article | Skipped]:
        try:
            with source.open() as stream:
                names = _Names()
                for member in members(stream, budget):
                    if _is_article(member.name):
                        name = names.unique(member.name)
                        yield from self._member(member, name, budget, depth)
        except TooMuchError:
            raise
        except (ReaderError, MissingExtraError) as error:
            yield Skipped(Location(source.path), str(error))
        except DAMAGED as error:
            yield Skipped(Location(source.path), f"cannot be read: {error}")

    def _member(self, member: Member, name: str, budget: Budget, depth: int) -> Iterator[Article | Skipped]:
        where = Location("", record=name)
        if member.problem:
            yield Skipped(where, member.problem, member.status)
            return
        try:
            stream = cast("Any", member.open())
            kind = reader_for(member.name, stream.peek(_HEAD)[:_HEAD])
            if kind == "bundle":
                if depth >= MAX_DEPTH:
                    yield Skipped(where, f"is an archive {depth} levels deep in archives; unpack the outer one")
                    return
                inner = Source(name, lambda: cast("BinaryIO", stream), named=False)
                for item in self._archive(inner, budget, depth + 1):
                    yield _under(item, name, "!/")
                return
            for item in self._reader(kind).read(_source(member, name, kind, stream)):
                yield _under(item, name, "#")
        except TooMuchError:
            raise
        except (ReaderError, MissingExtraError) as error:
            yield Skipped(where, str(error))
        except DAMAGED as error:
            yield Skipped(where, f"cannot be read: {error}")
        except CaptionCheckError:
            raise
        except Exception as error:  # ours, and no other member's fault
            yield Skipped(where, fault(error))

    def _reader(self, name: str) -> Reader:
        if name not in self._readers:
            self._readers[name] = load_reader(name, self._encoder)
        return self._readers[name]


class _Names:
    """Gives members of one name, which is legal, a name each."""

    def __init__(self) -> None:
        self._seen: Counter[int] = Counter()

    def unique(self, name: str) -> str:
        name = one_line(name)
        self._seen[hash(name)] += 1
        count = self._seen[hash(name)]
        return name if count == 1 else f"{name} ({count})"


def _source(member: Member, name: str, kind: str, stream: BinaryIO) -> Source:
    """Return a member as a source: streamed, opened anew each time, or held in memory."""
    if kind in _STREAMED:
        return Source(name, lambda: stream, named=False)
    if member.again:
        stream.close()
        return Source(name, member.open, named=False)
    data = held(stream).getvalue()
    from io import BytesIO

    return Source(name, lambda: BytesIO(data), named=False)


def _is_article(name: str) -> bool:
    """Return whether a member would be found in a folder: by its extension, and not hidden."""
    parts = name.replace("\\", "/").split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts) or "__MACOSX" in parts
    return has_reader(parts[-1]) and not hidden


def _under(item: Article | Skipped, name: str, joint: str) -> Article | Skipped:
    """Return an item whose record begins with the member's name; "!/" leads into an archive, "#" to a record."""
    record = (item.location.record or "").removeprefix("#")
    return _relocated(item, replace(item.location, record=f"{name}{joint}{record}" if record else name))


def _relocated(item: Article | Skipped, where: Location) -> Article | Skipped:
    if isinstance(item, Skipped):
        return replace(item, location=where)
    captions = tuple(
        replace(caption, location=replace(caption.location, path=where.path, record=where.record))
        for caption in item.captions
    )
    return replace(item, location=where, captions=captions)
