"""An article as rows of text, each with where it stands."""

from __future__ import annotations

from captioncheck.datatypes import Article
from captioncheck.explanation import Where

Row = tuple[str, Where]


def rows_of(article: Article) -> list[Row]:
    """Return the headline, where there is one, and the passages."""
    rows = [(article.headline, Where(article.location.line, headline=True))] if article.headline else []
    return rows + [(passage.text, Where(passage.line)) for passage in article.passages]
