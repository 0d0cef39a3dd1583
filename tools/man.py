#!/usr/bin/env python3
"""Write the man page, man/captioncheck.1, from the program's own help, or check that it is as it would be written.

usage: man.py [--check]

One page for all commands, as their options overlap; click-man makes one each and cuts what it says of them.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from captioncheck.cli.commands import cli
from captioncheck.configuration.environment import OTHERS
from captioncheck.configuration.files import NAMES
from captioncheck.configuration.keys import PREFIX, keys, toml
from captioncheck.rules import RULES
from captioncheck.version import __version__

PAGE = Path(__file__).parent.parent / "man" / "captioncheck.1"
_EXITS = (
    ("0", "No finding at or above --fail-on."),
    ("1", "At least one such finding."),
    (
        "2",
        "The job could not be done: bad usage, a missing path, an unreadable input, nothing to check. 2 wins over 1.",
    ),
    ("130", "Interrupted."),
)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    args = parser.parse_args()
    if not args.check:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        sys.exit(f"{PAGE.name}: out of date; run `make man`")


def page() -> str:
    """Return the page in the language of man."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    first, *rest = _paragraphs(cli.help or "")
    yield f'.TH CAPTIONCHECK 1 "" "captioncheck {__version__}" "User commands"'
    yield from (".SH NAME", rf"captioncheck \- {_text(first[0].lower() + first[1:].rstrip('.'))}")
    yield from (".SH SYNOPSIS", r".B captioncheck", _text("PATH... | COMMAND [OPTIONS] ..."))
    yield ".SH DESCRIPTION"
    yield from _body(rest)
    yield ".SH COMMANDS"
    for name, command in sorted(cli.commands.items()):
        yield from _command(name, command)
    yield ".SH RULES"
    for rule in RULES:
        yield from _entry(f"{rule.code} {rule.name}", rule.what)
    yield from (".PP", _text("captioncheck rule CODE says more of each."), ".SH SETTINGS")
    yield _text(
        f"Settings come from flags, else from environment variables, else from the closest {NAMES[0]}, {NAMES[1]} or "
        f"{NAMES[2]} (table [tool.captioncheck]), else from the defaults."
    )
    for key in keys():
        unset = "unset" if key.default is None else toml(key.default)
        variable = f" Variable: {key.variable}." if key.variable else ""
        yield from _entry(key.key, f"{key.meaning.replace('`', '')} Default: {unset}.{variable}")
    yield ".SH EXIT STATUS"
    for code, meaning in _EXITS:
        yield from _entry(code, meaning)
    yield ".SH ENVIRONMENT"
    for name, meaning in OTHERS.items():
        yield from _entry(PREFIX + name, meaning)


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"captioncheck {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f".SS {_quoted(f'{name} {usage}'.rstrip())}", *_body(_paragraphs(command.help or "")))
    if isinstance(command, click.Group):
        for part, inner in sorted(command.commands.items()):
            yield from _command(f"{name} {part}", inner)
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record and record[1]:
            yield from _entry(*record)
    if command.epilog:
        yield from (".PP", _text(command.epilog))


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n", inspect.cleandoc(text)) if part.strip()]


def _body(paragraphs: list[str]) -> Iterator[str]:
    """Yield paragraphs; those that click keeps as they are, examples, stand as they are here too."""
    for paragraph in paragraphs:
        if paragraph.startswith("\b\n"):
            yield from (".PP", ".nf", *map(_text, paragraph.removeprefix("\b\n").split("\n")), ".fi")
        else:
            yield from (".PP", _text(" ".join(paragraph.split())))


def _entry(term: str, meaning: str) -> Iterator[str]:
    yield from (".TP", f".B {_quoted(term)}", _text(" ".join(meaning.split())))


def _quoted(text: str) -> str:
    return '"' + _text(text).replace('"', r"\(dq") + '"'


def _text(text: str) -> str:
    r"""Return a line that stands for itself: `\` and `-` mean something to man, and so does a `.` or `'` in front."""
    line = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("…", "...")
    return r"\&" + line if line.startswith((".", r"\(aq")) else line


if __name__ == "__main__":
    main()
