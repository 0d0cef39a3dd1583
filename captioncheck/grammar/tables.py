"""Loads the data tables that stand beside this package in `data/`; each file is read once, when first asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return the parsed `data/<name>.toml`."""
    return tomllib.loads(resources.files(__package__).joinpath("data", f"{name}.toml").read_text("utf-8"))


def raw(name: str) -> bytes:
    """Return the bytes of `data/<name>`."""
    return resources.files(__package__).joinpath("data", name).read_bytes()
