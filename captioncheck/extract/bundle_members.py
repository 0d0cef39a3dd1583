"""The members of zip and tar archives as streams, in order; nothing is written anywhere."""

from __future__ import annotations

import io
import re
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, BinaryIO, Self, cast

from captioncheck.datatypes import Status
from captioncheck.errors import ReaderError
from captioncheck.extract.base import one_line
from captioncheck.extract.bundle_limits import Budget, Guarded
from captioncheck.extract.packed import RATIO, unpacked

IN_MEMORY = 256 * 2**20
"""Bytes of a member that are held at once where it must be read twice, or from its end."""
_MAX_HEADER = 2**20
_BUFFER = 65_536
_OUTSIDE = re.compile(r"\A(?:[/\\]|[A-Za-z]:)|(?:\A|[/\\])\.\.(?:[/\\]|\Z)")


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name, how to open it, whether it can be opened `again`, and why it is not read, "" if it is."""

    name: str
    open: Callable[[], BinaryIO]
    again: bool
    problem: str = ""
    status: Status = Status.ERROR


def members(stream: IO[bytes], budget: Budget) -> Iterator[Member]:
    """Yield the members of an archive, files only. Raises ReaderError when it is none, or breaks off."""
    buffered: Any = stream if hasattr(stream, "peek") else io.BufferedReader(Guarded(stream, Budget(), None))
    if buffered.peek(2)[:2] == b"PK":
        yield from _zipped(stream if _seekable(stream) else held(buffered), budget)
    else:
        yield from _tarred(buffered, budget)


def held(stream: IO[bytes]) -> io.BytesIO:
    """Return all bytes of a stream, in memory; ReaderError when they are too many."""
    data = stream.read(IN_MEMORY + 1)
    if len(data) > IN_MEMORY:
        raise ReaderError(f"is larger than {IN_MEMORY // 2**20} MB inside an archive; unpack that first")
    return io.BytesIO(data)


def _zipped(stream: IO[bytes], budget: Budget) -> Iterator[Member]:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    # Members that share their bytes are a bomb too: together they may not be more than the file allows.
    budget = budget.within(max(RATIO * size, 2**30))
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError) as error:
        raise ReaderError(f"is a broken zip archive ({error})") from error
    with archive:
        for info in archive.infolist():
            budget.count()
            if info.is_dir():
                continue
            problem, status = _zip_problem(info)
            yield Member(info.filename, partial(_open_zipped, archive, info, budget), True, problem, status)


def _zip_problem(info: zipfile.ZipInfo) -> tuple[str, Status]:
    mode = info.external_attr >> 16
    if _OUTSIDE.search(info.filename):
        return "its name leads outside the archive", Status.ERROR
    if stat.S_ISLNK(mode):
        return "is a link, not a file", Status.SKIPPED
    if info.flag_bits & 1:
        return "is encrypted; unpack it with its password", Status.ERROR
    return "", Status.ERROR


def _open_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> BinaryIO:
    try:
        stream = archive.open(info)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise ReaderError(f"cannot be read from the archive: {one_line(str(error))[:120]}") from error
    return cast("BinaryIO", io.BufferedReader(Guarded(stream, budget, info.compress_size), _BUFFER))


class _Header(tarfile.TarInfo):
    """A tar header that refuses what only an attack holds: a name, or a list of attributes, of many megabytes."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        # The library takes all three for the end of the archive, in silence.
        if len(buf) != tarfile.BLOCKSIZE:
            raise ReaderError("is a tar archive that breaks off: its end is missing, and perhaps more")
        try:
            info = super().frombuf(buf, encoding, errors)
        except tarfile.InvalidHeaderError as error:  # type: ignore[attr-defined]
            raise ReaderError(f"is no tar archive, or one that is broken here ({error})") from error
        if info.type in b"xgXLK" and info.size > _MAX_HEADER:
            raise ReaderError("is a tar archive with a header of more than 1 MB; it is not read any further")
        return info


def _tarred(stream: IO[bytes], budget: Budget) -> Iterator[Member]:
    plain = unpacked(stream)
    again = plain is stream and _seekable(stream)
    try:
        archive = tarfile.open(fileobj=plain, mode="r:" if again else "r|", tarinfo=_Header)  # noqa: SIM115
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise ReaderError(f"is no tar archive, or a broken one ({one_line(str(error))[:120]})") from error
    with archive:
        while info := _next(archive):
            budget.count()
            if info.isdir():
                continue
            problem, status = _tar_problem(info)
            yield Member(info.name, partial(_open_tarred, archive, info, budget), again, problem, status)
            vars(archive)["members"] = []  # or it remembers every one
    if not again:
        _to_the_end(plain)


def _to_the_end(stream: IO[bytes]) -> None:
    """Read what stands after the archive's end, so that a file that was cut there is found out."""
    for _ in range(_MAX_HEADER // _BUFFER):
        if not stream.read(_BUFFER):
            return


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        return archive.next()
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise ReaderError(f"is a tar archive that breaks off here ({one_line(str(error))[:120]})") from error


def _tar_problem(info: tarfile.TarInfo) -> tuple[str, Status]:
    if _OUTSIDE.search(info.name):
        return "its name leads outside the archive", Status.ERROR
    if info.issym() or info.islnk():
        return "is a link, not a file", Status.SKIPPED
    if not info.isfile():
        return "is no regular file", Status.SKIPPED
    return "", Status.ERROR


def _open_tarred(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> BinaryIO:
    try:
        stream = archive.extractfile(info)
    except (tarfile.TarError, OSError, KeyError) as error:
        raise ReaderError(f"cannot be read from the archive: {one_line(str(error))[:120]}") from error
    if stream is None:
        raise ReaderError("is no regular file")
    return cast("BinaryIO", io.BufferedReader(Guarded(stream, budget, None), _BUFFER))


def _seekable(stream: IO[bytes]) -> bool:
    return stream.seekable()
