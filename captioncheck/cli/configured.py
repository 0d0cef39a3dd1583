"""From parsed options to the settings of a run: flags over the environment over config files over defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from captioncheck.config import Settings
from captioncheck.configuration.environment import listed, pairs
from captioncheck.configuration.layers import Resolved, resolve


def resolved(options: Mapping[str, Any]) -> Resolved:
    """Return the settings that parsed options make, and where each came from. Raises ConfigError."""
    flags: dict[str, Any] = {}
    for name in Settings.names():
        value = options.get(name)
        if value is None or value == ():
            continue
        if name in ("select", "ignore"):
            value = tuple(one for text in value for one in listed(text))
        elif name == "severity":
            value = pairs(",".join(value), "--severity")
        flags[name] = value
    return resolve(flags, config=options.get("config"), isolated=bool(options.get("isolated")))


def settings_for(options: Mapping[str, Any], *without: str, **fixed: Any) -> Settings:
    """Return the settings of a command that some do not apply to: those are at their defaults, or `fixed`."""
    default = Settings()
    settings = resolved(options).settings
    return replace(settings, **{name: getattr(default, name) for name in without}, **fixed)


def with_encoders(settings: Settings) -> Settings:
    """Return settings that say which encoders a run will use besides the first one."""
    from captioncheck.encode.e5 import looking_again
    from captioncheck.encode.eyes import fingerprints

    return replace(settings, picture_encoder=fingerprints(settings), careful_encoder=looking_again(settings))
