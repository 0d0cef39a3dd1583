"""What labels and kinds of labelled captions mean; the table is `data/kinds.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Label(StrEnum):
    """Whether a caption belongs to the article that it stands with, as somebody who knows has said."""

    BELONGS = "belongs"
    GENERIC = "generic"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of captions: its label, what it is in words, what it is compared with, whether languages count it."""

    name: str
    label: Label
    what: str = ""
    against: str | None = None
    by_language: bool = True


@cache
def known_kinds() -> Mapping[str, Kind]:
    """Return the kinds that have a meaning of their own, by name."""
    text = (files("captioncheck.evaluation") / "data" / "kinds.toml").read_text(encoding="utf-8")
    return {
        name: Kind(name, Label(row["label"]), row["what"], row.get("against"), row["by_language"])
        for name, row in tomllib.loads(text).items()
    }


def kind_of(name: str, label: Label) -> Kind:
    """Return a kind by name: the known one, or one that only has its label."""
    return known_kinds().get(name) or Kind(name, label)
