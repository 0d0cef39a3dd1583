"""CC101: the caption is about another subject than the article."""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.grammar.language import is_small_word
from captioncheck.grammar.wording import columns_of, whole_percent
from captioncheck.score.lexical import RARE
from captioncheck.score.witnesses import Testimony
from captioncheck.score.words import terms, weight

_SHOWN = 6
_ABOUT, _ROOM = 3, 32
"""Words of the headline that are quoted, at most, and the columns that they may take: a message has two lines."""


def subject(testimony: Testimony) -> Evidence | None:
    """Say what the article is about, how far off its closest passage is, and which telling words it lacks."""
    if not testimony.nearest:
        return None
    terms = testimony.caption.terms
    counts = testimony.article.terms.counts
    lacking = [stem for stem, weight in terms.weights.items() if weight >= RARE and stem not in counts]
    lacking.sort(key=lambda stem: -terms.weights[stem])
    words = tuple(terms.first[stem].word for stem in lacking[:_SHOWN])
    nearest = testimony.nearest[0]
    about = _about(testimony)
    elsewhere = f"not about “{about}”" if about else "about something else"
    where = "the headline" if nearest.headline else f"line {nearest.line}"
    if nearest.similarity >= 0.5:
        message = f"{elsewhere}: most of what it says is not in the article (closest passage: {where})"
    else:
        message = f"{elsewhere}: even the closest passage ({where}) is only {whole_percent(nearest.similarity)} alike"
    return Evidence("CC101", "subject", message, nearest.similarity, words)


def _about(testimony: Testimony) -> str:
    """Return the headline's most telling words in its order: "Kazakhstan, Pékin, assistance"; "" where none is."""
    article = testimony.article
    found = terms(article.article.headline)
    first = {term.stem: term.word for term in reversed(found) if len(term.word) > 2}
    if len(first) < len(found) / 3:  # a script without spaces: what is left over in Latin letters says little
        return ""
    # Reading a second language's frequencies takes longer than the whole judgement.
    language = article.article.language if testimony.caption.caption.language == article.article.language else None
    weights = {
        stem: weight(stem, language) for stem, word in first.items() if not (stem.isdigit() or is_small_word(word))
    }
    # What the article says again and again is what it is about; the rarest word of a headline may be a pun.
    ranked = sorted(weights, key=lambda stem: (-weights[stem] * min(article.terms.counts.get(stem, 0), 3), stem))
    chosen: list[str] = []
    for stem in ranked[:_ABOUT]:
        if weights[stem] >= RARE / 2 and columns_of(", ".join(first[one] for one in (*chosen, stem))) <= _ROOM:
            chosen.append(stem)
    return ", ".join(word for stem, word in reversed(first.items()) if stem in chosen)
