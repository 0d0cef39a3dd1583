"""Which of many prints are alike, and how little is laid over each of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from PIL import Image
from reused import cropped, drawn

from captioncheck.pictures import overlay, prints
from captioncheck.pictures.prints import ALIKE, print_of
from captioncheck.scan.across.alike import LAID, MOVED, Alike
from captioncheck.scan.across.buckets import Buckets


def pairs(made: Sequence[bytes]) -> dict[tuple[int, int], float]:
    windows = prints.hashes(prints.greys(made)) if made else np.zeros((0, 60), np.uint64)
    everything = np.arange(len(made))
    buckets = Buckets.of(windows[:, 0], everything)
    alike = Alike(buckets, lambda numbers: windows[numbers], lambda numbers: [made[at] for at in numbers])
    return {(min(pair), max(pair)): likeness for *pair, likeness in alike.pairs(everything)}


def noise(count: int) -> list[bytes]:
    """Prints that have nothing in common."""
    rng = np.random.default_rng(3)
    shown = (Image.fromarray(rng.integers(0, 256, (6, 8, 3), np.uint8)).resize((160, 120)) for _ in range(count))
    return [print_of(one) for one in shown]


@pytest.mark.parametrize("made", [[], noise(1), noise(150)], ids=["none", "one", "strangers"])
def test_strangers_are_not_alike(made: list[bytes]) -> None:
    assert pairs(made) == {}


def test_a_picture_is_not_alike_to_itself() -> None:
    assert all(one != other for one, other in pairs([*noise(5), *noise(5)]))


def test_two_files_are_never_the_same_file() -> None:
    found = pairs([*noise(5), *noise(5)])
    assert set(found) == {(at, at + 5) for at in range(5)}
    assert all(ALIKE <= likeness < 1 for likeness in found.values())


def test_crops_are_found_among_others_whichever_comes_first() -> None:
    rng = random.Random(9)
    scenes = [drawn(rng) for _ in range(40)]
    whole, parts = [print_of(one) for one in scenes], [print_of(cropped(one, rng)) for one in scenes]
    wanted = {(at, at + 40) for at in range(40)}
    assert len(wanted & set(pairs([*whole, *parts]))) >= 37
    assert len(wanted & set(pairs([*parts, *whole]))) >= 37


def test_no_more_than_a_few_are_laid_over_a_picture_however_many_are_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(4)
    scene = drawn(rng)
    made = [print_of(cropped(scene, rng)) for _ in range(200)]
    laid, moved = Counter[bytes](), Counter[bytes]()
    first, then = overlay.first_fits, overlay.likenesses

    def counted(larger: Any, smaller: Any, apart: object) -> object:
        laid.update(print_.tobytes() for print_ in larger)
        return first(larger, smaller, apart)

    def counted_then(larger: Any, smaller: Any, places: Any) -> Any:
        moved.update(print_.tobytes() for print_ in larger)
        return then(larger, smaller, places)

    monkeypatch.setattr(overlay, "first_fits", counted)
    monkeypatch.setattr(overlay, "likenesses", counted_then)
    assert pairs(made)
    assert max(laid.values()) == LAID
    assert max(moved.values()) == MOVED
