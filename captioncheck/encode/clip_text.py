"""CLIP's text tower as the text encoder (`--encoder clip`): one model for texts and pictures.

All texts lie close together in CLIP's space, so the mean of other captions is taken away first: what is left is
compared as with any other encoder. It knows what can be seen better than what was said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from captioncheck.config import Settings
from captioncheck.encode.eyes import checkpoint_for
from captioncheck.encode.openclip import OpenClipEncoder
from captioncheck.encode.remembered import RememberingEncoder

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors


class ClipTextEncoder:
    """Encodes texts with a checkpoint's text tower, less the mean of `others`."""

    def __init__(self, encoder: OpenClipEncoder | RememberingEncoder, others: Sequence[str]) -> None:
        self._encoder = encoder
        self._others = tuple(others)
        self._mean: Vectors | None = None

    @classmethod
    def from_settings(cls, settings: Settings, others: Sequence[str]) -> ClipTextEncoder:
        """Return the encoder that the settings ask for; EncoderError says which checkpoint is missing."""
        checkpoint = checkpoint_for(settings, None if settings.picture_model else "")
        return cls(RememberingEncoder(OpenClipEncoder(checkpoint, settings.picture_precision)), others)

    @property
    def name(self) -> str:
        """Return the checkpoint's fingerprint and that of the texts whose mean is taken away."""
        return f"clip/{self._encoder.name}/{hashlib.sha256(chr(0).join(self._others).encode()).hexdigest()[:8]}"

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages that the checkpoint reads."""
        return self._encoder.languages

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, n x d float32."""
        import numpy as np

        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        if self._mean is None:
            self._mean = self._encoder.encode_texts(self._others).mean(axis=0)
        rows = self._encoder.encode_texts(texts) - self._mean
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), dtype=np.float32)
