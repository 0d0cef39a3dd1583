"""One run of `evaluate`: judge or read judgements, join them with labels, measure, report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captioncheck.cli.configured import settings_for
from captioncheck.cli.exits import Exit
from captioncheck.cli.interrupt import remembered
from captioncheck.cli.measuring import Report, one_source, open_outputs, publish
from captioncheck.cli.messages import say, say_skipped, set_up_logging
from captioncheck.cli.outputs import same_file
from captioncheck.cli.progress import Progress
from captioncheck.config import Settings
from captioncheck.datatypes import Result, Skipped
from captioncheck.errors import ConfigError
from captioncheck.extract.base import Source

if TYPE_CHECKING:
    from captioncheck.evaluation.judged import Sample
    from captioncheck.evaluation.labels import Labels

PLOTS = ("reliability", "roc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked on the command line; `plots` are (diagram, file), `outputs` (format, file)."""

    labelled: str | None
    labels: str | None = None
    results: str | None = None
    plots: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    format: str = "terminal"
    worst: int = 3
    progress: bool = True
    settings: Settings = field(default_factory=Settings)


def request_from(options: Mapping[str, Any]) -> Request:
    """Return the request that parsed options make."""
    return Request(
        labelled=options["labelled"],
        labels=options["labels"],
        results=options["results"],
        plots=tuple(_pair("--plot", "DIAGRAM", "reliability=reliability.svg", value) for value in options["plots"]),
        outputs=tuple(_pair("--output", "FORMAT", "json=rates.json", value) for value in options["outputs"]),
        format=options["format"],
        worst=options["worst"],
        progress=not options["no_progress"],
        settings=settings_for(options, "image", "explain", input_format="jsonl"),
    )


def run_evaluate(request: Request) -> Exit:
    """Evaluate and return the exit code. Raises CaptionCheckError when that cannot be."""
    set_up_logging()
    _validate(request)
    from captioncheck.evaluation import document, plots
    from captioncheck.evaluation.rates import evaluate

    with ExitStack() as stack:
        files = open_outputs(stack, request.outputs)
        try:
            sample, failed = _sample(request)
        except KeyboardInterrupt:
            say("interrupted; nothing was measured")
            return Exit.INTERRUPTED
        evaluation = evaluate(sample)
        for name, path in request.plots:
            plots.draw(name, path, evaluation)
        from captioncheck.cli.evaluate_words import show

        report = Report(
            lambda console: show(evaluation, request.worst, console),
            partial(document.document, evaluation, request.worst),
        )
        publish(report, request.format, files, request.settings.color)
    if sample.lacking:
        some = ", ".join(sample.lacking[:3]) + (", ..." if len(sample.lacking) > 3 else "")
        say(f"{len(sample.lacking):,} labelled records have no result: {some}", "error")
    return Exit.FAILED if failed or sample.lacking else Exit.CLEAN


def _sample(request: Request) -> tuple[Sample, int]:
    """Return the judged captions with their labels, and the number of inputs that could not be read."""
    from captioncheck.evaluation import judged

    labelled = one_source(request.labelled, "LABELLED") if request.labelled else None
    labels = _labels(request, labelled)
    if request.results is not None:
        return judged.joined(judged.of_file(one_source(request.results, "--results")), labels), 0
    assert labelled is not None  # _validate has seen to that
    failed: list[Skipped] = []

    with Progress(wanted=request.progress) as progress, remembered() as interrupt:

        def complain(skipped: Skipped) -> None:
            failed.append(skipped)
            with progress.hidden():
                say_skipped(skipped)

        def counted() -> Iterator[Result]:
            from captioncheck.pipeline import Checker

            progress.current = labelled.path
            for progress.done, result in enumerate(Checker(request.settings).check([labelled]), 1):
                interrupt()
                yield result

        sample = judged.joined(judged.of_results(counted(), complain), labels)
    return sample, len(failed)


def _labels(request: Request, labelled: Source | None) -> Labels:
    from captioncheck.evaluation import labels

    found = labels.Labels() if labelled is None else labels.from_records(labelled)
    if request.labels is not None:
        apart = labels.from_file(one_source(request.labels, "--labels"))
        return labels.Labels(records=apart.records, headlines=found.headlines)
    if not found.captions:
        path = labelled.path if labelled else ""
        raise ConfigError(f"{path}: no caption has a 'label' or a known 'kind'; put them in, or give --labels FILE")
    return found


def _validate(request: Request) -> None:
    """Raise for everything that can be known to be wrong before any work is done."""
    if request.labelled is None and not (request.labels and request.results):
        raise ConfigError("nothing to evaluate: give LABELLED, or both --labels and --results")
    inputs = [path for path in (request.labelled, request.labels, request.results) if path is not None]
    if inputs.count("-") > 1:
        raise ConfigError("standard input (-) can be only one of LABELLED, --labels and --results")
    targets = [
        *(("--output", name, path) for name, path in request.outputs),
        *(("--plot", name, path) for name, path in request.plots),
    ]
    for option, name, path in targets:
        if any(same_file(path, other) for other in inputs):
            raise ConfigError(f"{option} {name}={path}: that file is an input; it would be overwritten")
    for name, path in request.plots:
        _plot(name, path)


def _plot(name: str, path: str) -> None:
    from captioncheck.evaluation.plots import ENDINGS, require_matplotlib

    if name not in PLOTS:
        raise ConfigError(f"--plot {name}={path}: unknown diagram '{name}'; known: {', '.join(PLOTS)}")
    if Path(path).suffix not in ENDINGS:
        raise ConfigError(f"--plot {name}={path}: the file must end in {' or '.join(ENDINGS)}")
    if not Path(path).parent.is_dir():
        raise ConfigError(f"--plot {name}={path}: there is no folder {Path(path).parent}")
    require_matplotlib()


def _pair(option: str, what: str, example: str, value: str) -> tuple[str, str]:
    name, equals, path = value.partition("=")
    if not equals or not path:
        raise ConfigError(f"{option} {value}: give it as {what}=FILE, for example {example}")
    if option == "--output" and name not in ("terminal", "json"):
        raise ConfigError(f"--output {value}: unknown format '{name}'; known: terminal, json")
    return name, path
