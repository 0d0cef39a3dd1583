"""Lines become units: a credit that stands alone on the line below a caption is joined to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from captioncheck.extract.text_features import is_prose, line_features
from captioncheck.extract.text_lines import Line, weight
from captioncheck.extract.text_marks import marked_caption

_OPENS_CREDIT = re.compile(
    r"^[(\[（【|—–-]? ?(?:©|Ⓒ|ⓒ|\(c\)|（Ｃ）|(?:photos?|images?|picture|pic|photograph|credits?|image credit|"
    r"illustration|fotos?|bild(?:er|quelle|rechte|nachweis)?|im[aá]gen(?:es)?|imagem|cr[eé]dit(?:o|os|s)?|fot\.|zdj\.|fotó|kuva|beeld|"
    r"isithombe|фото|写真|写真提供|撮影|图|사진|फोटो|fotoğraf|dok|archiv(?:bild|foto)?)"
    r"(?: (?:by|von|de|credit|courtesy(?: of)?|via|photo))?(?=\W) ?[:：/|.／＝=]?)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|Ⓒ|ⓒ|\(c\)|copyright)[\s:]*(?:copyright)?\s*(?:19|20)\d\d|rights reserved|alle rechte|derechos reservados|"
    r"tous droits|todos os direitos|tutti i diritti|无断|無断転載|版权所有",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def is_bare_credit(text: str, row: dict[str, float]) -> bool:
    """Say whether a line is nothing but a credit ("© Reuters", "Foto: dpa", "(AFP photo)")."""
    if weight(text) > 90 or _COPYRIGHT.search(text) or marked_caption(text):
        return False
    if row["bare_credit"] and not row["cue_navigation"]:
        return True
    opening = _OPENS_CREDIT.match(text)
    rest = _WORD.findall(text[opening.end() :]) if opening else _WORD.findall(text)
    small = sum(word[0].islower() and len(word) > 3 for word in rest)
    if opening:
        return len(rest) <= 9 and small <= max(1, len(rest) // 3) and not row["cue_speech"]
    only_agency = bool(row["cue_agency"] or row["cue_credit_word"]) and len(rest) <= 5 and small == 0
    return only_agency and not row["inner_stop"] and not row["digits"]


def join_credits(
    lines: Sequence[Line], own: Sequence[dict[str, float]], headline: int | None
) -> tuple[list[Line], list[bool]]:
    """Return the lines, each bare credit joined to the caption-like line above it, and which were joined."""
    units: list[Line] = []
    joined: list[bool] = []
    last = -1
    for index, (line, row) in enumerate(zip(lines, own, strict=True)):
        if units and index and last == index - 1 and last != headline and is_bare_credit(line.text, row):
            above = units[-1]
            if _takes_credit(above.text, own[last], joined[-1], bool(_OPENS_CREDIT.match(line.text))):
                units[-1] = replace(above, text=f"{above.text} {line.text}", blank_after=line.blank_after)
                joined[-1] = True
                last = index
                continue
        units.append(line)
        joined.append(False)
        last = index
    return units, joined


def _takes_credit(text: str, row: dict[str, float], joined: bool, marked: bool) -> bool:
    """Say whether a line can be the caption of the credit below it; a `marked` credit opens with "Photo:" or ©."""
    size = weight(text)
    if is_prose(text, row) and (row["starts_quote"] or (not marked and row["ends_period"])):
        return False
    if joined or not 12 <= size <= 420 or row["credit"] or is_bare_credit(text, row):
        return False
    if row["cue_byline"] or row["link"] or (row["cue_meta"] and row["digits"] > 0.15):
        return False
    return not (row["cue_navigation"] and size < 60)


def joined_features(text: str, joined: bool) -> dict[str, float]:
    """Return the features of a unit's text, and whether a credit was joined to it."""
    row = line_features(text)
    row["joined"] = float(joined)
    return row
