"""Which checkpoint looks at a picture, and why none does where that cannot be. Nothing heavy is imported."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from captioncheck.config import Settings
from captioncheck.encode.checkpoints import Checkpoint, locate, why_absent
from captioncheck.encode.openclip import OpenClipEncoder
from captioncheck.errors import EncoderError, MissingExtraError

ENGLISH = ("english", "multilingual", "best")
OTHERS = ("multilingual", "best")
"""Presets in the order in which they are looked for, for captions in English and in any other language."""


@cache
def clip_installed() -> bool:
    """Return whether the extra that compares pictures is installed; looked up once, for it searches the whole path."""
    return find_spec("open_clip") is not None


def checkpoint_for(settings: Settings, language: str | None) -> Checkpoint:
    """Return the checkpoint that looks at pictures of captions in a language.

    Raises MissingExtraError or EncoderError, whose message is the reason and the one command that mends it.
    """
    if not clip_installed():
        raise MissingExtraError("comparing captions with pictures", "clip")
    if settings.picture_model is not None:
        checkpoint = locate(settings.picture_model)
        absent = why_absent(checkpoint)
        if absent:
            raise EncoderError(absent)
        if language is not None and checkpoint.languages and language not in checkpoint.languages:
            reads = ", ".join(sorted(checkpoint.languages))
            raise EncoderError(
                f"the picture model '{checkpoint.name}' reads {reads}, the caption is {language}: "
                "--picture-model multilingual"
            )
        return checkpoint
    wanted = ENGLISH if language in ("en", None) else OTHERS
    reasons = []
    for name in wanted:
        checkpoint = locate(name)
        absent = why_absent(checkpoint)
        if not absent:
            return checkpoint
        reasons.append(absent)
    raise EncoderError(reasons[0])


def fingerprints(settings: Settings) -> str | None:
    """Return the fingerprints of the checkpoints that a run would look with, joined by " + " (None: none)."""
    found: dict[str, None] = {}
    for language in (None, "") if settings.picture_model is None else (None,):
        try:
            found[OpenClipEncoder(checkpoint_for(settings, language), settings.picture_precision).name] = None
        except (EncoderError, MissingExtraError):
            continue
    return " + ".join(found) or None


def why_blind(settings: Settings) -> list[str]:
    """Return what a run would look with at captions in English and in another language: a name, or why with none."""
    found = []
    for language in ("en", "fr"):
        try:
            found.append(checkpoint_for(settings, language).name)
        except (EncoderError, MissingExtraError) as error:
            found.append(str(error))
    return found
