"""What is said about pictures: which picture rules could not be applied to a caption, and why."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.util import find_spec

from captioncheck.config import Settings
from captioncheck.datatypes import Article, Checked, Judgement, Picture, Result, Skipped, Unchecked
from captioncheck.errors import MissingExtraError
from captioncheck.version import __version__

RULES = ("CC201", "CC202")
NO_PICTURE = "no picture given"


def with_image(article: Article, settings: Settings) -> Article:
    """Return the article with the picture that the user gave under every caption, if one was given."""
    if settings.image is None or article.photo is not None:
        return article
    picture = Picture(settings.image, named=True)
    return replace(article, captions=tuple(replace(caption, picture=picture) for caption in article.captions))


def with_pictures(result: Result, settings: Settings) -> Result:
    """Return the result with the given picture attached and every picture rule accounted for; safe to repeat."""
    if isinstance(result, Skipped):
        return result
    image = None if result.article.photo is not None else settings.image
    return Checked(result.article, tuple(_accounted(judgement, image) for judgement in result.judgements))


def _accounted(judgement: Judgement, image: str | None) -> Judgement:
    caption = judgement.caption
    if image is not None:
        caption = replace(caption, picture=Picture(image, named=True))
    reason = NO_PICTURE if caption.picture is None else reason_unchecked()
    others = tuple(one for one in judgement.unchecked if one.code not in RULES)
    accounted = (*others, *(Unchecked(code, reason) for code in RULES))
    return replace(judgement, caption=caption, unchecked=accounted)


@cache
def clip_installed() -> bool:
    """Return whether the extra that compares pictures is installed; looked up once, for it searches the whole path."""
    return find_spec("open_clip") is not None


def reason_unchecked() -> str:
    """Return why a picture that is there is not compared with its caption."""
    if not clip_installed():
        return str(MissingExtraError("comparing captions with pictures", "clip"))
    return f"captioncheck {__version__} does not compare captions with pictures"
