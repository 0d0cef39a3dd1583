"""One run of `check`: find, check, report, and count."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from captioncheck.cli.exits import Exit, exit_for, nothing_in, nothing_told
from captioncheck.cli.gating import Gate
from captioncheck.cli.interrupt import held, remembered
from captioncheck.cli.keeping import keeping
from captioncheck.cli.messages import say, say_skipped, set_up_logging
from captioncheck.cli.outputs import ClosedOutput, Outputs, abandon_stdout, opened, parse_output, same_file
from captioncheck.cli.progress import Progress
from captioncheck.config import Settings
from captioncheck.datatypes import Picture, Result, Skipped, Status, Tally
from captioncheck.errors import ConfigError, PictureError
from captioncheck.extract.base import Source
from captioncheck.registry import ENCODERS, READERS, REPORTERS
from captioncheck.report.terminal.wording import count

if TYPE_CHECKING:
    from captioncheck.engine.local import LocalEngine
    from captioncheck.engine.remembering import RememberingEngine
    from captioncheck.picture_pages import PicturePages


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked on the command line, besides the settings: what to read, and where results go."""

    paths: tuple[str, ...] = ()
    files_from: str | None = None
    stdin_filename: str | None = None
    format: str = "terminal"
    outputs: tuple[str, ...] = ()
    progress: bool = True
    jobs: int | None = None
    cache: bool = True
    cache_dir: str | None = None
    write_baseline: bool = False
    update_baseline: bool = False
    diff_base: str | None = None
    watch: bool = False
    config: tuple[str, ...] = ()
    settings: Settings = field(default_factory=Settings)


def run_check(request: Request) -> Exit:
    """Check what was asked for and return the exit code. Raises CaptionCheckError when that cannot be."""
    with keeping(request.cache_dir, cache=request.cache):
        return _check(request)


def _check(request: Request) -> Exit:
    """Check everything that was asked for and return the exit code. Raises CaptionCheckError when that cannot be."""
    set_up_logging()
    files = validated(request)
    gate = Gate(request)
    from captioncheck.cli.configured import with_encoders

    request = replace(request, settings=with_encoders(request.settings))
    if request.watch:
        return _watch(request)
    settings, pages = request.settings, None
    if settings.explain_pictures is not None:
        from captioncheck.picture_pages import PicturePages

        pages = PicturePages(settings.explain_pictures)
    run = _Run(request, files, gate, _engine(request, pages), pages)
    gate.warn()
    code = run.carry_out()
    if code is not None:
        return code
    gate.close()
    if pages is not None:
        say(f"{count(len(pages.written), 'page')} on pictures in {settings.explain_pictures}")
    if run.blind and settings.require_pictures:
        pictures, (why, _) = count(run.blind.total(), "picture"), run.blind.most_common(1)[0]
        say(f"{pictures} could not be compared, and --require-pictures asks for that: {why}", "error")
        return Exit.FAILED
    if not run.tally.articles and gate.nothing_changed():
        return Exit.CLEAN
    if nothing_in(run.tally, settings):
        say(nothing_told(run.tally, "check"), "error")
    return exit_for(run.tally, settings)


@dataclass(slots=True)
class _Run:
    """One way from sources to outputs, and what it counted."""

    request: Request
    files: Iterable[tuple[str, str]]
    gate: Gate
    engine: LocalEngine | RememberingEngine
    pages: PicturePages | None = None
    tally: Tally = field(default_factory=Tally)
    blind: Counter[str] = field(default_factory=Counter)

    def carry_out(
        self, some: Sequence[Source | Skipped] | None = None, note: Callable[[Result], None] | None = None
    ) -> Exit | None:
        """Check `some` sources (None: all that were asked for) and report; return a code if that was cut off."""
        settings, tally, ended = self.request.settings, self.tally, False
        self.engine.prepare(settings)
        with (
            Progress(wanted=self.request.progress) as progress,
            opened(self.request.format, self.files, settings, named_roots(self.request)) as outputs,
            remembered() as interrupt,
        ):
            try:
                found = _sources(self.request, outputs.identities() | self.gate.identities(), progress)
                sources = self.gate.chosen(found) if some is None else some
                if some is None:
                    progress.total = partial(_in_all, self.request)
                with held():
                    outputs.begin()
                with closing(self.engine.run(settings, sources)) as results:
                    for result in map(self.gate.apply, results):
                        _report(result, outputs, tally, progress)
                        self.blind.update(_blind(result))
                        if note is not None:
                            note(result)
                        interrupt()
                with progress.hidden(), held():
                    ended = True
                    if self.pages is not None:
                        self.pages.close()  # an output may show what is in them
                    outputs.end(tally)
            except KeyboardInterrupt:
                if ended:
                    raise
                _interrupted(outputs, tally, progress)
                return Exit.INTERRUPTED
            except ClosedOutput:
                # Nobody saw the rest, so no verdict on the whole can be given: not clean, and not a finding either.
                abandon_stdout()
                return Exit.FAILED
        return None


def _watch(request: Request) -> Exit:
    """Check, and check again what changes."""
    from captioncheck.cli.watch import Take, Watch, require_watching, watch
    from captioncheck.engine.local import LocalEngine
    from captioncheck.sources import Finder

    require_watching(request)
    watched, warm = Watch(), LocalEngine(1, named_roots(request))

    def chosen(gate: Gate) -> list[Source | Skipped]:
        return list(gate.chosen(found_sources(request, gate.identities())))

    def first() -> Exit | None:
        run = _Run(request, (), Gate(request), _engine(request, None))
        return run.carry_out([watched.taken(item) for item in chosen(run.gate)], watched.note)

    def again(take: Take) -> Exit | None:
        run = _Run(request, (), Gate(request), warm)
        some = list(filter(take, chosen(run.gate)))
        if some:
            say(f"{time.strftime('%H:%M:%S')} {count(len(some), 'article')} changed {'-' * 30}")
            return run.carry_out(some, watched.note)
        return None

    def warm_up(names: Sequence[str]) -> None:
        warm.prepare(request.settings)
        for _ in warm.run(request.settings, Finder().find(names)):
            pass

    return watch(watched, first, again, warm_up, named_roots(request))


def _engine(request: Request, pages: PicturePages | None) -> LocalEngine | RememberingEngine:
    from captioncheck.engine.local import LocalEngine

    roots = named_roots(request)
    engine = LocalEngine(request.jobs, roots, pages)
    if not request.cache:
        return engine
    from captioncheck.engine.remembering import RememberingEngine
    from captioncheck.kept import cache_folder

    return RememberingEngine(engine, cache_folder(), roots)


def _blind(result: Result) -> list[str]:
    """Return why pictures of a result that were given could not be compared with their captions, one reason each."""
    from captioncheck.pictures.unchecked import failure

    return [] if isinstance(result, Skipped) else list(filter(None, map(failure, result.judgements)))


def _report(result: Result, outputs: Outputs, tally: Tally, progress: Progress) -> None:
    with progress.hidden(), held():
        tally.add(result)
        progress.done = tally.articles
        if isinstance(result, Skipped) and result.status is Status.ERROR:
            say_skipped(result)
        outputs.add(result)


def _interrupted(outputs: Outputs, tally: Tally, progress: Progress) -> None:
    """Close the outputs, so that what was checked so far can be used."""
    tally.interrupted = True
    with progress.hidden(), held():
        try:
            outputs.end(tally)
        except ClosedOutput:
            abandon_stdout()
        say(f"interrupted; the results until then are complete ({tally.articles} checked)")


def _sources(request: Request, written: frozenset[tuple[int, int]], progress: Progress) -> Iterator[Source | Skipped]:
    if "-" in request.paths and sys.stdin is not None and sys.stdin.isatty():
        say("reading an article from the keyboard; end it with Ctrl-D")
    for item in found_sources(request, written):
        progress.current = item.path if isinstance(item, Source) else item.location.path
        yield item


def found_sources(request: Request, written: frozenset[tuple[int, int]]) -> Iterator[Source | Skipped]:
    """Yield the sources that were asked for; `written` are the files that this run writes."""
    from captioncheck.sources import Finder

    settings = request.settings
    finder = Finder(settings.allow_empty_input, request.stdin_filename, written, settings)
    yield from finder.find(request.paths)
    if request.files_from is not None:
        yield from finder.find_listed(request.files_from)


def _in_all(request: Request) -> int | None:
    """Return how many articles there will be, None where only reading can tell."""
    from captioncheck.extract.readers import holds_one

    if request.files_from is not None or request.diff_base is not None:
        return None
    number = 0
    for item in found_sources(request, frozenset()):
        if isinstance(item, Source) and not holds_one(item.path, request.settings.input_format):
            return None
        number += 1
    return number


def validated(request: Request) -> list[tuple[str, str]]:
    """Return the output files as (format, file), after everything that can be known to be wrong was looked at."""
    settings = request.settings
    ENCODERS.require(settings.encoder)
    REPORTERS.require(request.format)
    if settings.input_format is not None:
        READERS.require(settings.input_format)
    if not request.paths and request.files_from is None:
        raise ConfigError("nothing to check: give a file, a folder, a glob, or - for standard input")
    if "-" in request.paths and request.files_from == "-":
        raise ConfigError("standard input cannot be both an article (-) and the list of paths (--files-from -)")
    if request.stdin_filename is not None and "-" not in request.paths:
        raise ConfigError("--stdin-filename names standard input; give - as PATH with it")
    if settings.image is not None:
        _picture(settings.image)
    if settings.images is not None and not Path(settings.images).is_dir():
        raise ConfigError(f"--images {settings.images}: no such folder")
    files = [parse_output(value) for value in request.outputs]
    for number, (name, path) in enumerate(files):
        require_new(f"--output {name}={path}", path, request)
        if any(_same_place(path, other) for _, other in files[:number]):
            raise ConfigError(f"--output {name}={path}: another output is written to that file; give each its own")
    return files


def require_new(flag: str, path: str, request: Request) -> None:
    """Raise ConfigError where a file that is to be written is one that the run reads."""
    settings = request.settings
    read = [
        *((one, "an input") for one in request.paths),
        (request.files_from, "the list of paths"),
        *((one, "a config file") for one in request.config),
        (settings.baseline, "the baseline"),
        (settings.calibration, "the calibration"),
        (settings.image, "the picture"),
    ]
    for other, what in read:
        if other not in (None, "-") and same_file(path, other) and Path(path).is_file():
            raise ConfigError(f"{flag}: that file is {what}; it would be overwritten")


def _same_place(one: str, other: str) -> bool:
    """Return whether two outputs are one file; what is no file, such as /dev/null, takes several."""
    return os.path.realpath(one) == os.path.realpath(other) and (Path(one).is_file() or not Path(one).exists())


def _picture(path: str) -> None:
    """Make sure that a picture is one, without decoding it."""
    from captioncheck.pictures import PictureFinder
    from captioncheck.pictures.decoding import opened

    try:
        with opened(PictureFinder().find(Picture(path, named=True), "")):
            return
    except PictureError as error:
        raise ConfigError(f"--image {error}") from error


def named_roots(request: Request) -> tuple[Path, ...]:
    """Return the files and folders that were named: pictures may lie in them. Of a glob, the folder before it."""
    roots = []
    for path in request.paths:
        if path == "-":
            continue
        root = Path(path)
        while has_magic(str(root)) and not root.exists() and root != root.parent:
            root = root.parent
        roots.append(root)
    return tuple(roots)
