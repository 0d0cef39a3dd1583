"""What the witnesses need to know of an article, worked out once for all of its captions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from captioncheck.datatypes import Article, Caption
from captioncheck.score.cohort import text_key
from captioncheck.score.lexical import ArticleTerms, CaptionTerms
from captioncheck.score.meaning import Unit, choose, lead, units
from captioncheck.score.namewords import ArticleNames
from captioncheck.score.places import Salience, salience


@dataclass(frozen=True)
class ArticleProfile:
    """An article with its sentences, its terms, and, made when first asked for, its names and places."""

    article: Article
    units: tuple[Unit, ...]
    terms: ArticleTerms

    @classmethod
    def of(cls, article: Article) -> ArticleProfile:
        """Read an article once."""
        return cls(
            article,
            tuple(units(article)),
            ArticleTerms.of(article.headline, (passage.text for passage in article.passages)),
        )

    @cached_property
    def text(self) -> str:
        """Return headline and body as one text."""
        return "\n".join((self.article.headline, *(passage.text for passage in self.article.passages)))

    @cached_property
    def own(self) -> frozenset[bytes]:
        """Return the keys of the texts that a background may have from this very article: its captions and its lead."""
        return frozenset(map(text_key, (lead(self.article), *(one.said for one in self.article.captions))))

    @cached_property
    def names(self) -> ArticleNames:
        """Return what names are looked up in."""
        return ArticleNames(self.text, self.article.language)

    @cached_property
    def salience(self) -> Salience:
        """Return the countries that the article is about."""
        return salience(self.article)


@dataclass(frozen=True, slots=True)
class CaptionProfile:
    """A caption with its terms and the indices of the article's units that it is compared with."""

    caption: Caption
    said: str
    terms: CaptionTerms
    units: tuple[int, ...]

    @classmethod
    def of(cls, caption: Caption, article: ArticleProfile) -> CaptionProfile:
        """Read a caption without its credit."""
        terms = CaptionTerms.of(caption.said, caption.language)
        return cls(caption, caption.said, terms, tuple(choose(terms, article.units)))
