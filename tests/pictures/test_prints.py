from __future__ import annotations

import random
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageEnhance
from reused import cropped, drawn

from captioncheck.pictures import prints
from captioncheck.pictures.overlay import HOPEFUL, first_fits, likenesses
from captioncheck.pictures.prints import ALIKE, NEAR, greys, hashes, print_of, windows


def found(original: Image.Image, changed: Image.Image) -> float:
    """The likeness of a picture and what may be a part of it, as the pass over an archive finds it."""
    made = print_of(original), print_of(changed)
    assert all(made)
    return alike(*made)


def alike(*made: bytes) -> float:
    one, other = greys(made[:1]), greys(made[1:])
    apart = np.bitwise_count(hashes(one) ^ hashes(other, 1))
    fits, places = first_fits(one, other, apart)
    return float(likenesses(one, other, places)[0]) if apart.min() <= NEAR and fits[0] >= HOPEFUL else 0.0


def scenes(count: int) -> list[Image.Image]:
    rng = random.Random(11)
    return [drawn(rng) for _ in range(count)]


def again(image: Image.Image, quality: int) -> Image.Image:
    stream = BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(stream)


def test_hardly_any_two_different_pictures_are_alike() -> None:
    pictures = scenes(40)
    pairs = [(one, other) for one in pictures for other in pictures if one is not other]
    made = {id(one): print_of(one) for one in pictures}
    assert sum(alike(made[id(one)], made[id(other)]) >= ALIKE for one, other in pairs) <= 0.001 * len(pairs)


@pytest.mark.parametrize("ground", [(255, 255, 255), (0, 0, 0), (30, 90, 200)])
def test_a_plain_ground_has_no_print(ground: tuple[int, int, int]) -> None:
    assert print_of(Image.new("RGB", (400, 300), ground)) == b""
    assert print_of(Image.linear_gradient("L").convert("RGB")) == b""


def test_the_same_picture_resized_recompressed_or_recoloured() -> None:
    for picture in scenes(10):
        assert found(picture, again(picture, 30)) >= ALIKE
        assert found(picture, picture.resize((210, 150))) >= ALIKE
        assert found(picture, ImageEnhance.Brightness(picture).enhance(1.15)) >= ALIKE
        assert found(picture, ImageEnhance.Color(picture).enhance(0.3)) >= ALIKE


def test_crops_to_seventy_percent_are_found() -> None:
    rng = random.Random(5)
    likenesses = [found(picture, again(cropped(picture, rng), 60)) for picture in scenes(60)]
    assert sum(one >= ALIKE for one in likenesses) >= 0.9 * len(likenesses)


def test_windows_lie_within_the_picture_and_begin_with_the_whole() -> None:
    assert windows()[0] == (0.0, 0.0, 1.0, 1.0)
    assert len(set(windows())) == len(windows())
    for x, y, width, height in windows():
        assert min(x, y) >= 0
        assert max(x + width, y + height) <= 1 + 1e-9
        assert width * height >= 0.6


def test_a_print_is_the_same_each_time() -> None:
    (picture,) = scenes(1)
    assert print_of(picture) == print_of(picture.copy())
    assert len(print_of(picture)) == prints.SIDE**2
