"""`captioncheck review`: results that were written before, as a page."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captioncheck.cli.exits import Exit
from captioncheck.cli.measuring import one_source
from captioncheck.cli.messages import say, set_up_logging
from captioncheck.cli.outputs import (
    OutputError,
    printing,
    same_file,
)
from captioncheck.config import Settings
from captioncheck.errors import ConfigError, ReaderError
from captioncheck.report.terminal.wording import count
from captioncheck.scan.files import KINDS

if TYPE_CHECKING:
    from captioncheck.report.review.entries import Entries

PAGE = "captioncheck-review.html"
_LONGEST = 2**24


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked on the command line; `output` is a file, or "-" for standard output."""

    results: tuple[str, ...]
    output: str = PAGE
    opens: bool = False
    images: str | None = None
    explain_pictures: str | None = None


def request_from(options: Mapping[str, Any]) -> Request:
    """Return the request that parsed options make."""
    return Request(
        results=options["results"],
        output=options["output"] or PAGE,
        opens=options["opens"],
        images=options["images"],
        explain_pictures=options["explain_pictures"],
    )


def run_review(request: Request) -> Exit:
    """Write the page and return the exit code. Raises CaptionCheckError when that cannot be."""
    set_up_logging()
    _validate(request)
    from captioncheck.pictures import finder_for
    from captioncheck.report.review.entries import Entries
    from captioncheck.report.review.heatmaps import HeatMaps, read_folder
    from captioncheck.report.review.reporter import render
    from captioncheck.report.review.thumbnails import Thumbnails

    heatmaps = read_folder(request.explain_pictures) if request.explain_pictures is not None else HeatMaps()
    entries, broken = Entries(), []
    for path in request.results:
        broken += _read(path, entries)
    for line in broken:
        say(line, "error")
    page = render(entries, Thumbnails(finder_for(Settings(images=request.images)), heatmaps))
    _write(request.output, page)
    if request.output != "-":
        found = count(entries.flagged, "mismatch", "mismatches") if entries.flagged else "no captions flagged"
        say(f"{request.output}: {found} in {count(entries.checked, 'article')}")
    if request.opens and not webbrowser.open(Path(request.output).resolve().as_uri()):
        say(f"no browser could be started; open {request.output} in one", "warning")
    return Exit.FAILED if broken else Exit.CLEAN


def _read(path: str, entries: Entries) -> list[str]:
    """Add what a file holds, as a stream where it is what a scan has written, of any size; return its broken lines."""
    from captioncheck.report.review.results import read_results, read_rows
    from captioncheck.scan.formats import lines, rows_of

    kind = KINDS.get(Path(path).suffix.lower())
    if kind in ("sqlite", "parquet"):
        from captioncheck.scan.files import files_for

        one_source(path, "RESULTS")
        return read_rows(path, rows_of(files_for(path)), entries)
    if kind == "jsonl" and _is_rows(path):
        return read_rows(path, lines(Path(path)), entries)
    return read_results(path, _data(path), entries)


def _is_rows(path: str) -> bool:
    from captioncheck.report.review.results import is_row

    try:
        with Path(path).open("rb") as stream:
            return is_row(stream.readline(_LONGEST))
    except OSError:
        return False  # said by whoever reads it as a whole


def _data(path: str) -> bytes:
    try:
        return one_source(path, "RESULTS").data()
    except ReaderError as error:
        raise ConfigError(f"{path}: {error}") from error


def _validate(request: Request) -> None:
    """Raise for everything that can be known to be wrong before any work is done."""
    if not request.results:
        raise ConfigError(
            "nothing to review: give what captioncheck check --format json or jsonl, or scan, has written"
        )
    if request.results.count("-") > 1:
        raise ConfigError("standard input (-) can be given only once")
    if request.output == "-" and request.opens:
        raise ConfigError("--open needs a file; give --output FILE")
    if request.images is not None and not Path(request.images).is_dir():
        raise ConfigError(f"--images {request.images}: no such folder")
    for path in request.results:
        if path != "-" and same_file(request.output, path):
            raise ConfigError(f"--output {request.output}: that file is an input; it would be overwritten")


def _write(path: str, page: str) -> None:
    """Write the page, whole or not at all."""
    if path == "-":
        with printing("html") as stream:
            stream.write(page)
        return
    target = Path(path)
    if target.exists() and not target.is_file():  # /dev/null, a named pipe
        _put(target, page, path)
        return
    target = Path(os.path.realpath(path))  # a link stays one
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        _put(temporary, page, path)
        temporary.replace(target)
    except OSError as error:
        raise OutputError(f"--output {path}: cannot write there: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _put(target: Path, page: str, name: str) -> None:
    try:
        target.write_text(page, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise OutputError(f"--output {name}: cannot write there: {error.strerror or error}") from error
