"""CC103: none of the people that the caption names occurs in the article."""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.grammar.wording import listed
from captioncheck.score.witnesses import Testimony

_SHOWN, _ROOM = 4, 56
"""Names shown, at most, and the columns that they may take: a message has two lines."""


def names(testimony: Testimony) -> Evidence | None:
    """Fire when the caption names people and the article mentions none of them."""
    missing = testimony.names.missing
    if not missing or testimony.names.found:
        return None
    none = {1: "does not mention the name", 2: "mentions neither"}.get(len(missing), "mentions none of them")
    message = f"{listed(missing, _SHOWN, columns=_ROOM)}: the article {none}"
    return Evidence("CC103", "names", message, float(len(missing)), missing)
