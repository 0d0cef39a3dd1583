"""Each setting as users meet it: its name, type, default, environment variable, flag and meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any

from captioncheck.config import CHOICES, Settings, kebab

PREFIX = "CAPTIONCHECK_"
"""What the environment variables of all settings start with."""
FILE_ONLY = ("overrides",)
"""Settings that need a file: neither a flag nor a variable can hold them."""
PATHS = ("image", "images", "calibration", "explain_pictures", "baseline")
"""Settings that are paths: in a file they count from that file's folder."""

_TOLD = {
    "encoder": ("--encoder", "The text encoder: `use-m3` (bundled), `e5-small` or `clip`."),
    "careful": (
        "--careful, --fast",
        "Look again, with a better encoder, at captions left in doubt; unset: if installed.",
    ),
    "input_format": ("--input-format", "Read every input as this format; unset: by name, then by content."),
    "baseline": ("--baseline", "Findings that this file knows do not count."),
    "fail_on": ("--fail-on", "The lowest finding that exits 1."),
    "image": ("--image", "The picture that the captions stand under."),
    "calibration": ("--calibration", "Thresholds that `captioncheck calibrate` wrote."),
    "images": ("--images", "A folder in which the articles' pictures are looked for by name, too."),
    "fetch_images": ("--fetch-images", "Fetch remote pictures, from public addresses only."),
    "picture_model": ("--picture-model", "The CLIP model, see `captioncheck models`; unset: by language."),
    "picture_precision": ("--picture-precision", "What the picture model calculates in."),
    "require_pictures": ("--require-pictures", "A picture that could not be compared exits 2."),
    "explain_pictures": ("--explain-pictures", "A folder that a page on each article's pictures is written to."),
    "allow_empty_input": ("--allow-empty-input", "A folder or glob without articles is no failure."),
    "explain": ("--explain", "Also show what each verdict rests on."),
    "quiet": ("--quiet", "Show findings and errors only."),
    "color": ("--color", "Colour the output."),
    "select": ("--select", "The rules to apply: codes, names or prefixes; `CC` is all of them."),
    "ignore": ("--ignore", "The rules not to apply. Of two that mean the same rule the longer wins."),
    "severity": ("--severity", "How loud a rule's findings may be: `error`, `warning`, `note` or `off`."),
    "overrides": ("", "Other `select`, `ignore` and `severity` for files whose `paths` match."),
    "exclude": ("--exclude", "What folders and globs leave out, as gitignore patterns."),
    "force_exclude": ("--force-exclude", "Leave it out also where a path names it."),
    "engine": ("--engine", "Who does the work of a scan: processes of this machine, or a Ray cluster."),
    "address": ("--address", "That cluster's address; unset: `RAY_ADDRESS`, else one of this machine for the run."),
    "background": ("--background", "What a scan compares with: `bundled` texts, or a sample of its `archive`, too."),
    "respect_gitignore": ("--gitignore, --no-gitignore", "Leave out what git ignores."),
}
_TYPES = {
    "str": "string",
    "bool": "boolean",
    "int": "integer",
    "tuple[str, ...]": "list of strings",
    "tuple[Override, ...]": "list of tables",
    "Mapping[str, str]": "table of strings",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: `name` as in Settings, `key` as in a file; `choices` are all its values where they are few."""

    name: str
    key: str
    type: str
    default: Any
    variable: str
    flag: str
    meaning: str
    choices: tuple[str, ...]


def keys() -> Iterator[Key]:
    """Yield every setting that may be given, in the order of `Settings`."""
    given = Settings.names()
    for one in fields(Settings):
        if one.name not in given:
            continue
        flag, meaning = _TOLD.get(one.name, ("", ""))
        default = one.default if one.default_factory is MISSING else one.default_factory()
        kind = _TYPES[str(one.type).removesuffix(" | None")]
        variable = "" if one.name in FILE_ONLY else PREFIX + one.name.upper()
        choices = CHOICES.get(one.name, ())
        yield Key(one.name, kebab(one.name), kind, default, variable, flag, meaning, choices)


def table() -> str:
    """Return all settings as a Markdown table."""
    rows = ["| key | type | default | environment | flag | meaning |", "| --- | --- | --- | --- | --- | --- |"]
    for key in keys():
        kind = ", ".join(f"`{choice}`" for choice in key.choices) or key.type
        variable = f"`{key.variable}`" if key.variable else ""
        flags = ", ".join(f"`{flag}`" for flag in key.flag.split(", ") if flag)
        default = f"`{toml(key.default)}`" if key.default is not None else "unset"
        rows.append(f"| `{key.key}` | {kind} | {default} | {variable} | {flags} | {key.meaning} |")
    return "\n".join(rows)


def toml(value: Any) -> str:
    """Return a value of a setting as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_bare(name)} = {toml(one)}" for name, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return str(value)


def _bare(name: str) -> str:
    return name if name.replace("-", "").isalnum() and name.isascii() else _quoted(name)


def _quoted(text: str) -> str:
    marks = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    plain = "".join(marks.get(one, one if one >= " " and one != "\x7f" else f"\\u{ord(one):04x}") for one in text)
    return f'"{plain}"'
