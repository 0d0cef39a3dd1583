"""What looks at a whole archive: one finder a rule."""

from __future__ import annotations

from captioncheck.scan.across.base import Finder


def finders() -> tuple[Finder, ...]:
    """Return all finders."""
    return ()
