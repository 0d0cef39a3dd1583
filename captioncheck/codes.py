"""The rules by code, and which of them a code, a name or a prefix in the settings means."""

from __future__ import annotations

from captioncheck.rules import RULES

CODES = {rule.code: rule.name for rule in RULES}
"""Every rule's name by its code."""
OF_CAPTIONS = tuple(code for code in CODES if code < "CC3")
"""The rules that are applied to each caption of an article; the others are about archives and suppressions."""
EVERY = "CC"
"""The prefix that means every rule."""


def meant(selector: str) -> tuple[str, ...]:
    """Return the codes that a code, a name or a prefix ("CC1") means; none where it means nothing."""
    wanted = selector.strip().casefold()
    named = tuple(code for code, name in CODES.items() if name == wanted)
    if named or not wanted.startswith(EVERY.casefold()):
        return named
    return tuple(code for code in CODES if code.casefold().startswith(wanted))


def precision(selector: str, code: str) -> int:
    """Return how exactly a selector means a code: 0 not at all, more the longer the prefix, most a code or a name."""
    codes = meant(selector)
    if code not in codes:
        return 0
    return len(code) if selector.strip().casefold() == CODES[code] else len(selector.strip())


def known() -> str:
    """Return all rules as they stand in an error message: "CC101 (subject), ..."."""
    return ", ".join(f"{code} ({name})" for code, name in CODES.items())
