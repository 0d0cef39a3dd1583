"""What click needs to know more than it does: a default command, and examples in docstrings."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

from captioncheck.cli.completing import FILES, make_completable


class Command(click.Command):
    """A command whose docstring marks examples with click's backspace in its escaped, readable form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = _unescaped(self.help)
        for parameter in self.params:
            make_completable(parameter)


class DefaultGroup(click.Group):
    """A group that takes arguments which start with no command for those of its `default` command."""

    command_class = Command

    def __init__(self, *args: Any, default: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = _unescaped(self.help)
        self._default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command first where there is none; with no arguments at all that is a usage error."""
        if not args and not ctx.resilient_parsing:
            raise click.UsageError("nothing to check: give a file, a folder, a glob, or - for standard input", ctx)
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if args and args[0] not in own and args[0] not in self.commands:
            if not ctx.resilient_parsing:  # which it is while a shell asks for completions
                self._reject_slips(args[0], ctx)
            at = self._command_behind_options(args)
            args = [self._default, *args] if at is None else [args[at], *args[:at], *args[at + 1 :]]
        return super().parse_args(ctx, args)

    def _command_behind_options(self, args: list[str]) -> int | None:
        """Return where a command stands that options stand before, as in "--fast check a.md"; None where none does.

        A word that is also a file or folder here is a path: nobody asks for a command by its second place.
        """
        options = {
            name: one
            for command in self.commands.values()
            for one in command.params
            if isinstance(one, click.Option)
            for name in (*one.opts, *one.secondary_opts)
        }
        at = 0
        while at < len(args) and args[at].startswith("-") and args[at] not in ("-", "--"):
            at += 1 + _takes_next(args[at], options)
        if at and at < len(args) and args[at] in self.commands and not os.path.lexists(args[at]):
            return at
        return None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that begin so, and what the default command would take."""
        found = super().shell_complete(ctx, incomplete)
        if not incomplete.startswith("-"):
            return [FILES, *found]
        known = {item.value for item in found}
        default = self.commands[self._default].shell_complete(ctx, incomplete)
        return [*found, *(item for item in default if item.value not in known)]

    def _reject_slips(self, word: str, ctx: click.Context) -> None:
        """Raise a usage error for a mistyped command, rather than have it looked for as a file."""
        close = difflib.get_close_matches(word, self.commands, n=1, cutoff=0.75)
        if close and not os.path.lexists(word):
            raise click.UsageError(f"'{word}' is neither a file nor a command; did you mean '{close[0]}'?", ctx)


class ModelsGroup(click.Group):
    """A group of plain commands with examples in their docstrings."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = _unescaped(self.help)


def _takes_next(word: str, options: Mapping[str, click.Option]) -> bool:
    """Return whether the argument behind an option, or behind several short ones in one word, is its value."""
    if word.startswith("--"):
        return word in options and not options[word].is_flag
    for number, letter in enumerate(word[1:], 1):
        option = options.get(f"-{letter}")
        if option is not None and not option.is_flag:
            return number == len(word) - 1
    return False


def _unescaped(text: str | None) -> str | None:
    return text and text.replace("\\b\n", "\b\n")
