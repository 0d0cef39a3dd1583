"""`captioncheck scan`: an archive to a file of rows, resumable and parallel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from captioncheck.cli import scan_across, scan_background
from captioncheck.cli.configured import settings_for, with_encoders
from captioncheck.cli.exits import Exit, exit_for, nothing_in, nothing_told
from captioncheck.cli.gating import Gate
from captioncheck.cli.interrupt import held, remembered
from captioncheck.cli.keeping import keeping
from captioncheck.cli.messages import say, say_skipped, set_up_logging
from captioncheck.cli.progress import MINUTE, Progress
from captioncheck.cli.run import Request, found_sources, named_roots, require_new, validated
from captioncheck.datatypes import Result, Skipped, Status
from captioncheck.errors import ConfigError
from captioncheck.report.terminal.wording import count
from captioncheck.scan.errors import ScanError
from captioncheck.scan.files import Files, Written, files_for

if TYPE_CHECKING:
    from captioncheck.scan.across.finishing import Pass
    from captioncheck.scan.archive import Engine
    from captioncheck.scan.inputs import Changes, Input
    from captioncheck.scan.journal import Past
    from captioncheck.scan.picture_marks import PictureMarks
    from captioncheck.scan.sums import Sums
    from captioncheck.score.cohort import Sample

NEVER = ("baseline", "explain_pictures", "image", "require_pictures")
"""Settings that a scan does without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRequest:
    """What was asked on the command line: a request like that of check, where rows go, and what to do with old ones."""

    check: Request
    out: str
    resume: bool = False
    update: bool = False
    restart: bool = False
    chart: str | None = None


def request_from(options: Mapping[str, Any]) -> ScanRequest:
    """Return the request that parsed options make."""
    check = Request(
        paths=options["paths"],
        files_from=options["files_from"],
        progress=not options["no_progress"],
        jobs=options["jobs"],
        cache=not options["no_cache"],
        cache_dir=options["cache_dir"],
        settings=settings_for(options, *NEVER),
    )
    if options["address"] is not None and check.settings.engine != "ray":
        raise ConfigError("--address names a Ray cluster, and none is used: add --engine ray")
    if options["out"] is None:
        raise ConfigError("--out FILE is missing: it says where the results go, for example --out results.jsonl")
    return ScanRequest(
        check=check,
        out=options["out"],
        resume=options["resume"],
        update=options["update"],
        restart=options["restart"],
        chart=options["chart"],
    )


def run_scan(request: ScanRequest) -> Exit:
    """Scan what was asked for and return the exit code. Raises CaptionCheckError when that cannot be."""
    set_up_logging()
    files = _validated(request)
    from captioncheck.scan.lock import locked

    check = replace(request.check, settings=with_encoders(request.check.settings))
    with keeping(check.cache_dir, cache=check.cache), locked(files.lock, request.out):
        return _Scan(replace(request, check=check), files).carry_out()


def _validated(request: ScanRequest) -> Files:
    validated(request.check)
    if "-" in request.check.paths or request.check.files_from == "-":
        raise ConfigError("scan reads no standard input: it could not be read again to resume; give files or folders")
    for path in request.check.paths:
        if not (has_magic(path) or os.path.lexists(path)):
            raise ConfigError(f"{path}: no such file or folder")  # no output is begun for a slip
    if request.resume + request.update + request.restart > 1:
        raise ConfigError("--resume, --update and --restart: give one of them")
    files = files_for(request.out)
    if any(Path(path).resolve() == files.out for path in request.check.paths):
        raise ConfigError(f"--out {request.out}: that file is an input; it would be overwritten")
    require_new(f"--out {request.out}", request.out, request.check)
    if request.chart is not None:
        from captioncheck.cli.scan_chart import require_chart

        require_chart(request.chart, request.check.paths)
    return files


@dataclass
class _Scan:
    """A scan of one output, which is locked."""

    request: ScanRequest
    files: Files
    sums: Sums = field(init=False)
    wanted: Pass = field(init=False)

    def __post_init__(self) -> None:
        from captioncheck.scan.sums import Sums

        self.sums = Sums([str(root) for root in named_roots(self.request.check)])
        self.wanted = scan_across.pass_for(self.request.check)

    def carry_out(self) -> Exit:
        """Begin, go on or bring up to date, and sum up."""
        from captioncheck.scan import identity

        request, files = self.request, self.files
        check = request.check
        header = identity.header(check.settings, check.paths, check.files_from)
        drawn = (files.background, files.temporary)  # before there is a journal, they are no more than a beginning
        there = [path for path in files.all() if path.exists() and path not in drawn]
        if there and not (request.resume or request.update or request.restart):
            raise ScanError(
                f"{os.path.relpath(there[0])} is there already: --resume goes on with it, --update takes up what is "
                "new, --restart begins anew"
            )
        if request.restart:
            files.remove()
            there = []
        header["settings"] |= scan_background.marks_for(check, files, fresh=not there)
        if there:
            files.settle()
            past = self._past(header)
            if request.update:
                return self._update(header, past)
            return self._complete(past) if past.complete else self._run(header, past)
        elif request.resume or request.update:
            say(f"{request.out} is not there yet, so all is scanned")
        return self._run(header, None)

    def _past(self, header: Mapping[str, Any]) -> Past:
        from captioncheck.scan import formats, identity, journal

        files = self.files
        if not files.journal.exists():
            raise ScanError(f"{self.request.out} has no journal beside it, so it cannot be gone on with; see --restart")
        past = journal.read(files.journal)
        other = list(identity.differences(past.header, header))
        if other:
            more = f"; and {len(other) - 3} more" if len(other) > 3 else ""
            raise ScanError(
                f"{self.request.out} was made in another way: {'; '.join(other[:3])}{more}; give the same, or "
                "--restart to judge everything anew"
            )
        if past.damaged:
            say(f"{files.journal} is damaged; what was done since is done again", "warning")
        if past.complete and files.kind != "jsonl":
            formats.restore(files)
        return past

    def _complete(self, past: Past) -> Exit:
        from captioncheck.scan import archive

        archive.recount(self.files.old, past, self.sums)
        passed = list(past.passed) == self.wanted.marks()
        rest = "--update takes up what is new or changed since" if passed else "what needs all of it is looked for"
        say(f"{self.request.out} is complete already; {rest}")
        return self._pass()

    def _run(self, header: Mapping[str, Any], past: Past | None) -> Exit:
        """Scan everything, or what is left of it."""
        from captioncheck.scan import archive, inputs

        files, forecast_passed = self.files, 0.0
        found = self._inputs()
        if past is not None:
            archive.recount(files.old, past, self.sums)
            seen = _Sized(found)
            found = inputs.left(seen, files.journal, past, self._pictures)
            forecast_passed = seen.size
            say(f"{count(self.sums.tally.articles, 'input')} of {self.request.out} are kept; the rest is scanned")
        code = self._write(header, past, found, files.old, forecast_passed)
        return self._pass() if code is None else code

    def _update(self, header: Mapping[str, Any], base: Past) -> Exit:
        """Scan what is new or changed since, and keep the rows of all else."""
        from captioncheck.scan import archive, identity, inputs, journal

        files, changes = self.files, inputs.Changes()
        archive.recount(files.old, base, None)
        past: Past | None = None
        found = inputs.updated(self._inputs(), files.journal, base, changes, self._pictures)
        passed = 0.0
        if files.new.journal.exists():
            try:
                past = journal.read(files.new.journal)
                if list(identity.differences(past.header, header)) or past.damaged:
                    raise ScanError("another update")
                archive.recount(files.new, past, self.sums)
                found = inputs.left(found, files.new.journal, past, self._pictures)
            except ScanError:
                files.new.remove()
                past, changes, self.sums = None, inputs.Changes(), type(self.sums)(self.sums.roots)
                found = inputs.updated(self._inputs(), files.journal, base, changes, self._pictures)
        code = self._write(header, past, found, files.new, passed, files.old)
        if code is not None:
            return code
        files.take(files.new)
        _say_changes(changes)
        return self._pass()

    def _inputs(self) -> Iterator[Input]:
        from captioncheck.scan.inputs import marked

        return marked(found_sources(self.request.check, frozenset()), [*self.files.all(), self.files.lock])

    def _write(
        self,
        header: Mapping[str, Any],
        past: Past | None,
        found: Iterator[Input],
        paths: Written,
        passed: float,
        base: Written | None = None,
    ) -> Exit | None:
        """Write rows and journal; return a code if that was cut off."""
        from captioncheck.scan.archive import Archive, close
        from captioncheck.scan.forecast import Forecast
        from captioncheck.scan.writer import Writer

        check = self.request.check
        engine = _engine(check, self._samples)
        scan_across.say_missing(self.wanted.finders)
        forecast = Forecast(lambda: found_sources(check, frozenset()))
        forecast.passed = passed
        with (
            Progress(wanted=check.progress, every=MINUTE) as progress,
            remembered() as interrupt,
            _opened(base) as old,
            _closing(Writer(paths, header, past)) as writer,
        ):
            progress.more = lambda: f"{forecast.shown()}, {self.sums.flagged:,} flagged"
            if check.progress:
                forecast.start()

            def tell(one: Input, result: Result | None) -> None:
                forecast.tell(one, result)
                progress.done, progress.current = self.sums.tally.articles, one.path
                if isinstance(result, Skipped) and result.status is Status.ERROR:
                    with progress.hidden():
                        say_skipped(result)
                interrupt()

            traced = bool(self.wanted.finders)
            finish = _finisher(check)
            archive = Archive(
                engine, check.settings, writer, self.sums, finish, tell, held, old, traced, self._pictures
            )
            try:
                archive.carry_out(found)
                with held():
                    close(writer, self.sums, paths)
            except KeyboardInterrupt:
                with progress.hidden():
                    say(f"interrupted after {count(self.sums.tally.articles, 'input')}; --{self._again} goes on")
                return Exit.INTERRUPTED
        return None

    @cached_property
    def _samples(self) -> Mapping[str, Sample]:
        return scan_background.samples_for(self.request.check, self.files)

    @cached_property
    def _pictures(self) -> PictureMarks:
        from captioncheck.pictures import finder_for
        from captioncheck.scan.picture_marks import PictureMarks

        return PictureMarks(finder_for(self.request.check.settings, named_roots(self.request.check)))

    @property
    def _again(self) -> str:
        return "update" if self.request.update else "resume"

    def _pass(self) -> Exit:
        """Look for what only the whole archive can tell, unless that is done, and end."""
        from captioncheck.engine.local import LocalEngine
        from captioncheck.scan import archive, journal

        check, files = self.request.check, self.files
        past = journal.read(files.journal)
        if list(past.passed) != self.wanted.marks() or "passed" not in (past.end or {}):
            engine = LocalEngine(check.jobs, named_roots(check), samples=self._samples)
            try:
                changed = scan_across.carry_out(self.wanted, check, files, past, engine)
            except KeyboardInterrupt:
                say(f"interrupted after all {count(self.sums.tally.articles, 'input')}; --resume does the rest")
                return Exit.INTERRUPTED
            if changed:
                self.sums = type(self.sums)(self.sums.roots)
                archive.recount(files.old, journal.read(files.journal), self.sums)
        return self._end()

    def _end(self) -> Exit:
        """Write another format, show the sums, and return the exit code."""
        from captioncheck.cli.scan_summary import show
        from captioncheck.scan import formats

        formats.export(self.files)
        settings, tally = self.request.check.settings, self.sums.tally
        if nothing_in(tally, settings):
            say(nothing_told(tally, "scan"), "error")
        show(self.sums, self.files, settings, scan_background.told_of(settings, self._samples))
        if self.request.chart is not None:
            from captioncheck.cli.scan_chart import draw

            draw(self.request.chart, self.sums)
        return exit_for(tally, settings)


def _engine(check: Request, samples: Mapping[str, Sample]) -> Engine:
    """Return what carries the scan out. Raises CaptionCheckError where it cannot."""
    settings, roots = check.settings, named_roots(check)
    if settings.engine == "ray":
        from captioncheck.engine.ray import RayEngine

        cluster = RayEngine(settings.address, check.jobs, roots, samples)
        cluster.prepare(settings)
        say(cluster.about(settings))
        return cluster
    from captioncheck.engine.local import LocalEngine

    local = LocalEngine(check.jobs, roots, samples=samples)
    local.prepare(settings)
    return local


def _finisher(check: Request) -> Callable[[Result], Result]:
    """Return what becomes of a result before it is written: what the settings and comments silence is marked."""
    gate = Gate(check)
    gate.warn()
    return gate.apply


def _say_changes(changes: Changes) -> None:
    say(
        f"{count(changes.kept, 'unchanged input')} kept, {changes.new:,} new, {changes.changed:,} changed or tried "
        f"again, {changes.dropped:,} gone"
    )


@dataclass(slots=True)
class _Sized:
    """Inputs, and the bytes of those that were taken."""

    inputs: Iterator[Input]
    size: int = 0

    def __iter__(self) -> Iterator[Input]:
        return self

    def __next__(self) -> Input:
        one = next(self.inputs)
        self.size += one.size
        return one


@contextmanager
def _opened(base: Written | None) -> Iterator[tuple[BinaryIO, BinaryIO] | None]:
    if base is None:
        yield None
        return
    with base.rows.open("rb") as rows, base.traces.open("rb") as traces:
        yield rows, traces


@contextmanager
def _closing(writer: Any) -> Iterator[Any]:
    try:
        yield writer
    finally:
        writer.close()
