"""Reads from a caption what kind of picture it stands under: an archive picture, a symbol picture, a drawing."""

from __future__ import annotations

import re
from functools import cache

from captioncheck.grammar.tables import table

KINDS = ("archive", "symbol", "illustration", "handout")


def find_markers(text: str, credit: str | None = None) -> tuple[str, ...]:
    """Return which of `KINDS` the caption claims to be, in that order; `text` is the whole caption, credit and all.

    `credit` is its credit: "illustration" and "handout" are looked for there and in short captions only, since in a
    longer description the words mean what is shown ("a drawing by Rembrandt was sold").
    """
    found = []
    for kind in KINDS:
        pattern = _pattern(kind)
        narrow = kind in ("illustration", "handout")
        where = _ends(text, credit) if narrow or kind == "archive" else text
        if pattern.search(where):
            found.append(kind)
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


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = table("markers")[kind]

    def alternatives(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(words[name], key=len, reverse=True)) or r"(?!)"

    return re.compile(
        rf"(?<!\w)(?i:{alternatives('words')})(?!\w)|(?<!\w)(?:{alternatives('capitals')})(?!\w)|"
        rf"(?i:{alternatives('glued')})"
    )
