"""Reads from a caption what kind of picture it stands under: an archive picture, a symbol picture, a drawing."""

from __future__ import annotations

import re

from captioncheck.grammar.tables import table

KINDS = ("archive", "symbol", "illustration", "handout")


def find_markers(text: str, credit: str | None = None) -> tuple[str, ...]:
    """Return which of `KINDS` the caption claims to be, in that order; `text` is the whole caption, credit and all.

    `credit` is its credit: "illustration" and "handout" are looked for there and in short captions only, since in a
    longer description the words mean what is shown ("a drawing by Rembrandt was sold").
    """
    found = []
    apart = _ends(text, credit)
    for kind in KINDS:
        words = table("markers")[kind]
        where = text if kind == "symbol" else apart
        if _says(where, words) or ("anywhere" in words and _holds(text.lower(), words["anywhere"])):
            found.append(kind)
    if "symbol" in found and "illustration" in found:  # "image d'illustration" says the first
        found.remove("illustration")
    return tuple(found)


def _ends(text: str, credit: str | None) -> str:
    """Return the parts of a caption where a marker stands apart: brackets, start, last clause, credit."""
    parts = re.findall(r"[(\[（［【]([^()\[\]（）［］【】]{2,80})[)\]）］】]", text)
    start = re.match(r"\s*([^.:|–—。]{2,40})\s*(?:[.:|–—。]| - |$)", text)
    if start:
        parts.append(start.group(1))
    clauses = [clause for clause in re.split(r"[.!?。|/]\s*|\s[–—-]\s|\n", text.rstrip(" .")) if clause.strip()]
    if clauses and len(clauses[-1]) <= 60:
        parts.append(clauses[-1])
    # "File photo …" and "In this file photo from May" open sentences that go on
    parts.extend(
        re.findall(r"^\s*(FILE\b|(?:In (?:this|an?) )?(?:file|archive) (?:photo|image|picture)\b)", text, re.I)
    )
    if credit:
        parts.append(credit)
    return "\n".join(part for part in parts if len(part.split()) <= 9 or part is credit)


def _says(text: str, words: dict[str, list[str]]) -> bool:
    """Whether a text holds one of a kind's words, each as the table wants it matched."""
    lowered = text.lower()
    glued = any(word.lower() in lowered for word in words["glued"])
    return glued or _holds(lowered, words["words"]) or _holds(text, words["capitals"])


def _holds(text: str, words: list[str]) -> bool:
    """Whether a text holds one of `words` between word ends; plain search beats one long pattern here."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if not (at and _letter(text[at - 1])) and not (end < len(text) and _letter(text[end])):
                return True
            at = text.find(word, at + 1)
    return False


def _letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
