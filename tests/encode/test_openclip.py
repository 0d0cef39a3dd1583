import json
import os
import random
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from captioncheck.encode.checkpoints import CONFIG
from captioncheck.encode.openclip import OpenClipEncoder
from captioncheck.encode.openclip_loading import load, resolved
from captioncheck.encode.probe import draw, probe
from captioncheck.errors import EncoderError
from tests.encode import drawn

PICTURES = [draw(shape, "#d62728", side=48) for shape in ("circle", "star", "square")]
TEXTS = ["a red circle", "a blue star on a white background", "", "Ünïcödé 台风 \ud83d", "a red circle"]


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def eyes(drawn_model):
    return OpenClipEncoder(f"local-dir:{drawn_model}")


def direct(folder, pictures=(), texts=()):
    """Return what open_clip itself says, used as its README shows, but in eval mode."""
    import open_clip
    import torch

    model, _, prepare = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    model.eval()
    tokenizer = open_clip.get_tokenizer(f"local-dir:{folder}")
    with torch.no_grad():
        seen = model.encode_image(torch.stack([prepare(one) for one in pictures]), normalize=True) if pictures else None
        read = model.encode_text(tokenizer(list(texts)), normalize=True) if texts else None
    return seen, read


def test_it_gives_what_open_clip_gives(eyes, drawn_model):
    seen, _ = direct(drawn_model, PICTURES)
    _, read = direct(drawn_model, (), TEXTS[:2])
    assert np.allclose((eyes.encode_pictures(PICTURES) * seen.numpy()).sum(axis=1), 1, atol=1e-4)
    assert np.allclose((eyes.encode_texts(TEXTS[:2]) * read.numpy()).sum(axis=1), 1, atol=1e-4)


def test_rows_are_unit_float32_in_order(eyes):
    rows = eyes.encode_texts(TEXTS)
    assert rows.shape == (5, 32) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[0], rows[4])
    assert np.allclose(eyes.encode_texts(TEXTS[1:2])[0], rows[1], atol=1e-5)


@pytest.mark.parametrize("mode", ["shortest", "squash", "longest"])
@pytest.mark.parametrize("size", [(200, 133), (133, 200), (64, 64), (31, 47), (5, 300)])
def test_a_picture_made_small_beforehand_gives_the_same_tensor(eyes, mode, size):
    from open_clip.transform import image_transform
    from PIL import Image

    transform = image_transform(eyes.side, is_train=False, resize_mode=mode)
    eyes.__dict__["_loaded"] = replace(eyes._loaded, transform=transform)
    noise = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), np.uint8)
    picture = Image.fromarray(noise)
    small = eyes.shrunk(picture)
    assert small.size == (eyes.side, eyes.side)
    assert bool((eyes.prepared([small]) == eyes.prepared([picture])).all())


def test_no_texts_and_no_pictures_are_no_rows(eyes):
    assert len(eyes.encode_texts([])) == len(eyes.encode_pictures([])) == 0


def test_a_long_text_is_not_cut(eyes):
    start = "a red circle on a white background " * 8
    long, cut = eyes.encode_texts([start + "and a blue star on black paper", start])
    assert eyes.tokens(start) > 32
    assert not np.allclose(long, cut, atol=1e-3)


def test_the_same_text_gives_the_same_row_whatever_it_stands_beside(eyes):
    dice = random.Random(5)
    others = [drawn.caption(drawn.scene(dice), dice) for _ in range(40)]
    alone = eyes.encode_texts(["a green square"])[0]
    assert np.allclose(eyes.encode_texts([*others, "a green square"])[-1], alone, atol=1e-5)


def test_it_looks_the_same_twice(eyes):
    assert np.array_equal(eyes.encode_pictures(PICTURES), eyes.encode_pictures(PICTURES))


def test_its_name_says_weights_preprocessing_and_precision(eyes, drawn_model, tmp_path):
    tag, weights, preprocessing, precision = eyes.name.replace("@", "/").split("/")
    assert tag == f"local-dir:{drawn_model.name}"
    assert len(weights) == 12 and len(preprocessing) == 8 and precision == "fp32"
    copy = tmp_path / drawn_model.name
    copy.mkdir()
    for path in drawn_model.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    assert OpenClipEncoder(f"local-dir:{copy}").name == eyes.name
    document = json.loads((copy / CONFIG).read_text())
    document["preprocess_cfg"]["mean"] = [0.4, 0.5, 0.5]
    (copy / CONFIG).write_text(json.dumps(document))
    assert OpenClipEncoder(f"local-dir:{copy}").name != eyes.name


def test_the_model_is_in_eval_mode(eyes):
    assert not eyes.model.training


@pytest.mark.parametrize(
    ("weights", "said"),
    [(None, "it has no weights"), (b"", "cannot be loaded"), (b"nonsense" * 100, "cannot be loaded")],
    ids=["none", "empty", "damaged"],
)
def test_without_weights_there_is_no_model(tmp_path, weights, said):
    pytest.importorskip("open_clip")
    drawn.write_config(tmp_path / "m")
    if weights is not None:
        (tmp_path / "m/open_clip_model.safetensors").write_bytes(weights)
    with pytest.raises(EncoderError, match=said):
        load(OpenClipEncoder(f"local-dir:{tmp_path}/m").checkpoint)


def test_weights_of_another_model_are_refused(random_model, tmp_path):
    drawn.write_config(tmp_path / "m", {**drawn.MODEL, "embed_dim": 16})
    weights = (random_model / "open_clip_model.safetensors").read_bytes()
    (tmp_path / "m/open_clip_model.safetensors").write_bytes(weights)
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load(OpenClipEncoder(f"local-dir:{tmp_path}/m").checkpoint)


def test_bf16_is_close_to_fp32(drawn_model, eyes):
    half = OpenClipEncoder(f"local-dir:{drawn_model}", "bf16")
    assert half.name.endswith("/bf16")
    assert (half.encode_pictures(PICTURES) * eyes.encode_pictures(PICTURES)).sum(axis=1).min() > 0.995
    assert (half.encode_texts(TEXTS[:3]) * eyes.encode_texts(TEXTS[:3])).sum(axis=1).min() > 0.995


def test_the_precision_is_measured_once(monkeypatch):
    pytest.importorskip("torch")
    from captioncheck.encode import openclip_loading

    monkeypatch.setattr(openclip_loading, "faster_precision", lambda: "bf16")
    assert resolved("auto") == "bf16"
    monkeypatch.setattr(openclip_loading, "faster_precision", lambda: pytest.fail("measured again"))
    assert resolved("auto") == "bf16"
    assert resolved("fp32") == "fp32"


def test_a_trained_model_passes_the_probe(eyes):
    assert probe(eyes).passed


def test_a_random_model_fails_the_probe(random_model):
    found = probe(OpenClipEncoder(f"local-dir:{random_model}"))
    assert not found.passed
    assert found.order < 0.8


def test_right_and_wrong_captions_of_unseen_pictures_separate(eyes):
    dice = random.Random(99)
    scenes = [drawn.scene(dice) for _ in range(400)]
    pictures = eyes.encode_pictures([drawn.picture(what, dice) for what in scenes])
    captions = eyes.encode_texts([drawn.caption(what, dice) for what in scenes])
    others = [(i + dice.randrange(1, 400)) % 400 for i in range(400)]
    wrong = [i for i, other in enumerate(others) if scenes[i] != scenes[other]]
    right_scores = (pictures * captions).sum(axis=1)
    wrong_scores = (pictures[wrong] * captions[[others[i] for i in wrong]]).sum(axis=1)
    assert (right_scores[:, None] > wrong_scores[None]).mean() >= 0.98


@pytest.mark.parametrize(("own", "policy"), [({}, "PASSIVE"), ({"OMP_WAIT_POLICY": "ACTIVE"}, "ACTIVE")])
def test_threads_of_torch_sleep_while_they_wait_unless_the_user_wants_otherwise(own, policy):
    script = (
        "import os; before = dict(os.environ);"
        "from captioncheck.encode.openclip_loading import faster_precision; faster_precision();"
        "assert dict(os.environ) == before"
    )
    environment = {**os.environ, **own, "OMP_DISPLAY_ENV": "true"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    if "OMP_WAIT_POLICY" not in done.stderr:
        pytest.skip("this torch does not say how its threads wait")
    assert f"OMP_WAIT_POLICY = '{policy}'" in done.stderr
