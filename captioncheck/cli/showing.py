"""`--show-settings` and `--show-files`: what a run would go by, and what it would check."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from itertools import chain
from typing import Any, TextIO

from captioncheck.cli.configured import resolved
from captioncheck.cli.exits import Exit
from captioncheck.cli.messages import say, say_skipped, set_up_logging
from captioncheck.cli.options import request_from
from captioncheck.cli.outputs import printing
from captioncheck.configuration.keys import keys, toml
from captioncheck.configuration.layers import DEFAULT, Resolved
from captioncheck.datatypes import Skipped, Status
from captioncheck.errors import ConfigError
from captioncheck.extract.base import Source
from captioncheck.report.terminal.wording import count

_WIDEST = 40
"""Columns of a setting that the origins of all stand behind in one column; longer ones push theirs out."""


def run_or_show(options: Mapping[str, Any]) -> Exit:
    """Check what was asked for, or only show the settings or the files."""
    from captioncheck.cli.run import run_check

    if options["show_settings"] and options["show_files"]:
        raise ConfigError("--show-settings and --show-files: give one of them")
    if options["show_settings"]:
        return show_settings(resolved(options))
    if options["show_files"]:
        return show_files(options)
    return run_check(request_from(options))


def show_settings(found: Resolved) -> Exit:
    """Show every setting as a line of a config file, with where it comes from behind it."""
    rows = []
    for key in keys():
        value = getattr(found.settings, key.name)
        if key.name == "overrides":
            value = [_override(row) for row in value]
        shown = f"# {key.key} is not set{_meant(key.name)}" if value is None else f"{key.key} = {toml(value)}"
        rows.append((shown, found.origins[key.name]))
    widest = max((len(text) for text, _ in rows if len(text) <= _WIDEST), default=0)
    lines = [f"# config files: {', '.join(found.files) or 'none'}; patterns count from {found.settings.root}"]
    for text, origin in rows:
        lines.append(text if origin == DEFAULT and text.startswith("#") else f"{text:<{widest}}  # {origin}")
    with printing() as stream:
        stream.write("\n".join(lines) + "\n")
    return Exit.CLEAN


def show_files(options: Mapping[str, Any]) -> Exit:
    """Show the files that a check would read, one a line, and on stderr how many it would not."""
    from captioncheck.leftout import told
    from captioncheck.sources import Finder

    set_up_logging()
    request = request_from(options)
    if not request.paths and request.files_from is None:
        raise ConfigError("no files to show: give a file, a folder, a glob, or - for standard input")
    finder = Finder(request.settings.allow_empty_input, request.stdin_filename, settings=request.settings)
    found: Iterable[Source | Skipped] = finder.find(request.paths)
    if request.files_from is not None:
        found = chain(found, finder.find_listed(request.files_from))
    shown = failed = 0
    with printing() as stream:
        for item in found:
            if isinstance(item, Source):
                _write(stream, item.path)
                shown += 1
            elif item.status is Status.ERROR:
                say_skipped(item)
                failed += 1
    left_out = told(finder.left_out.counts)
    say(count(shown, "file") + (f"; left out: {left_out}" if left_out else ""))
    return Exit.FAILED if failed else Exit.CLEAN


def _meant(name: str) -> str:
    """Return what it comes to that a setting is not set, where that depends on what is installed."""
    if name != "careful":
        return ""
    from captioncheck.encode.e5 import installed

    second = "a second look" if installed() else "no second look, as captioncheck[careful] is not installed"
    return f": {second}"


def _override(override: Any) -> dict[str, Any]:
    names = ("paths", "select", "ignore", "severity")
    return {name: value for name in names if (value := getattr(override, name))}


def _write(stream: TextIO, path: str) -> None:
    """Write a path as the system has it, whatever its bytes are."""
    if isinstance(stream, TextIOWrapper):
        stream.buffer.write(os.fsencode(path) + b"\n")
    else:
        stream.write(path + "\n")
