"""The settings of a run and where each came from: flags, else the environment, else config files, else defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from captioncheck.config import Settings
from captioncheck.configuration import environment as variables
from captioncheck.configuration.files import EXTEND, ConfigFile, chain, closest
from captioncheck.configuration.keys import PREFIX, keys
from captioncheck.errors import ConfigError, SettingError

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Settings, and for each name where its value came from; `files` are the config files, the closest first."""

    settings: Settings
    origins: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()


def resolve(
    flags: Mapping[str, Any],
    *,
    config: str | None = None,
    isolated: bool = False,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Resolved:
    """Return the settings of a run that is started in `folder` (None: the working folder).

    `flags` are settings by name; `config` is a file to read in place of the closest one; `isolated` reads no file and
    no variable. Raises ConfigError that says where the wrong value or key stands.
    """
    environment = os.environ if environment is None else environment
    folder = _working_folder() if folder is None else folder
    flag_names = {key.name: key.flag.partition(",")[0] for key in keys()}
    if isolated and config is not None:
        raise ConfigError("--isolated reads no config file, --config names one: give one of them")
    files, given, root = ([], {}, folder) if isolated else _outside(config, environment, folder)
    values: dict[str, Any] = {}
    origins = dict.fromkeys(Settings.names(), DEFAULT)
    for file in files:
        _require(file.values, file)
        values |= file.values
        origins |= {name: file.place(name) for name in file.values}
    for name, layer, where in (("environment", given, _variable), ("flags", flags, flag_names.__getitem__)):
        for key, value in layer.items():
            try:
                Settings.from_mapping({key: value})
            except SettingError as error:
                raise SettingError(error.key, f"{where(key) or name}: {error}") from error
            values[key] = value
            origins[key] = where(key)
    settings = replace(Settings.from_mapping(values), root=str(root))
    if "exclude" in given or "exclude" in flags:
        settings = replace(settings, exclude=_from_folder(settings.exclude, folder, root))
    return Resolved(settings, origins, tuple(file.shown for file in reversed(files)))


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        raise ConfigError(f"the working folder cannot be used: {error.strerror or error}") from error


def _outside(
    config: str | None, environment: Mapping[str, str], folder: Path
) -> tuple[list[ConfigFile], dict[str, Any], Path]:
    """Return the config files, what the environment gives, and the folder that patterns count from."""
    given = variables.read(environment)
    named = config or environment.get(PREFIX + variables.CONFIG, "").strip()
    if named:
        path = folder / Path(named).expanduser()
        if not path.is_file():
            who = "--config" if config else PREFIX + variables.CONFIG
            raise ConfigError(f"{who} {named}: no such file")
        return chain(path), given, folder
    found = closest(folder)
    return ([], given, folder) if found is None else (chain(found), given, found.parent)


def _require(values: Mapping[str, Any], file: ConfigFile) -> None:
    """Raise for what a config file has wrong, with its name and line."""
    try:
        Settings.from_mapping(values, EXTEND)
    except SettingError as error:
        raise SettingError(error.key, f"{file.place(error.key, error.number)}: {error}") from error


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _from_folder(patterns: tuple[str, ...], folder: Path, root: Path) -> tuple[str, ...]:
    """Return gitignore patterns that count from a folder as ones that count from a folder above it."""
    inside = Path(os.path.relpath(folder, root)).as_posix()
    if inside == ".":
        return patterns
    quoted = "".join(f"\\{one}" if one in "*?[\\!#" else one for one in inside)
    made = []
    for pattern in patterns:
        no, bare = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
        anchored = "/" in bare.rstrip("/")
        made.append(f"{no}/{quoted}/{'' if anchored else '**/'}{bare.removeprefix('/')}")
    return tuple(made)
