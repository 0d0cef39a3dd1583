"""The commands and their help texts. Each imports what it needs when it runs."""

from __future__ import annotations

import click

from captioncheck.cli.completing import SHELLS
from captioncheck.cli.group import DefaultGroup, ModelsGroup
from captioncheck.cli.measuring_options import calibrate_options, evaluate_options
from captioncheck.cli.options import check_options
from captioncheck.cli.scan_options import scan_options
from captioncheck.version import __version__


@click.group(
    cls=DefaultGroup,
    default="check",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="",
    subcommand_metavar="PATH... | COMMAND",
)
@click.version_option(__version__, "--version", prog_name="captioncheck", message="%(prog)s %(version)s")
def cli() -> None:
    r"""Flag the photo captions that do not belong to their article.

    \b
    captioncheck article.txt               check an article
    captioncheck site/ --fail-on warning   check every article in a folder
    captioncheck explain article.txt       show why each caption got its verdict

    Without a command, PATH... is checked. Exit codes: 0 nothing at or above --fail-on,
    1 a finding, 2 the job could not be done, 130 interrupted.
    """


@cli.command(epilog="Exit codes: 0 clean, 1 findings at or above --fail-on, 2 could not do the job, 130 interrupted.")
@check_options
@click.option("--explain", is_flag=True, default=None, help="Also show the evidence on both sides and how fit adds up.")
def check(**options: object) -> int:
    r"""Check the captions of articles.

    PATH is a text, Markdown, HTML or JSONL file, a folder, a glob, or - for standard input.

    \b
    captioncheck check article.html
    captioncheck check 'archive/**/*.md' --quiet
    curl -s https://example.org/story.html | captioncheck check - --stdin-filename story.html
    captioncheck check site/ --output json=results.json --fail-on never
    """
    from captioncheck.cli.showing import run_or_show

    return run_or_show(options)


@cli.command(epilog="Exit codes are those of check.")
@check_options
def explain(**options: object) -> int:
    r"""Check articles and show why each caption got its verdict.

    The same as check --explain. Below each caption stand why the verdict is this one and no stronger one; its names,
    places, date and words beside the article's; the passages that come nearest (the words they share are marked); and
    the sum that fit is: where it starts, what each witness adds, and what right and wrong captions typically have.

    \b
    captioncheck explain article.txt
    captioncheck explain article.txt --format json    the same, under the key explain
    """
    from captioncheck.cli.showing import run_or_show

    return run_or_show({**options, "explain": True})


@cli.command(epilog="Exit codes are those of check.")
@scan_options
def scan(**options: object) -> int:
    r"""Check an archive of any size.

    Results go to a file, row by row: JSON Lines as of check --format jsonl, or SQLite or Parquet, which are made of
    these at the end. A journal beside it (FILE.journal) says how far it is, so that --resume goes on where a scan was
    killed, at any moment, as if it had not been; the last seconds of work are done again. Other settings or inputs
    than before are refused. A summary by folder, year, language and rule ends it.

    \b
    captioncheck scan archive/ --out results.jsonl
    captioncheck scan archive/ --out results.jsonl --resume
    captioncheck scan archive/ --out results.jsonl --update    every night: only what is new or changed
    captioncheck review results.jsonl
    """
    from captioncheck.cli.scan import request_from, run_scan

    return run_scan(request_from(options))


@cli.command(epilog="Exit codes: 0 the page is whole, 2 could not do the job or not for every line, 130 interrupted.")
@click.argument("results", nargs=-1, metavar="RESULTS...", type=click.UNPROCESSED)
@click.option(
    "--output",
    metavar="FILE",
    type=click.UNPROCESSED,
    help="Write the page here; - is stdout.  [default: captioncheck-review.html]",
)
@click.option("--open", "opens", is_flag=True, help="Show the page in the browser.")
@click.option("--images", metavar="DIR", type=click.UNPROCESSED, help="Look for the pictures here too, by name.")
@click.option(
    "--explain-pictures", metavar="DIR", type=click.UNPROCESSED, help="Show the heat maps of the pages in DIR."
)
def review(**options: object) -> int:
    r"""Make one HTML page of results, to read, judge and print.

    RESULTS is what check --format json or jsonl has written, or - for standard input; several make one page. The page
    is one file and fetches nothing. In it j and k move, a accepts a finding, r rejects it as a false alarm, and e
    exports the decisions: the false alarms as a baseline, or all of them as labels for captioncheck evaluate.

    \b
    captioncheck check site/ --output json=results.json
    captioncheck review results.json --open
    captioncheck check site/ --output html=review.html    the same page, without a stop between
    """
    from captioncheck.cli.review import request_from, run_review

    return run_review(request_from(options))


@cli.command(epilog="Exit codes: 0 done, 2 could not do the job or an input could not be read, 130 interrupted.")
@calibrate_options
def calibrate(**options: object) -> int:
    r"""Fit the thresholds to an archive, without labels.

    The captions of the archive, taken to belong where they stand, are compared with the same captions under other
    articles of the archive. The thresholds are set so that, with 95 % certainty, no more captions that belong are
    flagged than wanted. As some captions of any archive are real slips, up to --slips of them are set aside where they
    look like it, and listed. Only thresholds change; fit stays what it is.

    A promise takes captions: 598 different ones for 0.5%, 299 for 1%, 149 for 2%, at most 4 of an article.

    \b
    captioncheck calibrate archive/ --output calibration.json
    captioncheck calibrate 'archive/**/*.html' --false-alarms 1% --output calibration.json
    captioncheck check today/ --calibration calibration.json
    """
    from captioncheck.cli.calibrate import request_from, run_calibrate

    return run_calibrate(request_from(options))


@cli.command(epilog="Exit codes: 0 done, 2 could not do the job or not for every record, 130 interrupted.")
@evaluate_options
def evaluate(**options: object) -> int:
    r"""Measure the error rates on labelled captions.

    LABELLED is a JSONL file, one article a line, in which each caption has a label: "belongs", "elsewhere", or
    "generic" (belongs, but says too little to tell). A caption may also have a "kind", any word: rates are given for
    each kind and for each language. Every rate comes with its 95 % interval.

    \b
    {"id": "a1", "title": "...", "body": "...", "captions": [{"text": "...", "label": "elsewhere", "kind": "wire"}]}

    With --labels, a JSON file has the labels by record id: {"a1": "belongs", "a2": ["same", "de"]}. The kinds own,
    own_translated, own_generic, same, cross, hard, same_translated and found have labels of their own.

    \b
    captioncheck evaluate labelled.jsonl
    captioncheck evaluate labelled.jsonl --calibration ours.json --output json=rates.json
    captioncheck evaluate --labels labels.json --results results.jsonl --plot roc=roc.svg
    """
    from captioncheck.cli.evaluate import request_from, run_evaluate

    return run_evaluate(request_from(options))


@cli.command()
@click.argument("code", required=False, metavar="[CODE]")
def rule(code: str | None) -> int:
    r"""Explain a rule, or list them all.

    CODE is a rule's code or name.

    \b
    captioncheck rule
    captioncheck rule CC103
    """
    from captioncheck.cli.rule import show_rule, show_rules

    return show_rules() if code is None else show_rule(code)


@cli.group(cls=ModelsGroup, invoke_without_command=True, options_metavar="", subcommand_metavar="[list|fetch|verify]")
@click.pass_context
def models(context: click.Context) -> int:
    r"""Picture models: what is here, fetch one, prove that it is intact.

    A model is a preset, open_clip's ARCHITECTURE:TAG, hf-hub:OWNER/REPO[@REVISION], or local-dir:FOLDER.

    \b
    captioncheck models
    captioncheck models fetch english
    captioncheck models verify english
    """
    return context.invoke(list_) if context.invoked_subcommand is None else 0


@models.command("list")
def list_() -> int:
    """List the picture models, and say which are here."""
    from captioncheck.cli.models import list_models

    return list_models()


@models.command()
@click.argument("name")
def fetch(name: str) -> int:
    r"""Fetch a picture model from the model hub.

    It comes at one commit, which is kept; a download that was cut off goes on where it stopped.

    \b
    captioncheck models fetch multilingual
    """
    from captioncheck.cli.models import fetch_model

    return fetch_model(name)


@models.command()
@click.argument("name")
def verify(name: str) -> int:
    r"""Prove that a picture model is what was fetched, and that it sees.

    Compares every file's SHA-256, says how pictures are prepared, and shows the model sixteen drawn pictures.

    \b
    captioncheck models verify multilingual
    captioncheck models verify local-dir:models/ours
    """
    from captioncheck.cli.models import verify_model

    return verify_model(name)


@cli.command()
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    r"""Print what lets a shell complete captioncheck's command line.

    SHELL is bash (4.4 or later), zsh or fish. The line goes into its startup file:

    \b
    ~/.bashrc                    eval "$(captioncheck completion bash)"
    ~/.zshrc, after compinit     eval "$(captioncheck completion zsh)"
    ~/.config/fish/config.fish   captioncheck completion fish | source
    """
    from captioncheck.cli.completion import print_script

    return print_script(shell)


@cli.command()
@click.argument("what", required=False, default="results", metavar="[results|config]")
def schema(what: str) -> int:
    r"""Print the JSON Schema of the results, or of config files.

    That of the results describes the document of --format json; a line of --format jsonl is its #/$defs/article.
    That of config files is for editors: it knows every key of captioncheck.toml.

    \b
    captioncheck schema > captioncheck.schema.json
    captioncheck schema config > captioncheck-config.schema.json
    """
    from captioncheck.cli.schema import print_schema

    return print_schema(what)
