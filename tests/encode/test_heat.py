import pytest
from PIL import Image

from captioncheck.encode.heat import patch_support, seen_part
from captioncheck.encode.openclip import OpenClipEncoder
from captioncheck.encode.probe import draw


@pytest.fixture
def eyes(drawn_model, tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path))
    return OpenClipEncoder(f"local-dir:{drawn_model}")


@pytest.mark.parametrize(("middle", "quarter"), [((0.3, 0.3), (0, 0)), ((0.7, 0.7), (1, 1))])
def test_the_shape_is_brighter_than_the_ground(eyes, middle, quarter):
    picture = draw("circle", "#d62728", "#1f4fd6", side=64, middle=middle, radius=0.22)
    (caption,) = eyes.encode_texts(["a red circle"])
    grid = patch_support(eyes, picture, caption, eyes.encode_texts(["a blue star", "a green star", "a blue square"]))
    quarters = grid.reshape(2, 2, 2, 2).mean(axis=(1, 3))
    assert quarters[quarter] == quarters.max()


def test_a_squeezed_picture_is_seen_whole(eyes):
    assert seen_part(eyes, Image.new("RGB", (60, 20))).size == (60, 20)


def test_of_a_cropped_one_the_middle_is_seen(eyes, monkeypatch):
    monkeypatch.setitem(eyes.model.visual.preprocess_cfg, "resize_mode", "shortest")
    assert seen_part(eyes, Image.new("RGB", (60, 20))).size == (20, 20)
