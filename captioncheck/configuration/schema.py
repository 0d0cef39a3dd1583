"""The JSON Schema of a config file, made from the definition of the settings, for editors."""

from __future__ import annotations

from typing import Any

from captioncheck.codes import CODES
from captioncheck.config import SEVERITIES
from captioncheck.configuration.files import EXTEND
from captioncheck.configuration.keys import keys

_STRINGS = {"type": "array", "items": {"type": "string"}}
_KINDS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "list of strings": _STRINGS,
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of captioncheck.toml, which is also that of [tool.captioncheck] in pyproject.toml.

    Keys are written with hyphens; those with underscores are the same settings, and deprecated in editors only.
    """
    properties: dict[str, Any] = {
        EXTEND: {
            "type": "string",
            "minLength": 1,
            "description": "A config file that this one changes; relative to this one.",
        }
    }
    twice: list[dict[str, Any]] = []
    for key in keys():
        entry = {**_kind(key.name, key.type), "description": key.meaning.replace("`", "")}
        if key.choices:
            entry["enum"] = list(key.choices)
        if key.default is not None:
            entry["default"] = list(key.default) if isinstance(key.default, tuple) else key.default
        properties[key.key] = entry
        if key.name == "encoder":
            entry["minLength"] = 1
        if key.name != key.key:
            twice.append({"required": [key.key, key.name]})
            properties[key.name] = {"$ref": f"#/properties/{key.key}", "deprecated": True}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "captioncheck's settings",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "not": {"anyOf": twice},
        "$defs": {"rule": _rule(), "severity": _severity(), "override": _override()},
    }


def _kind(name: str, kind: str) -> dict[str, Any]:
    if name in ("select", "ignore"):
        return {"type": "array", "items": {"$ref": "#/$defs/rule"}}
    if name == "severity":
        return {"$ref": "#/$defs/severity"}
    if name == "overrides":
        return {"type": "array", "items": {"$ref": "#/$defs/override"}}
    return dict(_KINDS[kind])


def _rule() -> dict[str, Any]:
    """Return what a rule in the settings may be: offered are codes, names and prefixes, in any case."""
    prefixes = sorted({code[:length] for code in CODES for length in range(2, len(code))})
    words = [*CODES, *CODES.values(), *prefixes]
    anyhow = "".join(f"[{one.lower()}{one.upper()}]" if one.isalpha() else one for one in "|".join(words))
    return {"anyOf": [{"enum": words}, {"type": "string", "pattern": rf"^\s*({anyhow})\s*$"}]}


def _severity() -> dict[str, Any]:
    return {
        "type": "object",
        "propertyNames": {"$ref": "#/$defs/rule"},
        "additionalProperties": {"enum": list(SEVERITIES)},
    }


def _override() -> dict[str, Any]:
    rules = {"type": "array", "items": {"$ref": "#/$defs/rule"}}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["paths"],
        "properties": {
            "paths": {**_STRINGS, "minItems": 1, "description": "gitignore patterns, from this file's folder"},
            "select": {**rules, "description": "the rules to apply, in place of those selected otherwise"},
            "ignore": {**rules, "description": "the rules not to apply"},
            "severity": {"$ref": "#/$defs/severity"},
        },
    }
