"""Everything captioncheck raises on purpose. Each message says what, where and how to mend it.

CaptionCheckError
├── ConfigError          a setting or a flag that cannot be used
│   ├── SettingError     a value or a key of the settings; it knows which setting
│   └── UnknownNameError an unknown reader, encoder, reporter or rule; the message lists the known ones
├── ReaderError          one input could not be read (the rest of the batch goes on)
├── PictureError         one picture could not be found, opened or decoded; its message is the reason
├── EncoderError         an encoder cannot be loaded or gave unusable vectors
└── MissingExtraError    an optional dependency is not installed; the message has the command that installs it
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from json import JSONDecodeError


class CaptionCheckError(Exception):
    """The root of captioncheck's own errors."""


class ConfigError(CaptionCheckError):
    """A setting or flag cannot be used."""


class SettingError(ConfigError):
    """A setting is unknown or has a value that cannot be used: `key` is its name, `number` which table of a list."""

    def __init__(self, key: str, message: str, number: int = 1) -> None:
        """Keep the setting's name beside the message, for whoever knows where it was set."""
        super().__init__(message)
        self.key = key
        self.number = number


class UnknownNameError(ConfigError):
    """A name that is not registered."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Say which kind of thing is unknown and list what is known."""
        super().__init__(f"unknown {kind} '{name}'; known: {', '.join(sorted(known))}")


class ReaderError(CaptionCheckError):
    """One input could not be read."""


class PictureError(CaptionCheckError):
    """One picture could not be found, opened or decoded; the rest of the article is checked all the same."""


class EncoderError(CaptionCheckError):
    """An encoder cannot be loaded or used."""


class MissingExtraError(CaptionCheckError):
    """An optional dependency is missing."""

    def __init__(self, what: str, extra: str) -> None:
        """Say what needs the extra and which command installs it."""
        super().__init__(f"{what} needs the extra '{extra}': pip install 'captioncheck[{extra}]'")


_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{4,}")
_LONGEST = 200


def json_fault(error: JSONDecodeError) -> str:
    """Return what is wrong with JSON, in words that a place can follow: some of the standard library's end on "at"."""
    return error.msg.removesuffix(" at")


def fault(error: Exception) -> str:
    """Return an error of our own making, met within one article, as the reason of its row: what, and where."""
    where, trace = "", error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if Path(__file__).parent in file.parents:
            where = f" ({file.relative_to(Path(__file__).parent)}:{trace.tb_lineno})"
        trace = trace.tb_next
    if isinstance(error, MemoryError):
        return f"memory ran out over it{where}; --jobs 1 leaves it more"
    # A memory address would make the same row another one in the next run.
    words = _ADDRESS.sub("0x…", " ".join(str(error).split()))[:_LONGEST]
    what = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return f"internal error: {what}{where}; this is a bug in captioncheck, please report it"
