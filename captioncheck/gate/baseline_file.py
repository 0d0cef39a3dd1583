"""The file of a baseline: findings that were there before, as sorted JSON that reads well in a diff."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from captioncheck.errors import ConfigError, json_fault
from captioncheck.extract.base import key

KIND, VERSION = "baseline", 1
MAKE = "make one with --write-baseline"
ANEW = f"restore it, or delete it and {MAKE}"
_KEYS = {"path": (str,), "record": (str, type(None)), "rule": (str,), "caption": (str,), "picture": (str, type(None))}
_WORDS = {(str,): "a string", (str, type(None)): "a string or null"}


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What tells one finding from another: no line, no message. Two entries are equal when their captions' letters are.

    `path` counts from the baseline's folder, with "/"; `record` is "" where there is none, `picture` too.
    """

    path: str
    record: str
    letters: str
    picture: str
    rule: str
    caption: str = field(compare=False)

    @classmethod
    def of(cls, path: str, record: str | None, rule: str, caption: str, picture: str | None) -> Entry:
        """Return the entry of a finding."""
        picture = picture or ""
        if picture[:5].lower() == "data:":
            picture = f"data:{hashlib.sha256(picture.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
        return cls(path, record or "", key(caption), picture, rule, caption)

    def __hash__(self) -> int:
        return hash((self.path, self.record, self.letters, self.picture, self.rule))


def read(path: str) -> Counter[Entry]:
    """Return the entries of a baseline with their counts. Raises ConfigError for a file that is none."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError(f"baseline {path}: no such file; {MAKE}") from error
    except OSError as error:
        raise ConfigError(f"baseline {path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"baseline {path}: is no captioncheck baseline (not UTF-8); {ANEW}") from error
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ConfigError(f"baseline {path}: is not JSON ({json_fault(error)} at {where}); {ANEW}") from error
    except RecursionError as error:
        raise ConfigError(f"baseline {path}: is no captioncheck baseline (nested too deep); {ANEW}") from error
    try:
        return _entries(document)
    except ValueError as error:
        raise ConfigError(f"baseline {path}: {error}") from error


def write(path: str, entries: Mapping[Entry, int]) -> None:
    """Write a baseline, whole or not at all. Raises ConfigError where that cannot be."""
    rows = [
        {
            "path": entry.path,
            "record": entry.record or None,
            "rule": entry.rule,
            "caption": entry.caption,
            "picture": entry.picture or None,
            "count": count,
        }
        for entry, count in sorted(entries.items())
        if count > 0
    ]
    document = {"captioncheck": KIND, "version": VERSION, "findings": rows}
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    target = Path(os.path.realpath(path))  # a link stays one
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        # A path that is no Unicode has halves of surrogate pairs in it: \udcff is what JSON calls them too.
        temporary.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        with suppress(OSError):
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise ConfigError(f"baseline {path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _entries(document: Any) -> Counter[Entry]:
    if not isinstance(document, dict) or document.get("captioncheck") != KIND:
        raise ValueError(f"is no captioncheck baseline; {ANEW}")
    if document.get("version") != VERSION or isinstance(document.get("version"), bool):
        raise ValueError(f"has version {document.get('version')!r}, and this captioncheck reads version {VERSION}")
    _only(document, ("captioncheck", "version", "findings"), "at the top")
    rows = document.get("findings")
    if not isinstance(rows, list):
        raise ValueError("'findings' must be a list")
    entries: Counter[Entry] = Counter()
    for number, row in enumerate(rows):
        where = f"in findings[{number}]"
        if not isinstance(row, dict):
            raise ValueError(f"findings[{number}] must be an object")
        _only(row, (*_KEYS, "count"), where)
        for name, types in _KEYS.items():
            if name not in row:
                raise ValueError(f"'{name}' is missing {where}")
            if not isinstance(row[name], types):
                raise ValueError(f"'{name}' must be {_WORDS[types]} {where}")
        count = row.get("count")
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise ValueError(f"'count' must be a whole number from 1 {where}")
        entry = Entry(
            row["path"], row["record"] or "", key(row["caption"]), row["picture"] or "", row["rule"], row["caption"]
        )
        if entry in entries:
            raise ValueError(f"findings[{number}] repeats an earlier one; add up their counts")
        entries[entry] = count
    return entries


def _only(row: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in row:
        if name not in known:
            raise ValueError(f"unknown key '{name}' {where}; known: {', '.join(known)}")
