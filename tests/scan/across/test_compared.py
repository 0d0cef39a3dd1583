"""What is remembered of pictures: a night on top of another finds what a pass over everything at once finds."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from reused import cropped, drawn

from captioncheck.pictures import overlay, prints
from captioncheck.scan.across import alike, buckets
from captioncheck.scan.across.compared import Compared, forget, key_of, remembering

Pairs = list[tuple[int, int, float]]


@cache
def families() -> tuple[bytes, ...]:
    """Prints of 8 scenes, each with crops of it: many are alike, so that there are more than are looked at."""
    rng = random.Random(6)
    scenes = [drawn(rng).resize((200, 150)) for _ in range(8)]
    return tuple(prints.print_of(one) for scene in scenes for one in (scene, *(cropped(scene, rng) for _ in range(14))))


def night(path: Path | None, made: Iterable[bytes], tell: Callable[[int], None] = lambda done: None) -> Pairs:
    known = {key_of(one): one for one in made}

    def read(keys: Sequence[int]) -> list[bytes]:
        return [known[key] for key in keys]

    with remembering(path) as compared:
        found = list(compared.alike(np.array(sorted(known), np.int64), read, tell))
        compared.keep()
    return found


@pytest.mark.parametrize("narrow", [False, True])
def test_nights_find_what_a_pass_over_everything_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, narrow: bool
) -> None:
    if narrow:  # so that what comes crowds out what was there
        monkeypatch.setattr(buckets, "SHELF", 2)
        monkeypatch.setattr(alike, "LAID", 4)
        monkeypatch.setattr(alike, "MOVED", 2)
    rng = random.Random(8)
    there = set(rng.sample(families(), 60))
    found = night(tmp_path / "memory", there)
    for _ in range(8):
        there -= set(rng.sample(sorted(there), rng.randrange(9)))
        there |= set(rng.sample(families(), rng.randrange(9)))
        found = night(tmp_path / "memory", there)
        assert found == night(None, there)
    assert len(found) > 40


def test_a_night_without_news_compares_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = night(tmp_path / "memory", families())
    monkeypatch.setattr(prints, "hashes", lambda *more: pytest.fail("hashed again"))
    monkeypatch.setattr(overlay, "first_fits", lambda *more: pytest.fail("compared again"))
    assert night(tmp_path / "memory", families()) == first != []


def test_a_night_compares_what_is_new_with_its_like(tmp_path: Path) -> None:
    *old, new = families()
    night(tmp_path / "memory", old)
    looked: list[int] = []
    night(tmp_path / "memory", [*old, new], looked.append)
    assert 1 <= looked[-1] <= 15


def test_the_last_picture_goes(tmp_path: Path) -> None:
    night(tmp_path / "memory", families()[:15])
    assert night(tmp_path / "memory", []) == []
    assert night(tmp_path / "memory", families()[:15]) == night(None, families()[:15])


@pytest.mark.parametrize("data", [b"what is this", b""], ids=["no memory", "empty"])
def test_a_memory_that_is_none_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "memory").write_bytes(data)
    assert night(tmp_path / "memory", families()[:15]) == night(None, families()[:15])
    assert night(tmp_path / "memory", families()[:15]) == night(None, families()[:15])


def test_a_memory_of_another_version_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("captioncheck.scan.across.compared._MARK", "another")
        patch.setattr(prints, "ALIKE", 2.0)
        assert night(tmp_path / "memory", families()[:15]) == []
    assert night(tmp_path / "memory", families()[:15]) == night(None, families()[:15]) != []


def test_what_a_night_that_was_cut_off_wrote_does_not_count(tmp_path: Path) -> None:
    night(tmp_path / "memory", families()[:50])

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        night(tmp_path / "memory", families(), interrupt)
    assert night(tmp_path / "memory", families()) == night(None, families())


def test_captions_that_agree_are_remembered_for_as_long_as_they_are_asked_for(tmp_path: Path) -> None:
    def asked(pairs: Sequence[tuple[str, str]]) -> list[bool]:
        with remembering(tmp_path / "memory") as compared:
            known = [compared.agreed(*pair) for pair in pairs]
            for pair in pairs:
                compared.agree(*pair)
            compared.leave()
            compared.keep()
        return known

    assert asked([("a", "b"), ("a", "c")]) == [False, False]
    assert asked([("a", "b"), ("ab", ""), ("\ud800", "c")]) == [True, False, False]
    assert asked([("a", "b"), ("a", "c"), ("\ud800", "c")]) == [True, False, True]


def test_a_memory_is_forgotten_with_what_was_being_written(tmp_path: Path) -> None:
    for name in ("memory", "memory-journal"):
        (tmp_path / name).write_bytes(b"")
    forget(tmp_path / "memory")
    assert list(tmp_path.iterdir()) == []


def test_prints_are_as_alike_in_any_company() -> None:
    """What is remembered of a pair was computed among others than those of a later pass."""
    made = families()
    windows = prints.hashes(prints.greys(made))
    numbers = np.arange(len(made))
    one = alike.Alike(buckets.Buckets.of(windows[:, 0], numbers), windows.__getitem__, lambda at: [made[n] for n in at])
    alone = [pair for at in range(len(made)) for pair in one.pairs(numbers[at : at + 1])]
    assert alone == list(one.pairs(numbers))
    assert all(
        np.array_equal(prints.hashes(prints.greys([print_]))[0], row) for print_, row in zip(made, windows, strict=True)
    )


def test_a_damaged_memory_is_an_error_of_sqlite(tmp_path: Path) -> None:
    night(tmp_path / "memory", families())
    data = bytearray((tmp_path / "memory").read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    (tmp_path / "memory").write_bytes(data)
    with pytest.raises(sqlite3.Error):
        night(tmp_path / "memory", families()[:50])


def test_the_memory_is_a_transaction(tmp_path: Path) -> None:
    with remembering(tmp_path / "memory") as compared:
        assert isinstance(compared, Compared)
        compared.agree("a", "b")
    with remembering(tmp_path / "memory") as compared:
        assert not compared.agreed("a", "b")
