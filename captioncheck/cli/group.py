"""A click group with a default command."""

from __future__ import annotations

from typing import Any

import click


class DefaultGroup(click.Group):
    """A group that takes arguments which start with no command for those of its `default` command."""

    def __init__(self, *args: Any, default: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command first where there is none; with no arguments at all that is a usage error."""
        if not args:
            raise click.UsageError("nothing to check: give a file, a folder, a glob, or - for standard input", ctx)
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if args[0] not in own and args[0] not in self.commands:
            args = [self._default, *args]
        return super().parse_args(ctx, args)
