"""`captioncheck schema`."""

from __future__ import annotations

import json
from importlib.resources import files

from captioncheck.cli.exits import Exit
from captioncheck.cli.outputs import printing
from captioncheck.errors import UnknownNameError

KINDS = ("config", "results")


def print_schema(what: str = "results") -> Exit:
    """Print the JSON Schema of the results or of config files."""
    if what not in KINDS:
        raise UnknownNameError("schema", what, KINDS)
    if what == "config":
        from captioncheck.configuration.schema import schema

        text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    else:
        text = files("captioncheck.report").joinpath("schema.json").read_text(encoding="utf-8")
    with printing() as stream:
        stream.write(text)
    return Exit.CLEAN
