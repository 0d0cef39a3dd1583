"""Which units of a pasted page are its body: paragraphs, subheads and the lead, without everything around them."""

from __future__ import annotations

import re
from collections.abc import Collection

from captioncheck.datatypes import Passage
from captioncheck.extract.text_lines import weight
from captioncheck.extract.text_page import Page

# Runs of more short lines than this without a full stop are teasers, tags or menus, not subheads.
_MOST_SUBHEADS = 3
_LEAD = 45
_SHORTEST_SUBHEAD = 8
_LETTER = re.compile(r"[^\W\d_]")


def body_passages(page: Page, captions: Collection[int]) -> tuple[Passage, ...]:
    """Return the body's paragraphs and subheads with the lines that they start on.

    A page without any paragraph (a short notice) gives every line that is not furniture.
    """
    some_prose = any(row["prose"] for row in page.rows)
    return tuple(
        Passage(unit.text, unit.number)
        for i, unit in enumerate(page.units)
        if i != page.headline
        and i not in captions
        and (_is_body(page, i) if some_prose else not _is_furniture(page, i))
    )


def _is_body(page: Page, i: int) -> bool:
    row = page.rows[i]
    if row["prose"]:
        near = page.first - 6 <= i <= page.last
        return near and not (row["repeats"] and not row["ends_period"]) and not row["cue_biography"] > 1
    if _is_furniture(page, i):
        return False
    if i < page.first:
        below_headline = page.headline is not None and i > page.headline
        return below_headline and weight(page.units[i].text) >= _LEAD
    if i > page.last:
        return False
    return bool(row["ends_period"] or row["ends_quote"] or row["ends_question"]) or row["short_run"] < _MOST_SUBHEADS


def _is_furniture(page: Page, i: int) -> bool:
    """Say whether a unit is a byline, a date line, a button, a link, a tag or a bare credit."""
    row, text = page.rows[i], page.units[i].text
    size = weight(text)
    if size < _SHORTEST_SUBHEAD or not _LETTER.search(text):
        return True
    if row["bare_credit"] or row["credit"] or row["repeats"] or row["link"] or row["ends_arrow"]:
        return True
    if row["cue_byline"] and size < 90 and not row["ends_period"]:
        return True
    if row["cue_meta"] and row["digits"] > 0.06 and size < 90 and not row["ends_period"]:
        return True
    return bool(row["cue_navigation"] and size < 70)
