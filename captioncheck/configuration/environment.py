"""Settings from environment variables: CAPTIONCHECK_FAIL_ON and the like."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from captioncheck.configuration.keys import PREFIX, Key, keys
from captioncheck.errors import ConfigError

CONFIG = "CONFIG"
"""The variable (without its prefix) that does what --config does."""
OTHERS = {
    CONFIG: "The config file to read, as --config does.",
    "CACHE": "The folder for what is made once and kept. Default: ~/.cache/captioncheck.",
    "MODELS": "The folder for picture models. Default: ~/.local/share/captioncheck/models.",
    "DEBUG": "Set to 1, it shows the traceback of an internal error.",
}
"""Variables of ours that are no settings, without their prefix, and what each does."""
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def read(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that the environment gives; empty variables give none. Raises ConfigError."""
    ours = {key.variable: key for key in keys() if key.variable}
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX):
            continue
        if variable in ours:
            if text.strip():
                values[ours[variable].name] = parsed(ours[variable], text.strip())
        elif variable.removeprefix(PREFIX) not in OTHERS:
            _reject_slips(variable, ours)
    return values


def parsed(key: Key, text: str) -> Any:
    """Return the value that a variable's text means for a setting. Raises ConfigError that names the variable."""
    if key.type == "boolean":
        word = text.casefold()
        if word not in _TRUE + _FALSE:
            raise ConfigError(f"{key.variable} is '{text}'; it may be {', '.join(_TRUE)}, {', '.join(_FALSE)}")
        return word in _TRUE
    if key.type == "integer":
        try:
            return int(text)
        except ValueError:
            raise ConfigError(f"{key.variable} is '{text}'; it must be a whole number") from None
    if key.type == "list of strings":
        return listed(text)
    if key.type == "table of strings":
        return pairs(text, key.variable)
    return text


def listed(text: str) -> tuple[str, ...]:
    """Return the parts between commas."""
    return tuple(part for part in (part.strip() for part in text.split(",")) if part)


def pairs(text: str, where: str) -> dict[str, str]:
    """Return "CC104=note,CC102=off" as a table. Raises ConfigError that says where it stands."""
    found = {}
    for part in listed(text):
        name, equals, value = (one.strip() for one in part.partition("="))
        if not (name and equals and value):
            raise ConfigError(f"{where} has '{part}'; write it as RULE=LEVEL, for example CC104=note")
        found[name] = value
    return found


def _reject_slips(variable: str, ours: Mapping[str, Key]) -> None:
    """Raise for a variable that is nearly one of ours: a slip in it would otherwise go unnoticed."""
    plain = {name.removeprefix(PREFIX).replace("_", ""): name for name in ours}
    close = difflib.get_close_matches(variable.removeprefix(PREFIX).replace("_", ""), plain, n=1, cutoff=0.8)
    if close:
        raise ConfigError(
            f"{variable} is no setting; did you mean {plain[close[0]]}? Unset it, or --isolated ignores it"
        )
