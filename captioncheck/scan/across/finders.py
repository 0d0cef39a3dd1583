"""What looks at a whole archive: one finder a rule."""

from __future__ import annotations

from captioncheck.scan.across.base import Finder
from captioncheck.scan.across.belongs import BelongsElsewhere
from captioncheck.scan.across.reused import ReusedPictures


def finders() -> tuple[Finder, ...]:
    """Return all finders."""
    return (BelongsElsewhere(), ReusedPictures())
