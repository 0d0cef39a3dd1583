"""The background in an encoder's space: shipped for the bundled encoders, made once and kept for any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from captioncheck.encode.background import vectors_for
from captioncheck.score.cohort import Background, BackgroundText, Sample, background_texts

if TYPE_CHECKING:
    from captioncheck.datatypes import TextEncoder


def background_for(
    encoder: TextEncoder,
    own: Mapping[str, Sequence[str]] | None = None,
    samples: Mapping[str, Sample] | None = None,
) -> Background:
    """Return the background's captions and leads with their vectors.

    `own` gives other texts of either kind, `samples` what a scan took from its archive, in the encoder's space.
    """
    captions, leads = (
        tuple(BackgroundText("", "", text) for text in (own or {}).get(kind, ())) or background_texts(kind)
        for kind in ("captions", "leads")
    )
    shipped = Path(str(files("captioncheck.score") / "data" / "cohort"))
    rows = vectors_for(encoder, [row.text for row in (*captions, *leads)], shipped)
    languages = frozenset[str]() if own else encoder.languages
    return Background(captions, leads, rows[: len(captions)], rows[len(captions) :], languages, samples or {})
