"""captioncheck: the linter for photo captions."""

from __future__ import annotations

from captioncheck.datatypes import Article, Caption, Judgement

__version__ = "0.1.0"
__all__ = ["Article", "Caption", "Judgement", "__version__"]
