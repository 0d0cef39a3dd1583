#!/usr/bin/env python3
"""Rewrite the README's generated parts from the program itself, or check that they are as they would be written.

usage: readme.py [--check]

A part stands between `<!-- generated: NAME -->` and `<!-- end -->`; `PARTS` says what NAME holds.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner
from eval_set import FOLDER, read_stories
from ratchet import read_floors, table

from captioncheck.cli.commands import cli
from captioncheck.configuration.keys import table as settings_table
from captioncheck.extract.readers import EXTENSIONS
from captioncheck.rules import RULES

README = Path(__file__).parent.parent / "README.md"
_PART = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the README is up to date")
    args = parser.parse_args()
    old = README.read_text(encoding="utf-8")
    new = written(old)
    if args.check:
        if new != old:
            sys.exit("README.md: its generated parts are out of date; run `make readme`")
        return
    README.write_text(new, encoding="utf-8")


def written(text: str) -> str:
    """Return the README with every generated part made anew."""
    return _PART.sub(lambda match: f"{match[1]}{PARTS[match['name']]()}\n{match[3]}", text)


def reference() -> str:
    """Return the help of every command."""
    os.environ["COLUMNS"] = "100"
    blocks = []
    for name in ("", *_names(cli)):
        arguments = [*name.split(), "--help"]
        result = CliRunner().invoke(cli, arguments, prog_name="captioncheck", terminal_width=100)
        blocks.append(f"```text\n$ captioncheck {' '.join(arguments)}\n{result.output.rstrip()}\n```")
    return "\n\n".join(blocks)


def _names(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in sorted(group.commands.items()):
        yield before + name
        if isinstance(command, click.Group):
            yield from _names(command, f"{name} ")


def rules() -> str:
    """Return the rules as a table."""
    rows = [f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | `{rule.name}` | {rule.what} |" for rule in RULES]
    pages = [
        f"### {rule.code} {rule.name}\n\n{rule.what} {rule.why}\n\n"
        f"- Article: *{rule.wrong[0]}*\n- Caption: *{rule.wrong[1]}*\n- captioncheck: {rule.wrong[2]}\n\n"
        f"Does not fire: {rule.right}\n\nWhat to do: {rule.act}\n\nTo suppress: `{rule.comment}`"
        for rule in RULES
    ]
    return "\n".join(["| code | name | fires when |", "| --- | --- | --- |", *rows]) + "\n\n" + "\n\n".join(pages)


def formats() -> str:
    """Return which file name endings are read as what."""
    named: dict[str, list[str]] = {}
    for ending, reader in EXTENSIONS.items():
        named.setdefault(reader, []).append(f"`{ending}`")
    rows = [f"| {reader} | {', '.join(endings)} |" for reader, endings in named.items()]
    return "\n".join(["| format | file name endings |", "| --- | --- |", *rows])


def ratchet() -> str:
    """Return the floors of the evaluation set as a table."""
    pinned = read_floors()
    made = pinned.made
    stories = read_stories(FOLDER / "articles").values()
    captions = sum(row["captions"] for row in pinned.figures.values())
    languages = len({story.language for story in stories})
    rows = [f"| {' | '.join(row)} |" for row in table(pinned.figures)]
    return "\n".join(
        [
            f"{len(stories)} articles in {languages} languages, {captions} captions; "
            f"pinned {made['date']} with version {made['version']}; digest `{pinned.digest[:16]}`.",
            "",
            "| kind | captions | flagged | as an error | unverifiable | AUC of `fit` |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
        ]
    )


PARTS = {"reference": reference, "rules": rules, "formats": formats, "ratchet": ratchet, "settings": settings_table}

if __name__ == "__main__":
    main()
