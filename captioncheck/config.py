"""Settings: everything a run can be told, in one typed definition.

Whatever supplies values (flags, the environment, files) hands a mapping to `Settings.from_mapping`, which rejects
unknown keys and wrong types with a message that names the right ones. What each setting means for users, and its flag,
stand in `configuration.keys`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from captioncheck.codes import EVERY, known, meant
from captioncheck.datatypes import Level
from captioncheck.errors import SettingError

FAIL_ON: dict[str, Level | None] = {"error": Level.ERROR, "warning": Level.WARNING, "never": None}
"""What `fail_on` may say, and the lowest level that then fails a run (None: no finding does)."""

SEVERITIES: dict[str, Level] = {
    "error": Level.ERROR,
    "warning": Level.WARNING,
    "note": Level.NOTE,
    "off": Level.NONE,
}
"""What `severity` may say of a rule, and the loudest that its findings then are."""

ENGINES = ("local", "ray")
BACKGROUNDS = ("bundled", "archive")
COLORS = ("auto", "always", "never")
PRECISIONS = ("fp32", "bf16", "auto")
"""What a picture model may calculate in; "auto" is bf16 where measuring says that it is faster."""
CHOICES: dict[str, tuple[str, ...]] = {
    "fail_on": tuple(FAIL_ON),
    "color": COLORS,
    "engine": ENGINES,
    "background": BACKGROUNDS,
    "picture_precision": PRECISIONS,
}
"""The settings that may have only certain values, and these."""

_FOUND = ("picture_encoder", "careful_encoder", "root")
"""Settings that nobody gives: what the program found, for the outputs to say."""
_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "str": ((str,), "a string"),
    "bool": ((bool,), "true or false"),
    "int": ((int,), "a whole number"),
    "bool | None": ((bool, type(None)), "true or false"),
    "str | None": ((str, type(None)), "a string or nothing"),
    "int | None": ((int, type(None)), "a whole number or nothing"),
    "tuple[str, ...]": ((tuple,), "a list of strings"),
    "tuple[Override, ...]": ((tuple,), "a list of tables"),
    "Mapping[str, str]": ((dict,), "a table of strings"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Other rules for some files: `paths` are gitignore patterns, which count from the folder of the config file.

    `select` replaces what is selected otherwise, `ignore` takes from what is selected, `severity` is merged in.
    """

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for name in ("paths", "select", "ignore"):
            value = _as_tuple(getattr(self, name))
            object.__setattr__(self, name, value)
            if value is not None:
                _require_strings("overrides", f"'{name}'", value)
        _require_rules("overrides", "'select'", self.select or ())
        _require_rules("overrides", "'ignore'", self.ignore)
        _require_severity("overrides", "'severity'", self.severity)

    @classmethod
    def from_mapping(cls, mapping: Any, number: int) -> Override:
        """Return the override that a table gives; `number` counts it from 1 in messages."""
        where = f"[[overrides]] number {number}"
        try:
            if not isinstance(mapping, Mapping):
                raise SettingError("overrides", f"must be a table, not {mapping!r}")
            valid = [one.name for one in fields(cls)]
            for key in mapping:
                if key not in valid:
                    raise SettingError("overrides", unknown("key", key, valid))
            if not mapping.get("paths"):
                raise SettingError("overrides", "'paths' is missing; say which files, as in [\"wire/**\"]")
            return cls(**mapping)
        except SettingError as error:
            raise SettingError("overrides", f"{where}: {error}", number) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run.

    `encoder` and `input_format` are names in the registry; `input_format` None means by extension, then by content.
    `careful` lets a second, slower encoder look at captions that the first leaves in doubt; None: where it is
    installed, and no word where it is not. `careful_encoder` is the name of that encoder where the program found it.
    `fail_on` is a key of `FAIL_ON`. `calibration` is the path of a file that `captioncheck calibrate` wrote,
    `baseline` that of one with findings that do not count. `image` is the path of a picture that every caption stands
    under, `images` a folder of pictures that references are looked up in by file name; `fetch_images` lets remote ones
    be fetched. `picture_model` names the CLIP checkpoint (None: by the caption's language), `picture_precision` is one
    of `PRECISIONS`; `require_pictures` makes a picture that could not be compared a failure; `explain_pictures` is a
    folder that pages on the pictures are written to; `picture_encoder` is the fingerprint of the checkpoints that the
    program found. `explain`, `quiet` and `color` only change what is shown.
    `select` and `ignore` are rules by code, name or prefix; `severity` says how loud a rule's findings may be, a value
    of `SEVERITIES` by rule; `overrides` are other rules for some files. `exclude` are gitignore patterns of files that
    no folder or glob gives, with `force_exclude` nor a path; `respect_gitignore` leaves out what git ignores. Patterns
    count from `root`, None for the working folder. `engine` carries a scan out, `address` is that of its cluster (None:
    RAY_ADDRESS, else one of this machine), `background` is what its scores are normalised against. Raises SettingError
    for a value that cannot be used.
    """

    encoder: str = "use-m3"
    careful: bool | None = None
    careful_encoder: str | None = None
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
    select: tuple[str, ...] = (EVERY,)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict, hash=False)
    overrides: tuple[Override, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    root: str | None = None
    engine: str = "local"
    address: str | None = None
    background: str = "bundled"

    def __post_init__(self) -> None:
        for one in fields(self):
            allowed, words = _TYPES[str(one.type)]
            value = _as_tuple(getattr(self, one.name))
            object.__setattr__(self, one.name, value)
            if type(value) not in allowed:
                raise SettingError(one.name, f"setting '{kebab(one.name)}' must be {words}, not {value!r}")
            if str(one.type) == "tuple[str, ...]":
                _require_strings(one.name, f"setting '{kebab(one.name)}'", value)
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                problem = f"is '{getattr(self, name)}'; it may be {', '.join(choices)}"
                raise SettingError(name, f"setting '{kebab(name)}' {problem}")
        if not self.encoder:
            raise SettingError("encoder", "setting 'encoder' is empty; leave it out to use the bundled one")
        _require_rules("select", "setting 'select'", self.select)
        _require_rules("ignore", "setting 'ignore'", self.ignore)
        _require_severity("severity", "setting 'severity'", self.severity)
        made = (
            row if isinstance(row, Override) else Override.from_mapping(row, number)
            for number, row in enumerate(self.overrides, 1)
        )
        object.__setattr__(self, "overrides", tuple(made))

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], *besides: str) -> Settings:
        """Return the settings that a mapping gives; an unknown key is a SettingError that names the valid ones.

        `besides` are keys that may stand where the mapping comes from, though they are no settings.
        """
        valid = cls.names()
        for key in mapping:
            if key not in valid:
                raise SettingError(key, unknown("setting", key, (*valid, *besides)))
        return cls(**mapping)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the settings that may be given, in their order."""
        return tuple(one.name for one in fields(cls) if one.name not in _FOUND)

    @property
    def fail_level(self) -> Level | None:
        """Return the lowest level that fails the run, or None when no finding does."""
        return FAIL_ON[self.fail_on]


def kebab(name: str) -> str:
    """Return a setting's name as users write it: "fail-on"."""
    return name.replace("_", "-")


def unknown(kind: str, key: str, valid: Iterable[str]) -> str:
    """Return what to say of a key that is not known: the one that was meant, perhaps, and all there are."""
    names = sorted(map(kebab, valid))
    close = difflib.get_close_matches(kebab(key), names, n=1)
    hint = f" (did you mean '{close[0]}'?)" if close else ""
    return f"unknown {kind} '{kebab(key)}'{hint}; known: {', '.join(names)}"


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _require_strings(key: str, what: str, value: Any) -> None:
    if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
        shown = list(value) if isinstance(value, tuple) else value
        raise SettingError(key, f"{what} must be a list of strings, not {shown!r}")


def _require_rules(key: str, what: str, selectors: Iterable[str]) -> None:
    for selector in selectors:
        if not meant(selector):
            raise SettingError(key, f"{what}: unknown rule '{selector}'; known: {known()}, and prefixes such as CC1")


def _require_severity(key: str, what: str, severity: Any) -> None:
    if not isinstance(severity, Mapping) or not all(isinstance(one, str) for one in severity.values()):
        raise SettingError(key, f'{what} must be a table such as {{ CC104 = "note" }}, not {severity!r}')
    _require_rules(key, what, severity)
    for rule, level in severity.items():
        if level not in SEVERITIES:
            raise SettingError(key, f"{what} of {rule} is '{level}'; it may be {', '.join(SEVERITIES)}")
