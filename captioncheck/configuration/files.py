"""Config files: the closest one, what it extends, and what they say. TOML, three names, no merging but by `extend`."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from captioncheck.config import kebab
from captioncheck.configuration.keys import PATHS
from captioncheck.errors import ConfigError

NAMES = (".captioncheck.toml", "captioncheck.toml", "pyproject.toml")
"""What a config file may be called; of several in one folder the first is taken."""
EXTEND = "extend"
_LOCAL = "local-dir:"


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """One config file: its settings by the names of `Settings`, its text, and the file that it extends."""

    path: Path
    values: Mapping[str, Any]
    text: str
    extends: str | None = None

    @property
    def shown(self) -> str:
        """Return the path as a user in the working folder would write it."""
        return shown(self.path)

    def place(self, key: str, number: int = 1) -> str:
        """Return where a key stands: "captioncheck.toml:3"; the `number`th where it stands there several times."""
        pyproject = self.path.name == NAMES[2]
        start = self.text.find("[tool.captioncheck") if pyproject else 0
        name = re.escape(key).replace("_", "[-_]").replace(r"\-", "[-_]")
        pattern = rf"^[ \t]*(?:\[+[^\]\n]*\b{name}\b[^\]\n]*\]|[\"']?{name}[\"']?[ \t]*[=.])"
        found = list(re.finditer(pattern, self.text[max(start, 0) :], re.MULTILINE))
        if not found:
            return self.shown
        match = found[min(number, len(found)) - 1]
        return f"{self.shown}:{self.text.count(chr(10), 0, max(start, 0) + match.start()) + 1}"


def shown(path: Path) -> str:
    """Return a path from the working folder where it lies there or near, whole where it does not."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if relative.startswith(os.path.join("..", "..", "..")) else relative  # noqa: PTH118


def closest(folder: Path) -> Path | None:
    """Return the config file of a folder: the closest one going up; pyproject.toml files without our table are none."""
    for here in (folder, *folder.parents):
        for name in NAMES:
            path = here / name
            # pathlib's is_file raises where a folder may not be entered
            if os.path.isfile(path) and (name != NAMES[2] or _has_table(path)):  # noqa: PTH113
                return path
    return None


def chain(path: Path) -> list[ConfigFile]:
    """Return a config file and all that it extends, the most basic first. Raises ConfigError."""
    files: list[ConfigFile] = []
    seen: list[Path] = []
    while True:
        real = Path(os.path.realpath(path))
        if real in seen:
            circle = " -> ".join(shown(one) for one in [*seen[seen.index(real) :], real])
            raise ConfigError(f"{files[-1].place(EXTEND)}: config files extend each other in a circle: {circle}")
        seen.append(real)
        if files and not path.is_file():
            raise ConfigError(f"{files[-1].place(EXTEND)}: extend names {shown(path)}, and there is no such file")
        file = read(path)
        files.append(file)
        if file.extends is None:
            return files[::-1]
        path = path.parent / Path(file.extends).expanduser()


def read(path: Path) -> ConfigFile:
    """Read one config file. Raises ConfigError that says where it is wrong."""
    text = _text(path)
    content = _parsed(path, text)
    if path.name == NAMES[2]:
        tool = content.get("tool", {})
        content = tool.get("captioncheck", {}) if isinstance(tool, dict) else {}
        if not isinstance(content, dict):
            raise ConfigError(f"{shown(path)}: tool.captioncheck must be a table")
    values: dict[str, Any] = {}
    bare = ConfigFile(path, {}, text)
    for key, value in content.items():
        name = key.replace("-", "_")
        if name in values:
            raise ConfigError(f"{bare.place(key)}: '{kebab(name)}' is set twice, with - and with _; keep one of them")
        values[name] = _inner(bare, name, value)
    extends = values.pop(EXTEND, None)
    if extends is not None and (not isinstance(extends, str) or not extends):
        raise ConfigError(f"{bare.place(EXTEND)}: 'extend' must be the path of a config file, not {extends!r}")
    return ConfigFile(
        path, {name: _from_here(name, value, path.parent) for name, value in values.items()}, text, extends
    )


def _inner(file: ConfigFile, name: str, value: Any) -> Any:
    """Return the tables of `overrides` with their keys in the one spelling that the program uses."""
    if name != "overrides" or not isinstance(value, list):
        return value
    return [{key.replace("-", "_"): one for key, one in row.items()} if isinstance(row, dict) else row for row in value]


def _from_here(name: str, value: Any, folder: Path) -> Any:
    """Return a path in a config file as one from the working folder."""
    if not isinstance(value, str) or not value:
        return value
    if name == "picture_model" and value.startswith(_LOCAL):
        return _LOCAL + _from_here("image", value.removeprefix(_LOCAL), folder)
    if name not in PATHS:
        return value
    path = folder / Path(value).expanduser()
    return shown(path) if not Path(value).is_absolute() else value


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{shown(path)}: cannot read this config file: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown(path)}: this config file is not UTF-8 (byte {error.start})") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{shown(path)}: not TOML: {error}") from error


def _has_table(path: Path) -> bool:
    """Return whether a pyproject.toml has our table; one that cannot be read is another tool's to complain about."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    if "captioncheck" not in text:
        return False
    try:
        tool = tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError:
        return "[tool.captioncheck" in text  # then `read` says what is wrong with it
    return isinstance(tool, dict) and "captioncheck" in tool
