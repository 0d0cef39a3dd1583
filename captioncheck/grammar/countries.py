"""English names of countries, for messages."""

from __future__ import annotations

import json
from functools import cache

from captioncheck.grammar.tables import raw


def country_name(code: str) -> str:
    """Return the name of an ISO 3166-1 alpha-2 code as it stands in a sentence ("the United States")."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = json.loads(raw("countries.json"))
    return names
