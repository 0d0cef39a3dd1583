"""Each family of architectures with random weights, against open_clip itself, without a network.

The members are small; the forms are those of the presets: CLIP's own towers, XLM-R's text tower, SigLIP.
"""

import json
import socket

import numpy as np
import pytest

from captioncheck.encode.checkpoints import CONFIG, TEXT
from captioncheck.encode.heat import patch_support
from captioncheck.encode.openclip import OpenClipEncoder
from captioncheck.encode.probe import draw

TEXTS = ["a red circle on white", "ein roter Kreis auf weißem Grund", "un cercle rouge"]
PICTURES = [draw("circle", "red", side=80), draw("star", "blue", "yellow", side=50).crop((0, 0, 50, 30))]


@pytest.fixture(autouse=True)
def alone(monkeypatch, tmp_path):
    """Make every connection fail, as on a machine without a network."""

    def refuse(*_arguments, **_options):
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))


def tokenizer(folder):
    """Write a small tokenizer of the form that transformers reads."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    letters = "abcdefghijklmnopqrstuvwxyzß "
    vocabulary = {name: i for i, name in enumerate(["<s>", "<pad>", "</s>", "<unk>", *letters])}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token="<s>", pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )
    fast.save_pretrained(folder)
    return len(vocabulary)


def clip(folder):
    vision = {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 8}
    text = {"context_length": 77, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 1}
    return {"embed_dim": 16, "vision_cfg": vision, "text_cfg": text}


def xlm_roberta(folder):
    from transformers import XLMRobertaConfig

    (folder / TEXT).mkdir()
    size = tokenizer(folder / TEXT)
    config = XLMRobertaConfig(
        vocab_size=size,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        pad_token_id=1,
    )
    config.save_pretrained(folder / TEXT)
    vision = {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 8}
    names = {"hf_model_name": "xlm-roberta-base", "hf_tokenizer_name": "xlm-roberta-base"}
    text = {**names, "hf_pooler_type": "mean_pooler", "hf_proj_type": "mlp"}
    return {"embed_dim": 12, "vision_cfg": vision, "text_cfg": text}


def siglip(folder):
    size = tokenizer(folder)
    vision = {
        "image_size": 160,
        "timm_model_name": "test_vit",
        "timm_model_pretrained": False,
        "timm_pool": "map",
        "timm_proj": "none",
    }
    text = {
        "context_length": 40,
        "vocab_size": size,
        "hf_tokenizer_name": "timm/ViT-B-16-SigLIP2",
        "tokenizer_kwargs": {"clean": "canonicalize"},
        "width": 64,
        "heads": 2,
        "layers": 1,
        "no_causal_mask": True,
        "proj_bias": True,
        "pool_type": "last",
    }
    return {"embed_dim": 64, "init_logit_bias": -10, "custom_text": True, "vision_cfg": vision, "text_cfg": text}


@pytest.fixture(params=[clip, xlm_roberta, siglip], ids=lambda make: make.__name__)
def family(request, tmp_path):
    """Return a folder with a checkpoint of random weights, and what open_clip itself makes of it."""
    open_clip = pytest.importorskip("open_clip", reason="the extra 'clip' is not installed")
    pytest.importorskip("transformers", reason="the extra 'clip' is not installed")
    import torch
    from safetensors.torch import save_model

    folder = tmp_path / request.param.__name__
    folder.mkdir()
    config = request.param(folder)
    preprocess = {"mean": [0.4, 0.5, 0.6], "std": [0.2, 0.3, 0.4], "interpolation": "bicubic", "resize_mode": "squash"}
    (folder / CONFIG).write_text(json.dumps({"model_cfg": config, "preprocess_cfg": preprocess}))
    torch.manual_seed(3)
    kind = open_clip.CLIP if request.param is clip else open_clip.CustomTextCLIP
    local = {key: value for key, value in config.items() if key != "custom_text"}
    if request.param is xlm_roberta:
        name = {"hf_model_name": str(folder / TEXT), "hf_model_pretrained": False}
        local["text_cfg"] = {**config["text_cfg"], **name}
    model = kind(**local)
    model.eval()
    save_model(model, str(folder / "open_clip_model.safetensors"))
    source = str(folder / TEXT) if request.param is xlm_roberta else str(folder)
    words = config["text_cfg"]
    if "hf_tokenizer_name" in words:
        options = words.get("tokenizer_kwargs", {})
        reads = open_clip.tokenizer.HFTokenizer(source, context_length=words.get("context_length", 77), **options)
    else:
        reads = open_clip.SimpleTokenizer(context_length=77)
    return folder, model, reads


def test_it_gives_what_open_clip_gives(family):
    import torch
    from open_clip.transform import PreprocessCfg, image_transform_v2

    folder, model, reads = family
    eyes = OpenClipEncoder(f"local-dir:{folder}")
    size = json.loads((folder / CONFIG).read_text())["model_cfg"]["vision_cfg"]["image_size"]
    prepared = PreprocessCfg(
        size=size, mean=(0.4, 0.5, 0.6), std=(0.2, 0.3, 0.4), interpolation="bicubic", resize_mode="squash"
    )
    prepare = image_transform_v2(prepared, is_train=False)
    with torch.no_grad():
        seen = model.encode_image(torch.stack([prepare(one) for one in PICTURES]), normalize=True).numpy()
        read = model.encode_text(reads(TEXTS), normalize=True).numpy()
    assert (eyes.encode_pictures(PICTURES) * seen).sum(axis=1).min() >= 0.9999
    assert (eyes.encode_texts(TEXTS) * read).sum(axis=1).min() >= 0.9999


def test_bf16_is_close_to_fp32(family):
    folder, _, _ = family
    whole, half = OpenClipEncoder(f"local-dir:{folder}"), OpenClipEncoder(f"local-dir:{folder}", "bf16")
    assert (whole.encode_pictures(PICTURES) * half.encode_pictures(PICTURES)).sum(axis=1).min() >= 0.999
    assert (whole.encode_texts(TEXTS) * half.encode_texts(TEXTS)).sum(axis=1).min() >= 0.999


def test_a_long_caption_is_read_to_its_end(family):
    folder, _, _ = family
    eyes = OpenClipEncoder(f"local-dir:{folder}")
    start = "a crowd of dockers waits on the quay while the first ships come in " * 6
    whole, cut = eyes.encode_texts([start + "under a red and yellow balloon", start])
    assert not np.allclose(whole, cut, atol=1e-4)


def test_only_clips_own_vision_tower_has_a_heat_map(family):
    folder, model, _ = family
    eyes = OpenClipEncoder(f"local-dir:{folder}")
    rows = eyes.encode_texts(TEXTS)
    grid = patch_support(eyes, PICTURES[0], rows[0], rows)
    native = hasattr(model.visual, "grid_size")
    assert (grid is not None) == native
    if grid is not None:
        assert grid.shape == (4, 4)
        assert grid.min() == 0 and grid.max() == 1
