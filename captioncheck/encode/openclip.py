"""Pictures and texts to unit vectors of one space, by a CLIP checkpoint through open_clip."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from captioncheck.encode.checkpoints import CONFIG, Checkpoint, locate, weights_file, why_absent
from captioncheck.encode.lock import weights_digest
from captioncheck.encode.openclip_loading import Loaded, load, resolved
from captioncheck.encode.openclip_padding import encode_tokens, leaves_out_padding
from captioncheck.encode.openclip_text import batches, windows
from captioncheck.errors import EncoderError

if TYPE_CHECKING:
    from PIL.Image import Image

    from captioncheck.datatypes import Vectors

_PICTURES = 32
_ON_PICTURES = ("Resize", "ResizeKeepRatio", "CenterCrop", "CenterCropOrPad")
"""Steps of open_clip's preprocessing that change nothing when they are done again."""
_PREPARED = "1"
"""Goes into every fingerprint: what this program does before open_clip's own preprocessing."""


class OpenClipEncoder:
    """Encodes with one checkpoint, which is loaded at the first text or picture that is new."""

    def __init__(self, checkpoint: Checkpoint | str, precision: str = "fp32") -> None:
        self.checkpoint = locate(checkpoint) if isinstance(checkpoint, str) else checkpoint
        self._precision = precision

    @cached_property
    def name(self) -> str:
        """Return the fingerprint: tag, SHA-256 of the weights, digest of the preprocessing, precision.

        Raises EncoderError when the checkpoint is not here.
        """
        absent = why_absent(self.checkpoint)
        weights = weights_file(self.checkpoint.folder)
        if absent or weights is None:
            raise EncoderError(absent)
        try:
            document = json.loads((self.checkpoint.folder / CONFIG).read_text(encoding="utf-8"))
            seen = json.dumps([_PREPARED, document["model_cfg"], document.get("preprocess_cfg")], sort_keys=True)
            weights_mark = weights_digest(weights)[:12]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EncoderError(f"{self.checkpoint.folder / CONFIG} cannot be read: {error}") from error
        preprocessing = hashlib.sha256(seen.encode()).hexdigest()[:8]
        return f"{self.checkpoint.tag}@{weights_mark}/{preprocessing}/{resolved(self._precision)}"

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages that the checkpoint reads, empty when it is meant for all."""
        return self.checkpoint.languages

    @property
    def scale(self) -> float:
        """Return what the checkpoint multiplies cosines with: 100 for OpenAI's and most others."""
        return self._loaded.scale

    @cached_property
    def _loaded(self) -> Loaded:
        return load(self.checkpoint, self._precision)

    @property
    def side(self) -> int:
        """Return the pixels of the side of a picture as the model sees it."""
        return self._loaded.side

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, n x d float32. A text too long for the model is read in overlapping windows, averaged."""
        import numpy as np

        tokens, context = cache(self.tokens), self._loaded.context
        parts = [windows(_whole(text), tokens, context) for text in texts]
        # One word too long for the tower is cut by its tokenizer.
        distinct = sorted((min(tokens(part), context), part) for part in {part for row in parts for part in row})
        if not distinct:
            return self._empty()
        place = {part: i for i, (_, part) in enumerate(distinct)}
        read = [length if leaves_out_padding(self.model) else context for length, _ in distinct]
        rows = self._rows(([part for _, part in distinct[at]] for at in batches(read)), self._encode_texts)
        means = np.stack([rows[[place[part] for part in row]].mean(axis=0) for row in parts])
        return _unit(means)

    def encode_pictures(self, pictures: Sequence[Image]) -> Vectors:
        """Return unit rows, n x d float32, of upright RGB pictures, prepared as the checkpoint was trained to see."""
        if not pictures:
            return self._empty()
        parts = (pictures[at : at + _PICTURES] for at in range(0, len(pictures), _PICTURES))
        return _unit(self._rows(parts, self._encode_pictures))

    def tokens(self, text: str) -> int:
        """Return how many tokens the text tower would read, its marks of beginning and end among them."""
        tokenizer = self._loaded.tokenizer
        inner = getattr(tokenizer, "tokenizer", None)
        if inner is None:
            return len(tokenizer.encode(text)) + 2
        return len(inner(tokenizer.clean_fn(text), truncation=False, verbose=False).input_ids)

    def _encode_texts(self, texts: Sequence[str]) -> Any:
        loaded = self._loaded
        return encode_tokens(loaded.model, loaded.tokenizer(list(texts)).to(loaded.device))

    def _encode_pictures(self, pictures: Sequence[Image]) -> Any:
        return self._loaded.model.encode_image(self.prepared(pictures), normalize=True)

    def shrunk(self, picture: Image) -> Image:
        """Return a picture as small as the model sees it: `prepared` makes the same tensor of it as of the picture."""
        steps = getattr(self._loaded.transform, "transforms", ())
        for step in takewhile(lambda step: type(step).__name__ in _ON_PICTURES, steps):
            picture = step(picture)
        return picture

    def prepared(self, pictures: Sequence[Image]) -> Any:
        """Return pictures as the tensor that the model takes."""
        import torch
        from open_clip import get_input_dtype

        loaded = self._loaded
        stacked = torch.stack([loaded.transform(picture) for picture in pictures])
        return stacked.to(device=loaded.device, dtype=get_input_dtype(loaded.precision))

    @property
    def model(self) -> Any:
        """Return open_clip's model, in eval mode."""
        return self._loaded.model

    def _rows(self, parts: Iterable[Sequence[Any]], encode: Callable[[Sequence[Any]], Any]) -> Vectors:
        import numpy as np
        import torch

        with torch.inference_mode():
            return np.concatenate([encode(part).float().cpu().numpy() for part in parts], dtype=np.float32)

    def _empty(self) -> Vectors:
        import numpy as np

        return np.zeros((0, 0), dtype=np.float32)


def _unit(rows: Vectors) -> Vectors:
    import numpy as np

    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(norms).all() or (norms < 1e-6).any():
        raise EncoderError("the picture model gave unusable vectors: its weights are damaged")
    return np.asarray(rows / norms, dtype=np.float32)


def _whole(text: str) -> str:
    """Return the text with "?" for each half of a surrogate pair, which tokenizers cannot take."""
    return text.encode("utf-8", "replace").decode()
