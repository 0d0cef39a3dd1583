"""CC202: the picture does not fit the article's subject.

It only ever stands beside another reason: no labelled pairs of pictures and articles were there to set a threshold on.
"""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.score.pictures import Sight


def picture_subject(sight: Sight, story: str) -> Evidence | None:
    """Fire when the picture is no nearer to the article than to articles at large, and is not the one that is right."""
    if sight.article_support >= 0 or story == "wrong_caption":
        return None
    message = "the picture shows something else than the article is about"
    if story == "both_elsewhere":
        message = f"{message}; it fits its caption, so both belong to another article"
    return Evidence("CC202", "picture-subject", message, sight.article_z)
