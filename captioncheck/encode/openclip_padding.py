"""Token rows to text vectors without the padding: a caption of 20 tokens need not be read as 77.

Where a text tower looks only backwards (CLIP's own), or leaves padding out of account (those of transformers), nothing
that stands after the end of the longest text of a batch changes any vector. Other towers are given what they expect.
"""

from __future__ import annotations

from typing import Any


def encode_tokens(model: Any, tokens: Any) -> Any:
    """Return the unit rows of open_clip's `encode_text`, n x d, for token rows as its tokenizers pad them."""
    if _looks_back(model):
        return _backward_looking(model, tokens)
    if (pad := _padding(model)) is not None:
        return model.encode_text(tokens[:, : _longest(tokens != pad)], normalize=True)
    return model.encode_text(tokens, normalize=True)


def leaves_out_padding(model: Any) -> bool:
    """Return whether `encode_tokens` reads no more than the longest text of a batch has."""
    return _looks_back(model) or _padding(model) is not None


def _looks_back(model: Any) -> bool:
    from open_clip.model import CLIP

    return type(model) is CLIP and model.text_pool_type in ("argmax", "eos") and model.attn_mask is not None


def _padding(model: Any) -> int | None:
    """Return the token that fills a row where the text tower leaves it out of account."""
    from open_clip.hf_model import HFTextEncoder

    tower: Any = getattr(model, "text", None)
    pad: int | None = getattr(tower.config, "pad_token_id", None) if type(tower) is HFTextEncoder else None
    return pad


def _backward_looking(model: Any, tokens: Any) -> Any:
    """Do what `CLIP.encode_text` does, on as many columns as the longest text has tokens."""
    import torch
    from open_clip.transformer import text_global_pool

    end = getattr(model, "text_eos_id", None)
    marks = tokens == end if model.text_pool_type == "eos" else tokens == tokens.max(dim=1, keepdim=True).values
    # A row is pooled at the first of its marks; what stands behind is not looked at from there.
    length = int(marks.int().argmax(dim=1).max()) + 1
    tokens = tokens[:, :length]
    kind = model.transformer.get_cast_dtype()
    rows = model.token_embedding(tokens).to(kind) + model.positional_embedding[:length].to(kind)
    rows = model.ln_final(model.transformer(rows, attn_mask=model.attn_mask[:length, :length]))
    rows = text_global_pool(rows, tokens, model.text_pool_type, eos_token_id=end)
    projection = model.text_projection
    if projection is not None:
        rows = projection(rows) if isinstance(projection, torch.nn.Linear) else rows @ projection
    return torch.nn.functional.normalize(rows, dim=-1)


def _longest(real: Any) -> int:
    """Return the columns up to the last real token of any row."""
    columns = real.any(dim=0).nonzero()
    return int(columns[-1]) + 1 if len(columns) else 1
