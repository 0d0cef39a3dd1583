"""The trace that an article leaves for the findings of a whole archive (`captioncheck.traces`).

An article is found again by its headline and first sentences, and by its rarest words: a caption of another article
seldom shares several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from captioncheck.datatypes import Article, Checked, TextEncoder, Verdict
from captioncheck.score.profile import ArticleProfile
from captioncheck.score.words import stems_of, weight
from captioncheck.traces import Trace

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors
    from captioncheck.score.witnesses import Testimony

PASSAGES = 11
"""First units (headline and sentences) that are kept one by one."""
WORDS = 200
"""Rarest terms of an article that are kept."""
TELLING = 2.0
"""Weight from which a term tells one article from another: about one in 10,000 words."""
_HASH = 4


def trace_of(article: Article, testimonies: Sequence[Testimony], encoder: TextEncoder) -> Trace:
    """Return the trace of an article, with all of its captions as strays: `settled` leaves the right ones."""
    if article.photo is not None:
        return Trace()
    profile = testimonies[0].article if testimonies else ArticleProfile.of(article)
    first = [unit.text for unit in profile.units[:PASSAGES]]
    said = [row.caption.said for row in testimonies]
    rows = encoder.encode_texts([*first, *said])
    strays = tuple(enumerate(map(small, rows[len(first) :])))
    return Trace(tuple(map(small, rows[: len(first)])), article_words(profile), strays)


def settled(trace: Trace, checked: Checked) -> Trace:
    """Return the trace with the captions that are a mismatch as strays, and no others."""
    wrong = {index for index, one in enumerate(checked.judgements) if one.verdict is Verdict.MISMATCH}
    return replace(trace, strays=tuple(one for one in trace.strays if one[0] in wrong))


def small(row: Vectors) -> bytes:
    """Return a unit row with a signed byte a dimension."""
    import numpy as np

    top = float(np.abs(row).max()) or 1.0
    whole: bytes = np.rint(row * (127 / top)).astype(np.int8).tobytes()
    return whole


def article_words(profile: ArticleProfile) -> bytes:
    """Return hashes of the rarest terms of an article."""
    language = profile.article.language
    weights = {stem: weight(stem, language) for stem in profile.terms.counts}
    return hashed(
        [stem for stem, value in sorted(weights.items(), key=lambda one: (-one[1], one[0])) if value >= TELLING][:WORDS]
    )


def caption_words(text: str, language: str | None) -> bytes:
    """Return hashes of the telling terms of a caption."""
    return hashed([stem for stem in stems_of(text) if weight(stem, language) >= TELLING])


def hashed(stems: Sequence[str]) -> bytes:
    """Return four bytes a stem."""
    return b"".join(blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=_HASH).digest() for stem in stems)
