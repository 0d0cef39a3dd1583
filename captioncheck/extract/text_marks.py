"""Lines that say of themselves that they are captions: "Caption: …", "Bildunterschrift: …", "[Photo: …]"."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"^(?:\[?(?:(?:photo |image |picture )?caption|bild(?:unterschrift|text|legende)|l[eé]gende(?: photo)?|pie de foto|"
    r"leyenda|legenda|didascalia|podpis|bijschrift|onderschrift|bildtekst|billedtekst|kuvateksti|подпись(?: к фото)?|"
    r"图片说明|圖片說明|写真説明) ?[:：] ?"
    r"|\[(?:photo|image|picture|foto|bild|imagen|imagem|фото|写真|图) ?[:：] ?)",
    re.IGNORECASE,
)
_LEAST = 15  # characters after the mark, and
_LEAST_WORDS = 4  # words in lower case or none at all, so that "[Photo: Ann Lee for AFP]" stays a credit
_SMALL = re.compile(r"\b[^\W\d_A-Z]\w*")


def marked_caption(text: str) -> str | None:
    """Return the caption without its mark, or None for a line that bears none."""
    mark = _MARK.match(text)
    if mark is None or len(text) - mark.end() < _LEAST:
        return None
    rest = text[mark.end() :]
    if not text.startswith("["):
        return rest
    return rest.removesuffix("]") if len(_SMALL.findall(rest)) >= _LEAST_WORDS or not _SMALL.search(rest) else None
