"""Short ways to make articles, captions and testimonies, with an encoder that needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from captioncheck.datatypes import Article, Caption, CaptionParts, Location, Passage, Place
from captioncheck.score.cohort import Background, background_texts
from captioncheck.score.profile import ArticleProfile, CaptionProfile
from captioncheck.score.witnesses import Testimony, testify
from captioncheck.score.words import terms

HERE = Location("story.html")
KAZAKHSTAN, FRANCE, AMERICA = Place("Almaty", "KZ"), Place("Paris", "FR"), Place("Washington", "US")
STORY = (
    "The harbour of Marseille will get a new ferry terminal, the city council said on Monday. "
    "Fishermen fear for their berths and want the council to move the quay further north, towards the old shipyard."
)


class HashedEncoder:
    """Unit vectors of hashed stems: texts that share words are alike, the same text gives the same row everywhere."""

    name = "hashed/1"
    languages: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        self.seen.extend(texts)
        rows = np.full((len(texts), 64), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term in terms(text):
                mark = hashlib.sha256(term.stem.encode("utf-8", "replace")).digest()
                row[mark[0] % 64] += 1 if mark[1] % 2 else -1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def article(*passages: str, headline: str = "", language: str | None = "en", published: str | None = None) -> Article:
    rows = tuple(Passage(text, line) for line, text in enumerate(passages, 3))
    return Article(HERE, headline, rows, (), published, language)


def caption(text: str, language: str | None = "en", confidence: float = 1.0, **parts: object) -> Caption:
    return Caption(text, CaptionParts(**{"description": text, **parts}), HERE, language, None, confidence)  # type: ignore[arg-type]


def hear(given: Caption, story: Article) -> Testimony:
    encoder = HashedEncoder()
    captions, leads = background_texts("captions")[:40], background_texts("leads")[:40]
    rows = [encoder.encode_texts([text.text for text in texts]) for texts in (captions, leads)]
    profile = ArticleProfile.of(story)
    said = CaptionProfile.of(given, profile)
    vector = encoder.encode_texts([said.said])[0]
    units = encoder.encode_texts([profile.units[index].text for index in said.units])
    return testify(said, profile, vector, units, Background(captions, leads, *rows))
