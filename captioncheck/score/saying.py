"""How much a caption says: whether it can be compared at all, and how much it takes to hold something against it.

A caption that is a credit or a bare name says nothing that an article could contradict: it is unverifiable whatever its
`fit`. One that says a little ("Ann Lee, minister of justice", "People wait to cross a street") may be borne out by the
article, but that the article lacks it proves little: it has a plea.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from captioncheck.datatypes import Level
from captioncheck.grammar.people import all_titles
from captioncheck.grammar.tables import table
from captioncheck.score.lexical import RARE
from captioncheck.score.profile import CaptionProfile
from captioncheck.score.words import terms

ENOUGH = 6.0
"""Weight of words (see `words.weight`) from which a caption says enough to be judged: about two telling words."""
_NORDIC = frozenset(("sv", "da", "no", "nb", "nn"))


@dataclass(frozen=True, slots=True)
class Plea:
    """Why findings up to a level are not held against a caption."""

    reason: str
    most: Level


def says_too_little(profile: CaptionProfile) -> str:
    """Return why a caption says too little to be compared with anything, or "" where it says enough."""
    parts = profile.caption.parts
    if not parts.description:
        return "only a credit: nothing that could be compared" if parts.credit else "no words that could be compared"
    if parts.people and profile.terms.weight_without(_named(parts.people)) < RARE / 2:
        return "only a name: it says nothing of the occasion"
    marking = frozenset[str]().union(*(_marking(kind) for kind in parts.markers))
    if profile.terms.weight_without(marking) < ENOUGH:
        marked = f" (marked as {', '.join(parts.markers)} picture)" if parts.markers else ""
        return f"says too little to tell{marked}"
    return ""


def plea(profile: CaptionProfile) -> Plea | None:
    """Return what is to be said for a caption that says little, None for one that says enough."""
    parts = profile.caption.parts
    if parts.people:
        bare = profile.terms.weight_without(_named(parts.people) | _offices()) < RARE / 2
        return Plea("says too little to be held against it: a name and an office", Level.WARNING) if bare else None
    if parts.places:
        return None
    numbers = {stem for stem in profile.terms.weights if stem.isdigit()}
    dated = {term.stem for term in terms(parts.date_text or "")}
    if profile.terms.weight_without(_stock(profile.caption.language or "") | numbers | dated) < ENOUGH:
        return Plea("says too little: a scene of everyday life, which fits any story and none", Level.ERROR)
    return None


def _named(people: tuple[str, ...]) -> frozenset[str]:
    return frozenset(term.stem for person in people for term in terms(person))


@cache
def _offices() -> frozenset[str]:
    """Return the stems of titles and offices ("minister", "Präsidentin")."""
    return frozenset(term.stem for title in all_titles() for term in terms(title))


@cache
def _stock(language: str) -> frozenset[str]:
    """Return the stems of the words of everyday scenes in a language."""
    words = table("stock").get("nordic" if language in _NORDIC else language, "")
    return frozenset(term.stem for term in terms(words))


@cache
def _marking(kind: str) -> frozenset[str]:
    """Return the stems of the words that mark a picture as one of a kind: they say nothing of what it shows."""
    return frozenset(term.stem for words in table("markers")[kind].values() for word in words for term in terms(word))
