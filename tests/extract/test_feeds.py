"""Every newsroom format against the rows that its fixture should give, and against damage of all kinds."""

from __future__ import annotations

import copy
import json
import random
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from captioncheck.datatypes import Article, Skipped
from captioncheck.errors import ReaderError
from captioncheck.extract import Source, load_reader, reader_for
from tests.extract.archives import FIXTURES
from tests.extract.reading import read_all

EXPECTED: dict[str, list[dict[str, Any]]] = json.loads((FIXTURES / "expected.json").read_text())
FILES = sorted(path for path in FIXTURES.iterdir() if path.name != "expected.json")
ODD: list[Any] = [None, True, 0, 1.5, "", "x", "<p>x</p>", [], {}, [None], [[]], [{}], {"a": None}, {"a": {}}, "\ud800"]


def row_of(item: Article | Skipped) -> dict[str, Any]:
    row: dict[str, Any] = {"record": item.location.record, "line": item.location.line}
    if isinstance(item, Skipped):
        return {**row, "status": str(item.status), "reason": item.reason}
    return {
        **row,
        "headline": item.headline,
        "published": item.published,
        "published_from": item.published_from,
        "language": item.language,
        "notes": list(item.notes),
        "passages": [[passage.line, passage.text] for passage in item.passages],
        "captions": [
            {
                "text": caption.text,
                "line": caption.location.line,
                "credit": caption.parts.credit,
                "date": caption.parts.date,
                "places": [place.name for place in caption.parts.places],
                "language": caption.language,
                "picture": caption.picture.reference if caption.picture else None,
                "confidence": caption.confidence,
            }
            for caption in item.captions
        ],
    }


def read_found(data: bytes, name: str) -> list[Article | Skipped]:
    reader = load_reader(reader_for(name, data[:4096]))
    return list(reader.read(Source(name, lambda: BytesIO(data), named=False)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_feed_gives_its_rows(path: Path) -> None:
    assert [row_of(item) for item in read_found(path.read_bytes(), path.name)] == EXPECTED[path.name]


def test_every_fixture_is_expected() -> None:
    assert set(EXPECTED) == {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_captions_stand_on_their_lines(path: Path) -> None:
    lines = path.read_bytes().decode("iso-8859-1" if b"8859" in path.read_bytes()[:80] else "utf-8").splitlines()
    if path.suffix == ".json":
        return
    for row in EXPECTED[path.name]:
        for caption in row.get("captions", ()):
            near = " ".join(lines[caption["line"] - 1 : caption["line"] + 2])
            assert caption["text"].split()[0] in near, caption


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_feed_that_breaks_off_says_so(path: Path) -> None:
    data = path.read_bytes()
    end = len(data.rstrip()) - 1
    for cut in (*range(0, end, max(end // 25, 1)), end):
        items = read_all(data[:cut], path.name)
        assert items, cut
        assert any(isinstance(item, Skipped) for item in items), cut
        assert all("\n" not in item.reason for item in items if isinstance(item, Skipped))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_feed_that_is_damaged_raises_nothing(path: Path) -> None:
    chance = random.Random(path.name)
    data = path.read_bytes()
    for _ in range(25):
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 5, 40))):
            at = chance.randrange(len(damaged) + 1)
            damaged[at : at + chance.randrange(1, 20)] = bytes(
                chance.randrange(256) for _ in range(chance.randrange(3))
            )
        with suppress(ReaderError):
            assert read_all(bytes(damaged), path.name)


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".json"], ids=lambda path: path.name)
def test_values_of_other_kinds_raise_nothing(path: Path) -> None:
    base = json.loads(path.read_text())
    chance = random.Random(7)
    for steps in _paths(base):
        changed = copy.deepcopy(base)
        place = changed
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = chance.choice(ODD)
        assert read_all(json.dumps(changed), path.name)


def _paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path for step in steps for path in ((*here, step), *_paths(value[step], (*here, step)))]
