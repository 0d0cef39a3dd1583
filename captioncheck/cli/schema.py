"""`captioncheck schema`."""

from __future__ import annotations

import json
from importlib.resources import files

import click

from captioncheck.cli.exits import Exit
from captioncheck.errors import UnknownNameError

KINDS = ("config", "results")


def print_schema(what: str = "results") -> Exit:
    """Print the JSON Schema of the results or of config files."""
    if what not in KINDS:
        raise UnknownNameError("schema", what, KINDS)
    if what == "config":
        from captioncheck.configuration.schema import schema

        click.echo(json.dumps(schema(), indent=1, ensure_ascii=False))
    else:
        click.echo(files("captioncheck.report").joinpath("schema.json").read_text(encoding="utf-8"), nl=False)
    return Exit.CLEAN
