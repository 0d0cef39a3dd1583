#!/usr/bin/env python3
"""Encode the background texts with the encoders from PyPI and keep the vectors beside them, so that nobody waits."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from captioncheck.encode.background import digest
from captioncheck.encode.e5 import E5Encoder
from captioncheck.encode.sentence import SentenceEncoder
from captioncheck.score.cohort import background_texts

TARGET = Path(__file__).parent.parent / "captioncheck/score/data/cohort"


def main() -> None:
    """Run."""
    texts = [row.text for kind in ("captions", "leads") for row in background_texts(kind)]
    for stale in TARGET.glob("*.npy"):
        stale.unlink()
    for encoder in (SentenceEncoder(), E5Encoder()):
        np.save(TARGET / f"{digest(encoder, texts)}.npy", encoder.encode_texts(texts).astype(np.float16))


if __name__ == "__main__":
    main()
