#!/usr/bin/env python3
"""Compose the evaluation set from the articles and swaps in `fixtures/eval`: captioncheck's JSONL input form, labelled.

usage: eval_set.py [--output FILE]

The first records are the articles as they were written, with their own captions and leftovers; then comes one record a
swap, an article with one caption of another. A caption carries "text", "label" (belongs, elsewhere or generic), "kind"
and "id", ARTICLE/CAPTION of the article that it was written for.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "fixtures/eval"
WRITTEN = {"own": "belongs", "own_translated": "belongs", "own_generic": "generic", "found": "elsewhere"}
"""Kinds of captions that stand in the article files, and their labels."""
SWAPPED = ("same", "cross", "hard", "same_translated")
"""Kinds of swaps; all of them are labelled `elsewhere`."""
LABELS = WRITTEN | dict.fromkeys(SWAPPED, "elsewhere")


class EvalSetError(Exception):
    """The files of the evaluation set do not fit together; the message says where and what."""


@dataclass(frozen=True)
class Story:
    """One article of the set; `captions` holds name to text, for every kind in `WRITTEN`."""

    name: str
    language: str
    title: str
    date: str
    body: str
    captions: dict[str, dict[str, str]]

    def kind_of(self, caption: str) -> str | None:
        """Return the kind of one of its captions, None if it has no such caption."""
        return next((kind for kind, named in self.captions.items() if caption in named), None)

    def record(self, identity: str, captions: list[dict[str, str]]) -> dict[str, Any]:
        """Return the article in the JSONL input form, with these captions."""
        return {
            "id": identity,
            "title": self.title,
            "body": self.body,
            "date": self.date,
            "lang": self.language,
            "captions": captions,
        }


def records(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return the records of the set, always in the same order. Raises EvalSetError."""
    stories = read_stories(folder / "articles")
    return [*(_as_written(story) for story in stories.values()), *_swapped(stories, folder / "swaps.toml")]


def lines(rows: list[dict[str, Any]]) -> str:
    """Return the records as JSONL."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def digest(rows: list[dict[str, Any]]) -> str:
    """Return what tells this set from any other; comments and layout of the files do not count."""
    return hashlib.sha256(lines(rows).encode()).hexdigest()


def read_stories(folder: Path) -> dict[str, Story]:
    """Return the articles by name; a file holds those of one language and is called after it. Raises EvalSetError."""
    stories: dict[str, Story] = {}
    for path in sorted(folder.glob("*.toml")):
        for name, row in _toml(path).items():
            if name in stories:
                raise EvalSetError(f"{path.name}: the article '{name}' stands in another file too")
            stories[name] = _story(name, row, path)
    if not stories:
        raise EvalSetError(f"{folder}: no article files (*.toml)")
    return stories


def _story(name: str, row: Any, path: Path) -> Story:
    where = f"{path.name}: {name}"
    if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("title", "date", "body")):
        raise EvalSetError(f"{where}: 'title', 'date' and 'body' are needed, as strings")
    captions = {key: value for key, value in row.items() if key not in ("title", "date", "body")}
    if unknown := sorted(set(captions) - set(WRITTEN)):
        raise EvalSetError(f"{where}: unknown kind '{unknown[0]}'; known: {', '.join(WRITTEN)}")
    named = [caption for kind in captions.values() for caption in kind]
    if twice := sorted({caption for caption in named if named.count(caption) > 1}):
        raise EvalSetError(f"{where}: two captions are called '{twice[0]}'")
    try:
        day = date.fromisoformat(row["date"]).isoformat()
    except ValueError:
        raise EvalSetError(f"{where}: 'date' is not a date: {row['date']}; write 2022-01-10") from None
    return Story(name, path.stem, row["title"], day, row["body"].strip(), captions)


def _as_written(story: Story) -> dict[str, Any]:
    named = [(caption, kind) for kind in WRITTEN for caption in story.captions.get(kind, {})]
    return story.record(story.name, [_caption(story, caption, kind) for caption, kind in named])


def _swapped(stories: dict[str, Story], path: Path) -> Iterator[dict[str, Any]]:
    tables = _toml(path)
    if unknown := sorted(set(tables) - set(SWAPPED)):
        raise EvalSetError(f"{path.name}: unknown kind '{unknown[0]}'; known: {', '.join(SWAPPED)}")
    seen: set[str] = set()
    for kind in SWAPPED:
        for under, captions in tables.get(kind, {}).items():
            for reference in captions:
                where = f"{path.name}: [{kind}] {under} = {reference}"
                home, _, caption = reference.partition("/")
                if under not in stories or home not in stories or stories[home].kind_of(caption) is None:
                    raise EvalSetError(f"{where}: there is no such article or caption")
                if wrong := _unfit(kind, stories[under], stories[home], caption):
                    raise EvalSetError(f"{where}: {wrong}")
                identity = f"{reference}@{under}"
                if identity in seen:
                    raise EvalSetError(f"{where}: stands here twice")
                seen.add(identity)
                yield stories[under].record(identity, [_caption(stories[home], caption, kind)])


def _unfit(kind: str, under: Story, home: Story, caption: str) -> str | None:
    """Say why a swap is not of its kind, if it is not."""
    written = home.kind_of(caption)
    if home.name == under.name:
        return "a caption's own article is no swap"
    if written not in ("own", "own_translated"):
        return f"only captions that say something can be swapped; this one is {written}"
    if kind in ("same", "same_translated") and home.language != under.language:
        return "the two articles are in different languages"
    if kind == "cross" and home.language == under.language:
        return "the two articles are in the same language"
    if (kind == "same_translated") != (written == "own_translated") and kind != "hard":
        return f"the caption is {written}"
    return None


def _caption(home: Story, caption: str, kind: str) -> dict[str, str]:
    text = next(named[caption] for named in home.captions.values() if caption in named)
    return {"text": text, "label": LABELS[kind], "kind": kind, "id": f"{home.name}/{caption}"}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise EvalSetError(f"{path}: {error}") from error


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, help="write to this file, not to standard output")
    args = parser.parse_args()
    try:
        text = lines(records())
    except EvalSetError as error:
        sys.exit(str(error))
    if args.output:
        args.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    main()
