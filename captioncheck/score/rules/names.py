"""CC103: none of the people that the caption names occurs in the article."""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.score.witnesses import Testimony

_SHOWN = 4


def names(testimony: Testimony) -> Evidence | None:
    """Fire when the caption names people and the article mentions none of them."""
    missing = testimony.names.missing
    if not missing or testimony.names.found:
        return None
    shown = list(missing[:_SHOWN])
    if len(missing) > _SHOWN:
        shown.append(f"{len(missing) - _SHOWN} more")
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    none = {1: "does not mention this name", 2: "mentions neither"}.get(len(missing), "mentions none of them")
    return Evidence("CC103", "names", f"names {listed}; the article {none}", float(len(missing)), missing)
