"""What is said about pictures: which picture rules could not be applied to a caption, and why."""

from __future__ import annotations

from dataclasses import replace

from captioncheck.config import Settings
from captioncheck.datatypes import Article, Checked, Judgement, Picture, Result, Skipped, Unchecked

RULES = ("CC201", "CC202")
LOOKED = "picture"
"""The name of the witness that a picture which was looked at gives."""
NO_PICTURE = "no picture given"
SILENT = "the caption cannot be compared with its picture"
NOT_LOOKED = "nothing looked at the picture"
SWITCHED_OFF = "switched off by the settings"
"""The reason of every rule, not only a picture's, that the settings switch off: that is no failure."""


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
    said = {one.code for one in judgement.unchecked}
    if any(witness.name == LOOKED for witness in judgement.witnesses):
        said.update(RULES)
    reason = NO_PICTURE if caption.picture is None else NOT_LOOKED
    missing = tuple(Unchecked(code, reason) for code in RULES if code not in said)
    return replace(judgement, caption=caption, unchecked=(*judgement.unchecked, *missing))


def left_out(judgement: Judgement, codes: tuple[str, ...], reason: str) -> Judgement:
    """Return the judgement with the reason why these rules could not be applied, in place of any it had for them."""
    others = tuple(one for one in judgement.unchecked if one.code not in codes)
    return replace(judgement, unchecked=(*others, *(Unchecked(code, reason) for code in codes)))


def failure(judgement: Judgement) -> str:
    """Return why a picture that was given was not compared with its caption though it should have been, or ""."""
    reasons = (one.reason for one in judgement.unchecked if one.code == RULES[0])
    if judgement.caption.picture is None:
        return ""
    return next((reason for reason in reasons if not reason.startswith((SILENT, SWITCHED_OFF))), "")
