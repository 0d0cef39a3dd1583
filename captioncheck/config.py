"""Settings: everything a run can be told, in one typed definition.

Whatever supplies values (flags today) hands a mapping to `Settings.from_mapping`, which rejects unknown keys and wrong
types with a message that names the right ones.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from captioncheck.datatypes import Level
from captioncheck.errors import ConfigError

FAIL_ON: dict[str, Level | None] = {"error": Level.ERROR, "warning": Level.WARNING, "never": None}
"""What `fail_on` may say, and the lowest level that then fails a run (None: no finding does)."""

COLORS = ("auto", "always", "never")
PRECISIONS = ("fp32", "bf16", "auto")
"""What a picture model may calculate in; "auto" is bf16 where measuring says that it is faster."""

_FOUND = ("picture_encoder",)
"""Settings that nobody gives: what the program found, for the outputs to say."""
_WORDS = {str: "a string", bool: "true or false", type(None): "nothing"}
_TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "bool": (bool,), "str | None": (str, type(None))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run.

    `encoder` and `input_format` are names in the registry; `input_format` None means by extension, then by content.
    `careful` lets a second, slower encoder look at captions that the first leaves in doubt.
    `fail_on` is a key of `FAIL_ON`. `calibration` is the path of a file that `captioncheck calibrate` wrote,
    `baseline` that of one with findings that do not count. `image` is the path of a picture that every caption stands
    under, `images` a folder of pictures that references are looked up in by file name; `fetch_images` lets remote ones
    be fetched. `picture_model` names the CLIP checkpoint (None: by the caption's language), `picture_precision` is one
    of `PRECISIONS`; `require_pictures` makes a picture that could not be compared a failure; `explain_pictures` is a
    folder that pages on the pictures are written to; `picture_encoder` is the fingerprint of the checkpoints that the
    program found. `explain`, `quiet` and `color` only change what is shown. Raises
    ConfigError for a value that cannot be used.
    """

    encoder: str = "use-m3"
    careful: bool = True
    input_format: str | None = None
    fail_on: str = "error"
    image: str | None = None
    calibration: str | None = None
    baseline: str | None = None
    images: str | None = None
    fetch_images: bool = False
    picture_model: str | None = None
    picture_precision: str = "fp32"
    require_pictures: bool = False
    explain_pictures: str | None = None
    picture_encoder: str | None = None
    allow_empty_input: bool = False
    explain: bool = False
    quiet: bool = False
    color: str = "auto"

    def __post_init__(self) -> None:
        for field in fields(self):
            value, allowed = getattr(self, field.name), _TYPES[str(field.type)]
            if type(value) not in allowed:
                wanted = " or ".join(_WORDS[kind] for kind in allowed)
                raise ConfigError(f"setting '{field.name}' must be {wanted}, not {value!r}")
        _one_of("fail_on", self.fail_on, FAIL_ON)
        _one_of("color", self.color, COLORS)
        _one_of("picture_precision", self.picture_precision, PRECISIONS)
        if not self.encoder:
            raise ConfigError("setting 'encoder' is empty; leave it out to use the bundled one")

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Settings:
        """Return the settings that a mapping gives; an unknown key is a ConfigError that names the valid ones."""
        valid = [field.name for field in fields(cls) if field.name not in _FOUND]
        for key in mapping:
            if key not in valid:
                close = difflib.get_close_matches(key, valid, n=1)
                hint = f" (did you mean '{close[0]}'?)" if close else ""
                raise ConfigError(f"unknown setting '{key}'{hint}; known: {', '.join(sorted(valid))}")
        return cls(**mapping)

    @property
    def fail_level(self) -> Level | None:
        """Return the lowest level that fails the run, or None when no finding does."""
        return FAIL_ON[self.fail_on]


def _one_of(name: str, value: str, known: Mapping[str, Any] | tuple[str, ...]) -> None:
    if value not in known:
        raise ConfigError(f"setting '{name}' is '{value}'; it may be {', '.join(known)}")
