"""Where results go: standard output, and the files of `--output FORMAT=FILE`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from captioncheck.config import Settings
from captioncheck.datatypes import Result, Tally
from captioncheck.errors import CaptionCheckError, ConfigError
from captioncheck.registry import REPORTERS
from captioncheck.report.base import Reporter

STDOUT = "standard output"


class OutputError(CaptionCheckError):
    """Results could not be written; no use in going on."""


class ClosedOutput(Exception):
    """Whoever read the results has closed the pipe."""


@dataclass(frozen=True, slots=True)
class Output:
    """One reporter, the stream it writes to, and what to call that in a message."""

    name: str
    stream: TextIO
    reporter: Reporter


@dataclass(frozen=True, slots=True)
class Outputs:
    """All outputs of a run; each result goes to every one and is flushed at once."""

    each: Sequence[Output]

    def begin(self) -> None:
        """Begin every output."""
        for output in self.each:
            with writing(output.stream, output.name):
                output.reporter.begin()

    def add(self, result: Result) -> None:
        """Add one result to every output."""
        for output in self.each:
            with writing(output.stream, output.name):
                output.reporter.add(result)

    def end(self, tally: Tally) -> None:
        """End every output."""
        for output in self.each:
            with writing(output.stream, output.name):
                output.reporter.end(tally)

    def identities(self) -> frozenset[tuple[int, int]]:
        """Return the (device, inode) of every file that is written, so that none is read as an article."""
        found = set()
        for output in self.each:
            try:
                status = os.fstat(output.stream.fileno())
            except (OSError, ValueError):
                continue
            found.add((status.st_dev, status.st_ino))
        return frozenset(found)


def parse_output(value: str) -> tuple[str, str]:
    """Return (format, file) of a "FORMAT=FILE"; ConfigError when it is none or the format is unknown."""
    name, equals, path = value.partition("=")
    if not equals or not path:
        raise ConfigError(f"--output {value}: give it as FORMAT=FILE, for example json=results.json")
    REPORTERS.require(name)
    return name, path


@contextmanager
def opened(
    format_name: str, files: Iterable[tuple[str, str]], settings: Settings, roots: Sequence[Path] = ()
) -> Iterator[Outputs]:
    """Open all outputs for a run. Raises ConfigError for a file that cannot be written.

    `roots` are the files and folders that were named: an output that shows pictures may find them there.
    """
    # FORCE_COLOR speaks of the screen: in a file, escape codes stand only where they were asked for.
    plain = replace(settings, color="never") if settings.color == "auto" else settings
    with ExitStack() as stack:
        outputs = [
            Output(
                STDOUT, stream := standard_output(format_name), _reporter(format_name, stream, settings, STDOUT, roots)
            )
        ]
        for name, path in files:
            file = stack.enter_context(closing(open_file(name, path), path))
            outputs.append(Output(path, file, _reporter(name, file, plain, path, roots)))
        yield Outputs(outputs)


@contextmanager
def closing(stream: TextIO, where: str) -> Iterator[TextIO]:
    """Close a file in the end, which writes what it still holds. Raises OutputError where that fails."""
    try:
        yield stream
    except BaseException:
        with suppress(OSError):  # what went wrong first is what is told
            stream.close()
        raise
    try:
        stream.close()
    except OSError as error:
        raise OutputError(f"cannot write to {where}: {error.strerror or error}") from error


def open_file(format_name: str, path: str) -> TextIO:
    """Open the file of an `--output FORMAT=FILE`. Raises ConfigError when it cannot be written."""
    try:
        return Path(path).open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise ConfigError(f"--output {format_name}={path}: cannot write there: {error.strerror}") from error


def same_file(one: str, other: str) -> bool:
    """Return whether two paths are one file that exists."""
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):
        return False


def _reporter(name: str, stream: TextIO, settings: Settings, where: str, roots: Sequence[Path]) -> Reporter:
    # On stdout errors would stand twice before the eyes of a user: stderr has them.
    options: dict[str, Any] = {"errors_shown": where != STDOUT} if name == "terminal" else {}
    if name == "html":
        options["roots"] = roots
    reporter: Reporter = REPORTERS.load(name)(stream, settings, **options)
    return reporter


def standard_output(format_name: str) -> TextIO:
    """Return stdout, ready for what is to be written there. Raises OutputError when it is closed."""
    if getattr(sys, "stdout", None) is None:
        raise OutputError(f"{STDOUT} is closed; there is nowhere to write the results to")
    if isinstance(sys.stdout, TextIOWrapper):
        if format_name == "terminal":
            sys.stdout.reconfigure(errors="replace")
        else:
            # JSON is UTF-8 whatever the locale; a lone surrogate becomes the \udcxx that JSON knows too.
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return sys.stdout


@contextmanager
def writing(stream: TextIO, where: str) -> Iterator[None]:
    """Flush what is written within. Raises ClosedOutput, or OutputError that names `where` it could not be written."""
    try:
        yield
        stream.flush()
    except BrokenPipeError as error:
        raise ClosedOutput from error
    except OSError as error:
        raise OutputError(f"cannot write to {where}: {error.strerror or error}") from error


@contextmanager
def printing(format_name: str = "json") -> Iterator[TextIO]:
    """Give stdout to a command that only prints. Raises what `standard_output` and `writing` do."""
    stream = standard_output(format_name)
    with writing(stream, STDOUT):
        yield stream


def abandon_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's own flush at exit cannot fail."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
