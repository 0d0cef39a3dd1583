"""The picture witness: whether a caption describes its picture, and a picture suits its article.

CLIP's cosines cannot be compared between checkpoints: at one false alarm in a hundred VERITE's threshold is .243 for
ViT-B/32 and .214 for ViT-L/14. Two things that need no labelled picture make them comparable, both from the background
captions in the checkpoint's own space:

- A picture's cosines with them say where strangers lie and how far they spread: the caption's cosine becomes a z-score.
  The spread of a few hundred captions is an unsure guess, so it is averaged with what the checkpoint's temperature
  implies (`noise` / scale; checkpoints are trained until cosines times their scale spread that far).
- How unlike those captions are of each other says how far a match can rise: a caption that describes its picture lies
  `expected` (.306 for ViT-B/32, .305 for ViT-L/14) of the way from the stranger's cosine to that of a text with itself.

What is judged is the shortfall: the z-score less the z-score that a match is expected to have. Parameters fitted on
either checkpoint hold on the other (`tools/fit_pictures.py`): .7 and 1.6 % false alarms for 1 % wanted. The form was
found on those two, so a third may differ, and one that sees much less raises more; no text can tell that beforehand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from captioncheck.score.cohort import Background
from captioncheck.score.profile import ArticleProfile

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors

_CHUNK, _CHUNKS = 300, 4
_RIVALS = 5
_MOST = 8.0
"""The log of the largest likelihood ratio that one look is trusted with: 3,000 to 1."""
_HINT = 2.0
"""The same for a picture and its article, where nothing was there to measure it on: 7 to 1."""
_MAXIMA = (0.0, 0.0, 0.564, 0.846, 1.029)
"""Expected largest of n standard normal numbers: the best of several passages is above the mean by chance alone."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The parameters: see the module's text. `error` and `warning` are shortfalls in `match_sd`s."""

    expected: float
    match_sd: float
    stranger_sd: float
    noise: float
    error: float
    warning: float
    article_expected: float
    article_trust: float
    priors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Rival:
    """A background caption and how well it fits a picture: its cosine, and in standard deviations above the mean."""

    text: str
    cosine: float
    z: float


@dataclass(frozen=True, slots=True)
class Sight:
    """What one picture says of its caption and its article.

    `z` and `expected` are the caption's z-score and that of a match, `support` the log of the likelihood ratio that
    caption and picture belong together; `article_z` and `article_support` the same for article and picture. `better` of
    `among` background captions fit the picture better than its own; `rivals` are the best of them.
    """

    cosine: float
    z: float
    expected: float
    support: float
    article_z: float
    article_support: float
    better: int
    among: int
    rivals: tuple[Rival, ...]

    def shortfall(self, calibration: Calibration) -> float:
        """Return how far below an expected match the caption lies, in standard deviations of matches."""
        return (self.z - self.expected) / calibration.match_sd


@dataclass(frozen=True)
class PictureBackground:
    """Other captions and leads in a checkpoint's space, how alike they are, and the checkpoint's scale."""

    texts: tuple[str, ...]
    captions: Vectors
    leads: Vectors
    caption_likeness: float
    lead_likeness: float
    scale: float

    @classmethod
    def of(cls, background: Background, language: str | None, scale: float) -> PictureBackground:
        """Return the part of a background that captions in a language are compared with."""
        captions, leads = background.rows(language)
        chosen, others = background.caption_vectors[captions], background.lead_vectors[leads]
        texts = tuple(background.captions[i].text for i in captions)
        return cls(texts, chosen, others, likeness(chosen), likeness(others), scale)


def look(
    picture: Vectors, caption: Vectors, article: Vectors, background: PictureBackground, calibration: Calibration
) -> Sight:
    """Compare a picture (unit row, d) with its caption (d) and with passages of its article (n x d, n may be 0)."""
    cosines = background.captions @ picture
    cosine = float(caption @ picture)
    mean, spread = _moments(cosines, background.scale, calibration)
    z = (cosine - mean) / spread
    expected = calibration.expected * (1 - background.caption_likeness) / spread
    article_z, article_support = 0.0, 0.0
    if len(article):
        best = float((article @ picture).max())
        lead_mean, lead_spread = _moments(background.leads @ picture, background.scale, calibration)
        article_z = (best - lead_mean) / lead_spread - _MAXIMA[min(len(article), _CHUNKS)]
        hoped = calibration.article_expected * (1 - background.lead_likeness) / lead_spread
        article_support = calibration.article_trust * _support(article_z, hoped, calibration)
        article_support = min(max(article_support, -_HINT), _HINT)
    order = np.argsort(-cosines, kind="stable")[:_RIVALS]
    rivals = tuple(Rival(background.texts[i], float(cosines[i]), float((cosines[i] - mean) / spread)) for i in order)
    return Sight(
        cosine,
        z,
        expected,
        _support(z, expected, calibration),
        article_z,
        article_support,
        int((cosines > cosine).sum()),
        len(cosines),
        rivals,
    )


def passages_to_see(article: ArticleProfile) -> list[str]:
    """Return what of an article a picture is compared with: the headline with the first sentences, and some more."""
    chunks: list[str] = []
    for unit in article.units:
        if chunks and len(chunks[-1]) + len(unit.text) < _CHUNK:
            chunks[-1] = f"{chunks[-1]} {unit.text}"
        elif len(chunks) == _CHUNKS:
            break
        else:
            chunks.append(unit.text)
    return [chunk[: 2 * _CHUNK] for chunk in chunks]


def _moments(cosines: Vectors, scale: float, calibration: Calibration) -> tuple[float, float]:
    implied = calibration.noise / scale
    return float(cosines.mean()), math.sqrt((float(cosines.var()) + implied**2) / 2)


def _support(z: float, expected: float, calibration: Calibration) -> float:
    """Return the log of the likelihood ratio of a match (z about `expected`) to a stranger (z about 0)."""
    z = min(max(z, -expected), expected)  # beyond these, two normal densities say more than anybody knows
    match, stranger = (z - expected) / calibration.match_sd, z / calibration.stranger_sd
    ratio = (stranger**2 - match**2) / 2 + math.log(calibration.stranger_sd / calibration.match_sd)
    return min(max(ratio, -_MOST), _MOST)


def likeness(rows: Vectors) -> float:
    """Return the mean cosine of two different rows."""
    count = len(rows)
    if count < 2:
        return 0.0
    total = float((rows.sum(axis=0, dtype=np.float64) ** 2).sum())
    return (total - count) / (count * (count - 1))


def parse(data: Mapping[str, Any], default: Calibration | None = None) -> Calibration:
    """Return the calibration that a JSON document describes; what it lacks is taken from `default`.

    Raises ValueError for values that cannot be used.
    """
    values: dict[str, Any] = {}
    for name in (field.name for field in fields(Calibration)):
        value = data[name] if name in data or default is None else getattr(default, name)
        if name != "priors" and not (isinstance(value, int | float) and math.isfinite(value)):
            raise ValueError(f"'{name}' must be a number, not {value!r}")
        values[name] = value
    calibration = Calibration(**values)
    if min(calibration.match_sd, calibration.stranger_sd, calibration.noise, calibration.expected) <= 0:
        raise ValueError("'expected', 'match_sd', 'stranger_sd' and 'noise' must be above 0")
    return calibration


@cache
def load() -> Calibration:
    """Return the calibration that ships with captioncheck."""
    text = (files("captioncheck.score") / "data" / "pictures.json").read_text(encoding="utf-8")
    return parse(json.loads(text))


def explained(text: float, caption: float, article: float, priors: Mapping[str, float]) -> dict[str, float]:
    """Return how probable each story is, given the log of the likelihood ratio of each pair belonging together.

    `text` speaks for caption and article, `caption` for caption and picture, `article` for article and picture.
    Stories: "all" belong together, "wrong_picture" (caption and article do), "wrong_caption" (picture and article do),
    "both_elsewhere" (caption and picture do), "none".
    """
    logs = {
        "all": text + caption + article,
        "wrong_picture": text,
        "wrong_caption": article,
        "both_elsewhere": caption,
        "none": 0.0,
    }
    scores = {name: math.log(max(priors[name], 1e-12)) + value for name, value in logs.items()}
    top = max(scores.values())
    total = sum(math.exp(score - top) for score in scores.values())
    return {name: math.exp(score - top) / total for name, score in scores.items()}
