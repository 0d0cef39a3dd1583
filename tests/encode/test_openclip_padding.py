import pytest

from captioncheck.encode.openclip import OpenClipEncoder
from captioncheck.encode.openclip_padding import encode_tokens

TEXTS = ["a red circle", "a blue star on a white background", "", "seventeen green squares in the upper left"]


@pytest.fixture
def loaded(drawn_model, tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path))
    return OpenClipEncoder(f"local-dir:{drawn_model}")._loaded


@pytest.mark.parametrize("kind", ["argmax", "eos"])
def test_rows_are_those_of_open_clip(loaded, monkeypatch, kind):
    import torch

    monkeypatch.setattr(loaded.model, "text_pool_type", kind)
    if kind == "eos":
        monkeypatch.setattr(loaded.model, "text_eos_id", 49_407, raising=False)
    tokens = loaded.tokenizer(TEXTS)
    with torch.inference_mode():
        assert torch.allclose(
            encode_tokens(loaded.model, tokens), loaded.model.encode_text(tokens, normalize=True), atol=1e-5
        )


def test_no_more_is_read_than_the_longest_text_has(loaded, monkeypatch):
    import torch

    widths = []
    read = loaded.model.transformer.forward
    monkeypatch.setattr(
        loaded.model.transformer, "forward", lambda rows, **more: widths.append(rows.shape[1]) or read(rows, **more)
    )
    with torch.inference_mode():
        encode_tokens(loaded.model, loaded.tokenizer(["a red circle"]))
        encode_tokens(loaded.model, loaded.tokenizer(["a red circle", "word " * 100]))
    assert widths == [5, 32]


def test_a_tower_that_looks_at_padding_is_given_it(loaded, monkeypatch):
    import torch

    monkeypatch.setattr(loaded.model, "text_pool_type", "last")
    seen = []
    encode = type(loaded.model).encode_text
    monkeypatch.setattr(
        type(loaded.model), "encode_text", lambda self, t, **more: seen.append(t.shape[1]) or encode(self, t, **more)
    )
    with torch.inference_mode():
        encode_tokens(loaded.model, loaded.tokenizer(["a red circle"]))
    assert seen == [32]
