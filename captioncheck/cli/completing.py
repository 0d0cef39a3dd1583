"""What a shell may complete: commands and options by click, and here paths and the names that the program knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click
from click.shell_completion import CompletionItem

FILES = CompletionItem("", type="file")
FOLDERS = CompletionItem("", type="dir")
"""Leave it to the shell to complete these."""
SHELLS = ("bash", "zsh", "fish")

_PLACES = {"PATH...": FILES, "FILE": FILES, "[LABELLED]": FILES, "DIR": FOLDERS}
"""Parameters that are paths, by metavar."""


def make_completable(parameter: click.Parameter) -> None:
    """Let a parameter complete what its metavar or its name says that it holds."""
    names = _NAMES.get(parameter.name or "")
    place = _PLACES.get(str(parameter.metavar))
    if (names or place) and type(parameter.type) in (click.types.UnprocessedParamType, click.types.StringParamType):
        parameter.type = _Completable(parameter.type, place, names)


class _Completable(click.ParamType[Any]):
    """A type that takes what another takes, and knows what there is."""

    def __init__(
        self, taken: click.ParamType[Any], place: CompletionItem | None, names: Callable[[], Iterable[str]] | None
    ) -> None:
        self.name = taken.name
        self._taken = taken
        self._place = place
        self._names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return what the other type makes of a value."""
        return self._taken.convert(value, param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the names that begin so, or that the shell is to complete a path."""
        if self._names is None:
            return [self._place] if self._place else []
        return [CompletionItem(name) for name in self._names() if name.lower().startswith(incomplete.lower())]


def _registered(table: str) -> Callable[[], Iterable[str]]:
    def names() -> Iterable[str]:
        from captioncheck import registry

        builtin: tuple[str, ...] = getattr(registry, table).builtin()
        return builtin

    return names


def _codes() -> Iterable[str]:
    from captioncheck.codes import CODES

    return CODES


def _presets() -> Iterable[str]:
    from captioncheck.encode.checkpoints import PRESETS

    return PRESETS


_NAMES: dict[str, Callable[[], Iterable[str]]] = {
    "format": _registered("REPORTERS"),
    "input_format": _registered("READERS"),
    "encoder": _registered("ENCODERS"),
    "picture_model": _presets,
    "name": _presets,
    "select": _codes,
    "ignore": _codes,
    "code": _codes,
    "what": lambda: ("results", "config"),
    "shell": lambda: SHELLS,
}
"""What parameters of these names may hold."""
