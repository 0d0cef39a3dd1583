"""`captioncheck rule`."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

from captioncheck.cli.exits import Exit
from captioncheck.cli.outputs import printing
from captioncheck.errors import UnknownNameError
from captioncheck.report.terminal.console import open_console
from captioncheck.report.terminal.fitting import wrap
from captioncheck.rules import RULES, RuleText

WIDEST = 88
"""Columns of running text; wider lines are hard to read."""
_LABEL = re.compile(r"[^:]+:  +")
"""What a line begins with that its further lines stand beside."""


def show_rules() -> Exit:
    """List the rules, one a line."""
    names = max(len(rule.name) for rule in RULES)
    with printing("terminal") as stream:
        console = open_console(stream)
        for rule in RULES:
            line = Text(rule.code, "bold").append(f"  {rule.name:<{names}}  ", "not bold cyan")
            console.print(line.append(rule.what, "not bold"), soft_wrap=True)
        console.print(Text("\nMore on one: captioncheck rule CC101", "dim"), soft_wrap=True)
    return Exit.CLEAN


def show_rule(wanted: str) -> Exit:
    """Explain the rule of that code or name; UnknownNameError lists the codes."""
    found = next((rule for rule in RULES if wanted.casefold() in {rule.code.casefold(), rule.name}), None)
    if found is None:
        raise UnknownNameError("rule", wanted, [rule.code for rule in RULES])
    with printing("terminal") as stream:
        console = open_console(stream)
        console.width = min(console.width, WIDEST)
        _show(found, console)
    return Exit.CLEAN


def _show(rule: RuleText, console: Console) -> None:
    headline, caption, message = rule.wrong
    console.print(Text(rule.code, "bold").append(f"  {rule.name}", "cyan"))
    for line in wrap(rule.what, console.width, console.width):
        console.print(Text(line), soft_wrap=True)
    for title, text in (
        ("Why", rule.why),
        ("Fires on", f"Article:  {headline}\nCaption:  {caption}\nReason:   {message}"),
        ("Stays silent", rule.right),
        ("What to do", rule.act),
        ("How to suppress", rule.silence),
    ):
        console.print()
        console.print(Text(title, "bold"))
        for paragraph in text.split("\n"):
            label = _LABEL.match(paragraph)
            edge = 2 + (label.end() if label else 0)
            lines = wrap(paragraph[edge - 2 :], console.width - edge, console.width - edge)
            for number, line in enumerate(lines):
                start = f"  {label[0]}" if label and number == 0 else " " * edge
                console.print(Text(start + line), soft_wrap=True)
