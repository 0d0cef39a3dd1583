"""The options that check and explain share."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from captioncheck.config import COLORS, ENGINES, FAIL_ON, PRECISIONS
from captioncheck.registry import READERS, REPORTERS

if TYPE_CHECKING:
    from captioncheck.cli.run import Request

F = TypeVar("F", bound=Callable[..., Any])

PATHS = click.argument("paths", nargs=-1, metavar="PATH...", type=click.UNPROCESSED)
FILES_FROM = click.option(
    "--files-from", metavar="FILE", type=click.UNPROCESSED, help="Read paths from FILE, one a line; - is stdin."
)
INPUT_FORMAT = click.option(
    "--input-format", metavar="NAME", help=f"Read every input as this: {', '.join(READERS.builtin())}."
)
CALIBRATION = click.option(
    "--calibration", metavar="FILE", type=click.UNPROCESSED, help="Thresholds that captioncheck calibrate wrote."
)
COLOR = click.option("--color", type=click.Choice(COLORS), help="Colour the output.  [default: auto]")
NO_PROGRESS = click.option("--no-progress", is_flag=True, help="Never show progress on stderr.")
CONFIG = (
    click.option("--config", metavar="FILE", type=click.UNPROCESSED, help="Read this config file, not the closest."),
    click.option("--isolated", is_flag=True, help="Read no config file and no environment variable."),
)
FINDING = (
    click.option(
        "--exclude", multiple=True, metavar="PATTERN", help="Leave out what this gitignore pattern names; repeatable."
    ),
    click.option("--force-exclude/--no-force-exclude", default=None, help="Leave it out also where a PATH names it."),
    click.option(
        "--gitignore/--no-gitignore", "respect_gitignore", default=None, help="Leave out what git ignores, or do not."
    ),
)
RULES = (
    click.option("--select", multiple=True, metavar="RULES", help="Apply only these: codes, names or CC1; repeatable."),
    click.option("--ignore", multiple=True, metavar="RULES", help="Do not apply these; repeatable."),
    click.option(
        "--severity",
        multiple=True,
        metavar="RULE=LEVEL",
        help="No louder than error, warning, note or off; repeatable.",
    ),
)
PICTURES = (
    click.option(
        "--images", metavar="DIR", type=click.UNPROCESSED, help="Look for the articles' pictures here too, by name."
    ),
    click.option(
        "--fetch-images/--no-fetch-images", default=None, help="Fetch remote pictures, from public addresses only."
    ),
    click.option(
        "--picture-model",
        metavar="NAME",
        help="The CLIP model, see captioncheck models.  [default: by language]",
    ),
    click.option("--picture-precision", type=click.Choice(PRECISIONS), help="What it calculates in.  [default: fp32]"),
)
MODEL = (
    click.option("--encoder", metavar="NAME", help="The text encoder: use-m3 (bundled) or clip.  [default: use-m3]"),
    click.option(
        "--careful/--fast",
        default=None,
        help="Look again, with a better encoder, at captions left in doubt, or never.  [default: if installed]",
    ),
)
JOBS = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    metavar="N",
    help="Check with up to N processes, 300 to 600 MB each.  [default: one a core; 1 with a picture model]",
)
ENGINE = (
    click.option(
        "--engine", type=click.Choice(ENGINES), help="Use this machine's processes or a Ray cluster.  [default: local]"
    ),
    click.option(
        "--address",
        metavar="HOST:PORT",
        help="The Ray cluster.  [default: RAY_ADDRESS, else one of this machine for the run]",
    ),
)
FAIL_LEVEL = click.option(
    "--fail-on", type=click.Choice(list(FAIL_ON)), help="The lowest finding that exits 1.  [default: error]"
)
ALLOW_EMPTY = click.option(
    "--allow-empty-input/--no-allow-empty-input",
    default=None,
    help="A folder or glob without articles is no failure.",
)
CACHE = (
    click.option(
        "--cache-dir",
        metavar="DIR",
        type=click.UNPROCESSED,
        help="Keep results and vectors here for the next run.  [default: the user's cache folder]",
    ),
    click.option(
        "--no-cache",
        is_flag=True,
        envvar="CAPTIONCHECK_NO_CACHE",
        help="Use and keep no earlier results or vectors.",
    ),
)
OPTIONS = (
    PATHS,
    FILES_FROM,
    INPUT_FORMAT,
    click.option("--stdin-filename", metavar="NAME", help="Call standard input (-) by this name."),
    click.option("--image", metavar="FILE", type=click.UNPROCESSED, help="The picture that the captions stand under."),
    *PICTURES,
    click.option(
        "--require-pictures/--no-require-pictures", default=None, help="A picture that could not be compared exits 2."
    ),
    click.option(
        "--explain-pictures",
        metavar="DIR",
        type=click.UNPROCESSED,
        help="Write a page on each article's pictures to DIR.",
    ),
    *MODEL,
    CALIBRATION,
    JOBS,
    *CACHE,
    FAIL_LEVEL,
    *RULES,
    click.option(
        "--baseline", metavar="FILE", type=click.UNPROCESSED, help="Findings that this file knows do not count."
    ),
    click.option("--write-baseline", is_flag=True, help="Write all findings to the --baseline file, and exit 0."),
    click.option("--update-baseline", is_flag=True, help="Drop what is stale from the --baseline file; add nothing."),
    click.option("--diff-base", metavar="REF", help="Check only the articles that changed since this git commit."),
    click.option("--watch", "-w", is_flag=True, help="Go on, and check again what changes, until Ctrl-C."),
    *FINDING,
    ALLOW_EMPTY,
    click.option(
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(REPORTERS.builtin())}.  [default: terminal; github in GitHub Actions]",
    ),
    click.option(
        "--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Also write FORMAT to FILE; repeatable."
    ),
    click.option("--quiet", "-q", is_flag=True, default=None, help="Show findings and errors only."),
    COLOR,
    NO_PROGRESS,
    *CONFIG,
    click.option("--show-settings", is_flag=True, help="Show every setting and where it comes from; check nothing."),
    click.option("--show-files", is_flag=True, help="Show the files that would be checked; check nothing."),
)


def check_options(command: F) -> F:
    """Add the options to a command."""
    return with_options(OPTIONS, command)


def with_options(options: Sequence[Callable[[F], F]], command: F) -> F:
    """Add options to a command, shown in this order."""
    for option in reversed(options):
        command = option(command)
    return command


def default_format(*, explain: bool) -> str:
    """Return the format of who gave none: in GitHub Actions its own, except for an explanation, which is for people."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" and not explain else "terminal"


def request_from(options: Mapping[str, Any]) -> Request:
    """Return the request that parsed options make; what was not given is left to what the settings are otherwise."""
    from captioncheck.cli.configured import resolved
    from captioncheck.cli.run import Request

    found = resolved(options)
    return Request(
        paths=options["paths"],
        files_from=options["files_from"],
        stdin_filename=options["stdin_filename"],
        format=options["format"] or default_format(explain=bool(options.get("explain"))),
        outputs=options["outputs"],
        progress=not options["no_progress"],
        jobs=options["jobs"],
        cache=not options["no_cache"],
        cache_dir=options["cache_dir"],
        write_baseline=options["write_baseline"],
        update_baseline=options["update_baseline"],
        diff_base=options["diff_base"],
        watch=options["watch"],
        config=found.files,
        settings=found.settings,
    )
