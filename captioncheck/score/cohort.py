"""The background that every score is normalised against: captions and leads of other stories.

A raw cosine says little: some captions are near to everything, some articles attract everything. The background turns
it into two z-scores: how far above other captions this caption stands with this article, and how far above other
articles this article stands with this caption ("S-norm", Kenny et al., speaker verification, 2010). The texts are our
own, in `data/cohort`; their vectors are made once per encoder. A scan may put a sample of its archive beside them.
"""

from __future__ import annotations

import csv
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING

from captioncheck.score.words import terms

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors


@dataclass(frozen=True, slots=True)
class BackgroundText:
    """One text of the background: its language, subject and words."""

    language: str
    subject: str
    text: str


@dataclass(frozen=True)
class Sample:
    """Captions and leads of an archive in one language: the keys of their texts, and unit vectors (n x d, float32)."""

    captions: tuple[bytes, ...]
    leads: tuple[bytes, ...]
    caption_vectors: Vectors
    lead_vectors: Vectors


@dataclass(frozen=True)
class Background:
    """Captions and leads, with unit vectors of both in one encoder's space (n x d, float32)."""

    captions: tuple[BackgroundText, ...]
    leads: tuple[BackgroundText, ...]
    caption_vectors: Vectors
    lead_vectors: Vectors
    languages: frozenset[str] = frozenset()
    """Languages that the encoder was trained on; empty when all are."""
    samples: Mapping[str, Sample] = field(default_factory=dict)
    """What a scan has taken from its archive, by language."""
    _chosen: dict[str | None, tuple[Vectors, Vectors]] = field(default_factory=dict, repr=False)
    _mixed: dict[str, tuple[Vectors, Vectors]] = field(default_factory=dict, repr=False)

    def vectors(self, language: str | None) -> tuple[Vectors, Vectors]:
        """Return the vectors of captions and of leads to compare texts in a language with.

        Texts in a language that the encoder does not know lie close together whatever they say, so they stand only
        beside their like: for any other language they would widen the spread and hide the misfits.
        """
        known = language if language not in self.languages else None
        if known not in self._chosen:
            captions, leads = self.rows(known)
            self._chosen[known] = self.caption_vectors[captions], self.lead_vectors[leads]
        return self._chosen[known]

    def beside(self, language: str | None, own: Container[bytes]) -> tuple[Vectors, Vectors]:
        """Return the vectors to compare an article in a language with, those of the archive's sample among them.

        `own` are the keys of its own texts: a text must not be measured against itself, nor against its copies, and a
        wrong caption must not be taken for normal here because it stands here.
        """
        others, sample = self.vectors(language), self.samples.get(language or "")
        if sample is None or language is None:
            return others
        captions = [key not in own for key in sample.captions]
        leads = [key not in own for key in sample.leads]
        if all(captions) and all(leads):
            if language not in self._mixed:
                self._mixed[language] = _joined(others, sample, captions, leads)
            return self._mixed[language]
        return _joined(others, sample, captions, leads)

    def rows(self, language: str | None) -> tuple[list[int], list[int]]:
        """Return which captions and which leads texts in a language are compared with."""
        return self._rows(self.captions, language), self._rows(self.leads, language)

    def _rows(self, texts: tuple[BackgroundText, ...], language: str | None) -> list[int]:
        return [
            i
            for i, row in enumerate(texts)
            if not self.languages or row.language in self.languages or row.language == language
        ]


def text_key(text: str) -> bytes:
    """Return what tells a text again, however it is punctuated, capitalised or inflected."""
    stems = " ".join(term.stem for term in terms(text))
    return blake2b(stems.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _joined(
    others: tuple[Vectors, Vectors], sample: Sample, captions: Sequence[bool], leads: Sequence[bool]
) -> tuple[Vectors, Vectors]:
    import numpy as np

    return (
        np.concatenate([others[0], sample.caption_vectors[np.array(captions, dtype=bool)]]),
        np.concatenate([others[1], sample.lead_vectors[np.array(leads, dtype=bool)]]),
    )


@cache
def background_texts(kind: str) -> tuple[BackgroundText, ...]:
    """Return the background's `captions` or `leads`."""
    source = files("captioncheck.score") / "data" / "cohort" / f"{kind}.tsv"
    with source.open(encoding="utf-8") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(BackgroundText(row["language"], row["subject"], row["text"]) for row in rows)
