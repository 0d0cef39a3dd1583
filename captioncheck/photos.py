"""Captions against what their photos say of themselves (CC203), and photos that are checked by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from captioncheck.datatypes import (
    Article,
    Judgement,
    Location,
    PhotoMetadata,
    TextEncoder,
    Unchecked,
)
from captioncheck.errors import PictureError
from captioncheck.extract.base import make_caption
from captioncheck.extract.photo_metadata import metadata_of
from captioncheck.foresight import Foreseen
from captioncheck.pictures import PictureFile
from captioncheck.pictures.unchecked import NO_PICTURE, left_out
from captioncheck.score.cohort import Background
from captioncheck.score.fusion import FusionModel
from captioncheck.score.lexical import CaptionTerms
from captioncheck.score.metadata import PhotoMatch, PhotoProfile, compare
from captioncheck.score.profile import ArticleProfile, CaptionProfile
from captioncheck.score.rules.metadata import APART, CODE, metadata
from captioncheck.score.saying import ENOUGH
from captioncheck.score.verdict import SHORT_ARTICLE, judge, unjudged, with_metadata
from captioncheck.score.witnesses import testify

SAYS_NOTHING = "the picture carries no caption, date or place of its own"
NOT_COMPARABLE = "the picture's own metadata says nothing that could be compared"
TOO_LITTLE = "the caption says too little to be compared with the picture's own"
NO_ARTICLE = "no article to compare it with: this is what the photo says of itself"
_REMEMBERED = 256
"""Photos whose metadata is kept: a logo or a template's photo stands in many articles."""
_ARTICLE_RULES = ("CC101", "CC102", "CC103", "CC104")


def alone(article: Article) -> tuple[Judgement, ...]:
    """Return the judgements on a photo's own captions, which nothing stands beside."""
    unchecked = tuple(Unchecked(code, "no article was given with the photo") for code in _ARTICLE_RULES)
    own = Unchecked(CODE, "the caption is the photo's own")
    return tuple(unjudged(caption, NO_ARTICLE, (*unchecked, own)) for caption in article.captions)


class MetadataCheck:
    """Compares the captions of articles with the metadata of their photos, in one encoder's space."""

    def __init__(self, finder: Foreseen, encoder: TextEncoder, background: Background, model: FusionModel) -> None:
        self._finder = finder
        self._encoder = encoder
        self._background = background
        self._model = model
        self._profiles: dict[str, PhotoProfile] = {}

    def apply(self, article: Article, judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
        """Return the judgements with CC203 applied, or with the reason why it was not."""
        return tuple(self._judged(article, judgement) for judgement in judgements)

    def _judged(self, article: Article, judgement: Judgement) -> Judgement:
        caption = judgement.caption
        if caption.picture is None:
            return left_out(judgement, (CODE,), NO_PICTURE)
        try:
            photo = self._profile(self._finder.find(caption.picture, article.location.path))
        except PictureError as error:
            return left_out(judgement, (CODE,), str(error))
        if photo.metadata.empty:
            return left_out(judgement, (CODE,), "; ".join((SAYS_NOTHING, *photo.metadata.notes)))
        said = caption.said
        terms = CaptionTerms.of(said, caption.language)
        if terms.total < ENOUGH:
            return left_out(judgement, (CODE,), TOO_LITTLE)
        vectors = self._encoder.encode_texts([said, *photo.texts])
        match = compare(caption, terms, photo, vectors[0], vectors[1:], self._background)
        if not _comparable(match):
            return left_out(judgement, (CODE,), NOT_COMPARABLE)
        apart = match.meaning is not None and match.meaning < APART
        beside = self._beside(article, photo.metadata) if apart else None
        return with_metadata(judgement, metadata(match, beside), self._model)

    def _profile(self, picture: PictureFile) -> PhotoProfile:
        if picture.digest not in self._profiles:
            if len(self._profiles) >= _REMEMBERED:
                self._profiles.clear()
            self._profiles[picture.digest] = PhotoProfile.of(metadata_of(picture))
        return self._profiles[picture.digest]

    def _beside(self, article: Article, photo: PhotoMetadata) -> Judgement | None:
        """Return the judgement on a photo's own caption as if it were printed with the article.

        None where the article has too little text to judge by. No second look: the rates that CC203 claims were
        measured without, and it is but one of the things that must come together for a finding.
        """
        row = photo.captions[0]
        where = Location(article.location.path)
        caption = make_caption(row.text, where, language=row.language, published=article.published)
        profile = ArticleProfile.of(article)
        if len(profile.terms.counts) < SHORT_ARTICLE:
            return None
        own = CaptionProfile.of(caption, profile)
        texts = [profile.units[index].text for index in own.units]
        vectors = self._encoder.encode_texts([*texts, own.said])
        return judge(testify(own, profile, vectors[-1], vectors[:-1], self._background), self._model)


def _comparable(match: PhotoMatch) -> bool:
    return any(value is not None for value in (match.meaning, match.people, match.places, match.dates))
