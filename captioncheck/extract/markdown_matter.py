"""Front matter: YAML between ---, TOML between +++, or a JSON object at the top; and the captions that it gives."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from captioncheck.extract.base import one_line

_FENCED = re.compile(
    r"\A\s*?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<block>.*?)(?:\r?\n|(?<=\n))(?P=fence)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_CAPTION_KEY = re.compile(r"(?:\A|[_-]|(?<=[a-z]))(?:caption|Caption|legend|bildunterschrift|didascalia)\Z")
_SOURCE_KEYS = ("src", "url", "path", "image", "file", "img", "relative", "name")
_CREDIT_KEYS = ("credit", "attr", "attribution", "photographer", "copyright")
_DATES = ("date", "publishdate", "published", "pubdate", "publish_date", "date_published", "created")
_LANGUAGES = ("lang", "language", "locale", "languagecode")
_MAX_NODES = 2_000


@dataclass(frozen=True, slots=True)
class MatterCaption:
    """A caption of the front matter: its text, the picture's reference and alternative text, and a marked credit."""

    text: str
    image: str = ""
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the front matter says; `length` is how many characters of the document it takes."""

    values: dict[str, Any] = field(default_factory=dict)
    length: int = 0
    note: str | None = None

    def text(self, *names: str) -> str:
        """Return the first of the named values that is a text, one line, or ""."""
        lowered = {str(name).lower(): value for name, value in self.values.items()}
        values = (lowered.get(name) for name in names)
        return next((one_line(value) for value in values if isinstance(value, str) and value.strip()), "")

    @property
    def language(self) -> str | None:
        """Return the language that is claimed, two or three letters, or None."""
        match = re.match(r"[a-zA-Z]{2,3}(?=[-_]|\Z)", self.text(*_LANGUAGES))
        return match[0].lower() if match else None

    @property
    def published(self) -> str | None:
        """Return the day of publication as an ISO date, or None."""
        return next((day for _, day in self._dates()), None)

    @property
    def published_from(self) -> str:
        """Return which value the day of publication is, "" where there is none."""
        return next((f"front matter: {name}" for name, _ in self._dates()), "")

    def _dates(self) -> Iterator[tuple[str, str]]:
        lowered = {str(name).lower(): value for name, value in self.values.items()}
        for name in _DATES:
            value = lowered.get(name)
            if isinstance(value, datetime):
                yield name, value.date().isoformat()
            elif isinstance(value, date):
                yield name, value.isoformat()
            elif isinstance(value, str) and (match := re.match(r"\s*(\d{4}-\d\d-\d\d)", value)):
                with suppress(ValueError):
                    yield name, date.fromisoformat(match[1]).isoformat()

    def captions(self) -> Iterator[MatterCaption]:
        """Yield the captions of the pictures that the front matter names, wherever they are nested."""
        stack: list[tuple[str, Any]] = [("", self.values)]
        for _ in range(_MAX_NODES):
            if not stack:
                return
            name, value = stack.pop(0)
            if isinstance(value, dict):
                yield from _of_mapping(value)
                stack.extend((str(key), item) for key, item in value.items())
            elif isinstance(value, list):
                if name == "captions":
                    yield from (MatterCaption(one_line(item)) for item in value if isinstance(item, str))
                    yield from (_of_record(item) for item in value if isinstance(item, dict) and "text" in item)
                stack.extend((name, item) for item in value if isinstance(item, dict | list))


def read_matter(document: str) -> Matter:
    """Return the front matter of a document; a broken one gives a note and counts as absent but for its length."""
    fenced = _FENCED.match(document)
    try:
        if fenced:
            load = _yaml if fenced["fence"] == "---" else tomllib.loads
            values = load(fenced["block"])
            return Matter(values if isinstance(values, dict) else {}, fenced.end())
        if document.lstrip().startswith("{") and not document.lstrip().startswith("{{"):
            start = len(document) - len(document.lstrip())
            values, end = json.JSONDecoder().raw_decode(document, start)
            return Matter(values, end)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:160]
        return Matter(length=fenced.end() if fenced else 0, note=f"the front matter could not be read: {reason}")
    return Matter()


def _yaml(block: str) -> Any:
    from frontmatter.default_handlers import YAMLHandler

    try:
        return YAMLHandler().load(block)
    except Exception as error:  # PyYAML's errors share no base with Python's, and tags call constructors
        raise ValueError(str(error)) from error


def _of_mapping(value: dict[Any, Any]) -> Iterator[MatterCaption]:
    image = next((value[name] for name in _SOURCE_KEYS if isinstance(value.get(name), str)), "")
    alt = value.get("alt") if isinstance(value.get("alt"), str) else ""
    credit = next((value[name] for name in _CREDIT_KEYS if isinstance(value.get(name), str)), "")
    for name, text in value.items():
        if isinstance(name, str) and isinstance(text, str) and text.strip() and _CAPTION_KEY.search(name):
            prefix = _CAPTION_KEY.sub("", name)
            own = value.get(prefix) if isinstance(value.get(prefix), str) else image
            yield MatterCaption(one_line(text), one_line(own or ""), one_line(alt or ""), one_line(credit))


def _of_record(item: dict[Any, Any]) -> MatterCaption:
    return MatterCaption(*(one_line(str(item.get(name) or "")) for name in ("text", "image", "alt")))
