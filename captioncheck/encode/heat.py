"""Where in a picture the caption's words find support: one number a patch, for CLIP's own vision transformers.

A patch's last-layer value vector, projected without letting patches look at each other, lies in the space of texts
(Zhou et al., "Extract Free Dense Labels from CLIP", 2022). What it shares with any caption says nothing, so the mean of
the background captions is taken away. A hint to the eye, not a measure: nothing is judged by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

    from captioncheck.datatypes import Vectors
    from captioncheck.encode.openclip import OpenClipEncoder

CANNOT = "no heat map: this checkpoint's vision tower keeps no patches in the space of texts"


def patch_support(encoder: OpenClipEncoder, picture: Image, caption: Vectors, others: Vectors) -> Vectors | None:
    """Return how much each patch supports a caption (rows x columns, 0 to 1), or None where the tower cannot say.

    `caption` is its unit row (d), `others` unit rows of other captions (n x d). The grid covers the picture as the
    model sees it: see `seen_part`.
    """
    import numpy as np
    import torch

    visual = encoder.model.visual
    if not _can(visual):
        return None
    with torch.inference_mode():
        tokens = visual._embeds(encoder.prepared([picture]))
        *blocks, last = visual.transformer.resblocks
        for block in blocks:
            tokens = block(tokens)
        attention = last.attn
        width = attention.embed_dim
        bias = attention.in_proj_bias
        values = torch.nn.functional.linear(
            last.ln_1(tokens), attention.in_proj_weight[-width:], None if bias is None else bias[-width:]
        )
        patches = visual.ln_post(attention.out_proj(values))[0, 1:] @ visual.proj
        rows = torch.nn.functional.normalize(patches.float(), dim=-1).cpu().numpy()
    support = rows @ (caption - others.mean(axis=0))
    low, high = float(support.min()), float(support.max())
    grid = np.asarray((support - low) / max(high - low, 1e-6), dtype=np.float32)
    return grid.reshape(visual.grid_size)


def seen_part(encoder: OpenClipEncoder, picture: Image) -> Image:
    """Return the part of a picture that the model sees: a square from its middle, or all of it, squeezed."""
    mode = encoder.model.visual.preprocess_cfg.get("resize_mode", "shortest")
    if mode != "shortest":
        return picture
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((left, top, left + side, top + side))


def _can(visual: Any) -> bool:
    from open_clip.transformer import VisionTransformer
    from torch import nn

    if not isinstance(visual, VisionTransformer) or visual.attn_pool is not None or visual.proj is None:
        return False
    attention = getattr(visual.transformer.resblocks[-1], "attn", None)
    return isinstance(attention, nn.MultiheadAttention) and attention.in_proj_weight is not None
