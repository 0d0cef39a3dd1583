"""The background in an encoder's space: shipped for the bundled encoders, made once and kept for any other."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from captioncheck.encode.background import vectors_for
from captioncheck.score.cohort import Background, background_texts

if TYPE_CHECKING:
    from captioncheck.datatypes import TextEncoder


def background_for(encoder: TextEncoder) -> Background:
    """Return the background's captions and leads with their vectors."""
    captions, leads = background_texts("captions"), background_texts("leads")
    shipped = Path(str(files("captioncheck.score") / "data" / "cohort"))
    rows = vectors_for(encoder, [row.text for row in (*captions, *leads)], shipped)
    return Background(captions, leads, rows[: len(captions)], rows[len(captions) :], encoder.languages)
