"""What a scan raises on purpose."""

from __future__ import annotations

from captioncheck.errors import CaptionCheckError


class ScanError(CaptionCheckError):
    """A scan cannot begin, go on or be written; the message says how to mend it."""
