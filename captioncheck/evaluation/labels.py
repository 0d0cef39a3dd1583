"""The labels of a set: within its JSONL records, or in a JSON file of their own.

Within a record each caption has `"label"` (belongs, generic or elsewhere) or a known `"kind"`, or both:

    {"id": "a1", "title": "…", "body": "…", "captions": [{"text": "…", "label": "elsewhere", "kind": "wire"}]}

An article that has no id, a file of its own, goes by its path.

A file of labels maps a record's id to a label, a kind, `[label or kind, language]`, or an object with `label`, `kind`
and `language`; it then holds for every caption of that record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from captioncheck.errors import ConfigError
from captioncheck.evaluation.kinds import Kind, Label, kind_of, known_kinds
from captioncheck.extract.base import Source, key, one_line


@dataclass(frozen=True, slots=True)
class Labelled:
    """What is known of a caption: its kind (with the label), and the article's language where the set says it."""

    kind: Kind
    language: str | None = None


@dataclass(slots=True)
class Labels:
    """The labels of a set, by record and caption or by record alone, and the headlines of its records."""

    captions: dict[tuple[str, str], Labelled] = field(default_factory=dict)
    records: dict[str, Labelled] = field(default_factory=dict)
    headlines: dict[str, str] = field(default_factory=dict)

    def of(self, record: str, text: str) -> Labelled | None:
        """Return what is known of a caption."""
        return self.captions.get((record, key(text))) or self.records.get(record)

    @property
    def named(self) -> frozenset[str]:
        """Return the ids of all records that have a label."""
        return frozenset(self.records) | {record for record, _ in self.captions}


def from_records(source: Source) -> Labels:
    """Return the labels within JSONL records; lines that are no records are the reader's to complain of."""
    labels = Labels()
    first: dict[str, int] = {}
    for number, record in _records(source):
        name = one_line(str(record.get("id")))
        if name in first:
            raise ConfigError(
                f"{source.path}: line {number} has the id '{name}' of line {first[name]}; labels need ids of their own"
            )
        first[name] = number
        labels.headlines[name] = one_line(str(record.get("title") or ""))
        captions = record.get("captions")
        for caption in captions if isinstance(captions, list) else ():
            if isinstance(caption, dict) and isinstance(caption.get("text"), str):
                _add(labels, name, caption, f"{source.path}: line {number}")
    return labels


def from_file(source: Source) -> Labels:
    """Return the labels of a JSON file. Raises ConfigError for what is none."""
    try:
        document = json.loads(source.data())
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{source.path}: is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise ConfigError(f"{source.path}: must be an object that maps the id of each record to its label")
    labels = Labels()
    for name, value in document.items():
        row = value if isinstance(value, dict) else _as_row(value)
        found = _labelled(row, f"{source.path}: '{name}'") if row is not None else None
        if found is None:
            raise ConfigError(f"{source.path}: '{name}': give a label, a kind, or [kind, language], not {value!r:.60}")
        labels.records[one_line(name)] = found
    return labels


def _as_row(value: Any) -> dict[str, Any] | None:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not 1 <= len(words) <= 2:
        return None
    return {"label" if words[0] in set(Label) else "kind": words[0], "language": words[1] if len(words) == 2 else None}


def _add(labels: Labels, record: str, caption: Mapping[str, Any], where: str) -> None:
    found = _labelled(caption, where)
    if found is None or not caption["text"].strip():
        return
    before = labels.captions.setdefault((record, key(caption["text"])), found)
    if before != found:
        raise ConfigError(f"{where}: the same caption twice, once {before.kind.name}, once {found.kind.name}")


def _labelled(row: Mapping[str, Any], where: str) -> Labelled | None:
    """Return what a row says of a caption, None where it says nothing. Raises ConfigError where it makes no sense."""
    label, name, language = (row.get(word) for word in ("label", "kind", "language"))
    for word, value in (("label", label), ("kind", name), ("language", language)):
        if value is not None and not isinstance(value, str):
            raise ConfigError(f"{where}: '{word}' must be a string, not {value!r:.40}")
    if label is None and name is None:
        return None
    if label is None:
        known = known_kinds()
        if name is None or name not in known:
            raise ConfigError(f"{where}: the kind '{name}' needs a label; these do not: {', '.join(known)}")
        return Labelled(known[name], language)
    if label not in set(Label):
        raise ConfigError(f"{where}: unknown label '{label}'; it may be {', '.join(Label)}")
    kind = kind_of(name or label, Label(label))
    if kind.label != label:
        raise ConfigError(f"{where}: a caption of the kind '{kind.name}' is {kind.label}, not {label}")
    return Labelled(kind, language)


def _records(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(source.data().split(b"\n"), 1):
        try:
            record = json.loads(line.removeprefix(b"\xef\xbb\xbf")) if line.strip() else None
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            yield number, record
