"""Takes a caption apart."""

from __future__ import annotations

from captioncheck.datatypes import CaptionParts
from captioncheck.grammar.credit import split_credit
from captioncheck.grammar.language import detect
from captioncheck.grammar.markers import find_markers


def parse_caption(text: str, language: str | None = None, published: str | None = None) -> CaptionParts:
    """Return the parts of one caption.

    `language` is a hint (ISO 639-1) and is worked out where it is None; `published` (an ISO date) is what "Thursday"
    and "yesterday" are counted from: without it such words give no date.
    """
    language = language or detect(text)
    credit = split_credit(text, language)
    return CaptionParts(
        description=credit.description,
        credit=credit.credit,
        agency=credit.agency,
        markers=find_markers(text, credit.credit),
    )
