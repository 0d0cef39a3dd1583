"""One run of `calibrate`: read an archive, fit the thresholds, report, and write them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captioncheck.cli.configured import settings_for
from captioncheck.cli.exits import Exit
from captioncheck.cli.interrupt import remembered
from captioncheck.cli.measuring import Report, publish
from captioncheck.cli.messages import say, say_skipped, set_up_logging
from captioncheck.cli.outputs import OutputError, same_file
from captioncheck.cli.progress import Progress
from captioncheck.config import Settings
from captioncheck.datatypes import Skipped, Status
from captioncheck.errors import ConfigError
from captioncheck.extract.base import Source
from captioncheck.registry import ENCODERS, READERS

if TYPE_CHECKING:
    from captioncheck.evaluation.calibration import Outcome
    from captioncheck.evaluation.thresholds import Wanted

WARNINGS, DOUBT = 0.02, 0.08
"""Wanted rates for warnings and for captions in doubt, unless the rate before is higher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked on the command line; rates are shares, 0 to 1."""

    paths: tuple[str, ...]
    files_from: str | None
    false_alarms: float
    warnings: float | None
    doubt: float | None
    slips: float
    articles: int
    seed: int
    output: str | None
    format: str
    progress: bool
    settings: Settings = field(default_factory=Settings)

    def wanted(self) -> Wanted:
        """Return the wanted rates. Raises ConfigError when a sterner level may fire more often than a milder one."""
        from captioncheck.evaluation.thresholds import Wanted

        warnings = max(WARNINGS, self.false_alarms) if self.warnings is None else self.warnings
        doubt = max(DOUBT, warnings) if self.doubt is None else self.doubt
        if not self.false_alarms <= warnings <= doubt:
            raise ConfigError("--false-alarms, --warnings and --doubt must rise: each includes the one before")
        return Wanted(self.false_alarms, warnings, doubt, self.slips)


def request_from(options: Mapping[str, Any]) -> Request:
    """Return the request that parsed options make."""
    names = (
        "paths",
        "files_from",
        "false_alarms",
        "warnings",
        "doubt",
        "slips",
        "articles",
        "seed",
        "output",
        "format",
    )
    return Request(
        **{name: options[name] for name in names},
        progress=not options["no_progress"],
        settings=settings_for(options, "calibration", "image", "explain"),
    )


def run_calibrate(request: Request) -> Exit:
    """Calibrate and return the exit code. Raises CaptionCheckError when that cannot be."""
    set_up_logging()
    wanted = request.wanted()
    _validate(request)
    try:
        outcome, failed = _outcome(request, wanted)
    except KeyboardInterrupt:
        say("interrupted; nothing was written")
        return Exit.INTERRUPTED
    from captioncheck.cli.calibrate_words import show
    from captioncheck.evaluation.calibration import document

    report = Report(lambda console: show(outcome, console), partial(document, outcome))
    publish(report, request.format, (), request.settings.color)
    if request.output is None:
        say("nothing was written; --output FILE keeps these thresholds")
    else:
        _write(request.output, document(outcome))
        say(f"wrote {request.output}; use it with --calibration {request.output}")
    if failed:
        say(f"{failed:,} of the inputs could not be read; the thresholds rest on the others", "error")
    return Exit.FAILED if failed else Exit.CLEAN


def _outcome(request: Request, wanted: Wanted) -> tuple[Outcome, int]:
    from captioncheck.evaluation.calibration import calibrate
    from captioncheck.pipeline import Checker
    from captioncheck.sources import Finder

    finder = Finder(settings=request.settings)
    sources: Iterable[Source | Skipped] = finder.find(request.paths)
    if request.files_from is not None:
        sources = chain(sources, finder.find_listed(request.files_from))
    failed = 0
    with Progress(wanted=request.progress) as progress, remembered() as interrupt:

        def complain(skipped: Skipped) -> None:
            nonlocal failed
            if skipped.status is Status.ERROR:
                failed += 1
                with progress.hidden():
                    say_skipped(skipped)

        def tick(what: str) -> None:
            interrupt()
            progress.done = progress.done + 1 if progress.what == what else 1
            progress.what = what

        checker = Checker(request.settings)
        outcome = calibrate(
            sources, checker, wanted, articles=request.articles, seed=request.seed, complain=complain, tick=tick
        )
    return outcome, failed


def _validate(request: Request) -> None:
    """Raise for everything that can be known to be wrong before any work is done."""
    ENCODERS.require(request.settings.encoder)
    if request.settings.input_format is not None:
        READERS.require(request.settings.input_format)
    if not request.paths and request.files_from is None:
        raise ConfigError("nothing to calibrate on: give files, folders or globs of your own articles")
    if "-" in request.paths and request.files_from == "-":
        raise ConfigError("standard input cannot be both an article (-) and the list of paths (--files-from -)")
    if request.output is not None:
        target = Path(request.output)
        if any(same_file(request.output, path) for path in (*request.paths, request.files_from or "")):
            raise ConfigError(f"--output {target}: that file or folder is an input; it would be overwritten")
        if target.is_dir() or not target.parent.is_dir():
            raise ConfigError(f"--output {target}: give a file in a folder that exists")


def _write(path: str, document: dict[str, Any]) -> None:
    try:
        Path(path).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write to {path}: {error.strerror or error}") from error
