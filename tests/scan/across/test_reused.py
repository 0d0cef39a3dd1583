"""Reused pictures in small archives: what is left alone first."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from reused import drawn, flagged, make, photos

from captioncheck.cli import main
from captioncheck.datatypes import Level
from captioncheck.pictures.prints import print_of
from captioncheck.scan.across.base import Found
from captioncheck.scan.across.reused import MOST, ReusedPictures
from captioncheck.traces import PictureTrace, Trace

HERE = "Maria Okafor opens an exhibition of glass lamps in Lyon, France, on 3 May 2014."
THERE = "Maria Okafor opens an exhibition of glass lamps in Lyon, France, on 9 June 2022."
ADDRESS = "https://img.example.org/2014/lamps-48213.jpg"
DIGEST, OTHER = b"a" * 32, b"b" * 32


def found(*rows: tuple[str, PictureTrace], repeat: int = 1, memory: Path | None = None) -> list[Found]:
    """What is found in an archive of articles with one caption and one picture each."""
    kept = [
        ({"path": f"{n}.html", "record": None, "published": None, "captions": [{"text": text, "language": "en"}]}, one)
        for n, (text, one) in enumerate(rows * repeat)
    ]

    def raw() -> Iterator[tuple[bytes, bytes]]:
        for row, picture in kept:
            yield json.dumps(row).encode(), Trace(pictures=(picture,)).to_bytes()

    traces = (Trace.from_bytes(data) for _, data in raw())
    scanned: Any = SimpleNamespace(raw=raw, traces=lambda: traces, tell=lambda what, done: None, compared=memory)
    return list(ReusedPictures().find(scanned))


def trace(
    digest: bytes = b"", address: str = "", size: tuple[int, int] = (800, 600), made: bytes = b""
) -> PictureTrace:
    return PictureTrace(0, digest, (made,) if made else (), address, *size)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (trace(DIGEST), trace(OTHER)),
        (trace(address="photos/1.jpg"), trace(address="photos/1.jpg")),
        (trace(DIGEST, ADDRESS), trace(OTHER, ADDRESS)),
        (trace(DIGEST, size=(64, 64)), trace(DIGEST, size=(64, 64))),
        (trace(DIGEST, size=(900, 120)), trace(DIGEST, size=(900, 120))),
        (trace(DIGEST, "/img/logo.png"), trace(DIGEST, "/img/logo.png")),
        (trace(), trace()),
    ],
    ids=[
        "other files",
        "a path is not an address",
        "a file that was replaced",
        "tiny",
        "a band",
        "a logo",
        "no picture",
    ],
)
def test_other_pictures_and_ornaments_are_left_alone(one: PictureTrace, other: PictureTrace) -> None:
    assert found((HERE, one), (THERE, other)) == []


def test_what_stands_in_very_many_articles_is_left_alone() -> None:
    pair = (HERE, trace(DIGEST)), (THERE, trace(DIGEST))
    assert len(found(*pair, repeat=MOST // 2)) == MOST
    assert found(*pair, repeat=MOST // 2 + 1) == []


def test_one_article_does_not_contradict_itself() -> None:
    row = {
        "path": "a",
        "record": None,
        "published": None,
        "captions": [{"text": t, "language": "en"} for t in (HERE, THERE)],
    }
    both = Trace(pictures=(PictureTrace(0, DIGEST), PictureTrace(1, DIGEST)))
    raw = [(json.dumps(row).encode(), both.to_bytes())]
    scanned: Any = SimpleNamespace(
        raw=lambda: iter(raw), traces=lambda: iter([both]), tell=lambda what, done: None, compared=None
    )
    assert list(ReusedPictures().find(scanned)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (trace(DIGEST), trace(DIGEST)),
        (trace(address=ADDRESS, size=(0, 0)), trace(address=f"{ADDRESS}?w=300", size=(0, 0))),
        (trace(address=ADDRESS, size=(0, 0)), trace(DIGEST, ADDRESS)),
        (trace(DIGEST, ADDRESS), trace(address=ADDRESS, size=(0, 0))),
    ],
    ids=["digest", "address", "address, then file", "file, then address"],
)
def test_both_captions_get_a_warning_that_names_the_other(one: PictureTrace, other: PictureTrace) -> None:
    first, second = found((HERE, one), (THERE, other))
    assert (first.row, second.row) == (0, 1)
    assert first.level is second.level is Level.WARNING
    assert first.evidence.code == "CC302"
    assert "1.html" in first.evidence.message
    assert "there it is dated 9 June 2022, here 3 May 2014" in first.evidence.message
    assert "0.html" in second.evidence.message
    assert "there it is dated 3 May 2014, here 9 June 2022" in second.evidence.message


def test_a_crop_of_the_picture_is_found() -> None:
    image = drawn(random.Random(3))
    part = image.crop((20, 30, image.width - 40, image.height - 20))
    pair = (HERE, trace(DIGEST, made=print_of(image))), (THERE, trace(OTHER, made=print_of(part)))
    first, second = found(*pair)
    assert "in another size or part of it" in first.evidence.message
    assert 0.85 <= second.evidence.score < 1


def test_copies_in_very_many_articles_are_left_alone() -> None:
    made = print_of(drawn(random.Random(3)))
    copies = [(HERE if n % 2 else THERE, trace(bytes([n]) * 32, made=made)) for n in range(MOST + 1)]
    assert found(*copies) == []
    assert len(found(*copies[1:])) == MOST


@pytest.mark.parametrize("spoil", [lambda data: data, lambda data: data[: len(data) // 2], lambda data: b"?" * 9_000])
def test_a_memory_changes_nothing_also_where_it_is_damaged(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    rng = random.Random(3)
    scenes = [drawn(rng) for _ in range(12)]
    pictures = [
        print_of(one) for scene in scenes for one in (scene, scene.crop((20, 30, scene.width - 40, scene.height - 20)))
    ]
    rows = [
        (HERE if number % 2 else THERE, trace(bytes([number]) * 32, made=made)) for number, made in enumerate(pictures)
    ]
    memory = tmp_path / "memory"
    known = found(*rows[:-4], memory=memory)
    assert len(known) >= 16
    memory.write_bytes(spoil(memory.read_bytes()))
    whole = found(*rows)
    assert found(*rows, memory=memory) == found(*rows, memory=memory) == whole
    assert len(whole) > len(known)
    assert found(memory=memory) == []
    assert not memory.exists()


def test_it_concerns_captions_under_pictures() -> None:
    assert ReusedPictures().missing() == ""
    assert ReusedPictures().concerns({"image": "a.jpg"})
    assert not ReusedPictures().concerns({"image": None})


def test_planted_reuses_of_a_whole_scan(tmp_path: Path) -> None:
    planted, honest = make(tmp_path, 12, 20, photos(None))
    out = tmp_path / "out.jsonl"
    assert main(["scan", str(tmp_path / "archive.jsonl"), "--out", str(out)]) == 0
    seen = flagged(out)
    assert sum({*pair} <= seen for pair in planted) >= 11
    assert not honest & seen
