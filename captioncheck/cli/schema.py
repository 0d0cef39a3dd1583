"""`captioncheck schema`."""

from __future__ import annotations

from importlib.resources import files

import click

from captioncheck.cli.exits import Exit


def print_schema() -> Exit:
    """Print the JSON Schema of the results."""
    click.echo(files("captioncheck.report").joinpath("schema.json").read_text(encoding="utf-8"), nl=False)
    return Exit.CLEAN
