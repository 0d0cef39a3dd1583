"""Whether two captions of one picture contradict each other.

A picture may be described in many ways: shorter, longer, in another language, by what it shows or by what it stands
for. So only what cannot both be true counts: days, places where it was taken, the people in it. All are read strictly:

- dates that a caption gives as its own: a full day, a month, or a year in brackets, at the end or after "in";
  "built in 1932", "Tokyo 2020" and what lies more than a generation back are none.
- places where it says that it was taken ("in Berlin", "Almaty, Kazakhstan"), not those that it speaks of ("talks with
  Russia"); they exclude each other where no country is shared, or their cities lie far apart.
- people where the rest is the same but for the name, or where nothing else is: a picture may show several people.

Where there are no such facts, two captions in one language that both name people or places, and share neither those
nor any telling word, are about different subjects. That is weak: a stock photo illustrates many stories.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from captioncheck.datatypes import CaptionParts
from captioncheck.grammar.caption import parse_caption
from captioncheck.grammar.language import detect
from captioncheck.grammar.sounds import script_of
from captioncheck.grammar.taken import days_apart, taken_at, taken_on
from captioncheck.score.lexical import CaptionTerms
from captioncheck.score.names import match
from captioncheck.score.namewords import ArticleNames
from captioncheck.score.words import fold, terms

HARD = ("dates", "places", "people")
SUBJECT = "subject"
LEFT_ALONE = frozenset(["symbol", "illustration", "archive"])
"""Marks of a picture that need not be of the day, the place and the people of its article."""
SLACK = 3
"""Days that two captions of one picture may differ by: when it was taken, sent, printed."""
KM = 120
"""Kilometres between two cities from which a picture of one is none of the other."""
SAME_WORDS, FEW_WORDS = 0.6, 0.1
"""Shares of the telling words that two captions have in common."""
ENOUGH = 12.0
"""Weight of words from which a caption says enough to be about another subject: about four telling words."""
_WORDS_OF_NAME = 2


@dataclass(frozen=True)
class Said:
    """A caption of a picture, with the language (a hint) and the day of publication of its article."""

    text: str
    language: str | None = None
    published: str | None = None
    parts: CaptionParts = field(init=False)

    def __post_init__(self) -> None:
        language = self.language or detect(self.text)
        object.__setattr__(self, "language", language)
        object.__setattr__(self, "parts", parse_caption(self.text, language, self.published))

    @cached_property
    def terms(self) -> CaptionTerms:
        """Return the words of the description, weighed."""
        return CaptionTerms.of(self.parts.description, self.language)

    @cached_property
    def bare(self) -> CaptionTerms:
        """Return the words of the description without the names in it."""
        text = self.parts.description
        for name in self.parts.people:
            text = text.replace(name, " ")
        return CaptionTerms.of(text, self.language)

    @cached_property
    def names(self) -> ArticleNames:
        """Return what names are looked up in."""
        return ArticleNames(self.text, self.language)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What two captions of one picture contradict each other in (of `HARD`, or SUBJECT), and what each of them says."""

    kinds: tuple[str, ...]
    said: tuple[tuple[str, str], ...]

    @property
    def hard(self) -> bool:
        """Return whether it is more than a difference of subject."""
        return self.kinds != (SUBJECT,)

    def turned(self) -> Contradiction:
        """Return it as the other caption sees it."""
        return Contradiction(self.kinds, tuple((theirs, ours) for ours, theirs in self.said))


def contradiction(one: Said, other: Said) -> Contradiction | None:
    """Return what two captions of one picture contradict each other in; None where both may be true."""
    if LEFT_ALONE & {*one.parts.markers, *other.parts.markers} or same_text(one, other):
        return None
    found = {"dates": _dates(one, other), "places": _places(one, other), "people": _people(one, other)}
    facts = {kind: said for kind, said in found.items() if said is not None}
    if facts:
        return Contradiction(tuple(facts), tuple(facts.values()))
    return Contradiction((SUBJECT,), (("", ""),)) if _strangers(one, other) else None


def same_text(one: Said, other: Said) -> bool:
    """Return whether one caption has the other's words, all of them: the same, cut or continued."""
    mine, theirs = ([term.stem for term in terms(said.parts.description)] for said in (one, other))
    return not mine or not theirs or set(mine) <= set(theirs) or set(theirs) <= set(mine)


def _dates(one: Said, other: Said) -> tuple[str, str] | None:
    pairs = [
        (mine, theirs)
        for mine in taken_on(one.parts.description, one.language, one.published)
        for theirs in taken_on(other.parts.description, other.language, other.published)
    ]
    apart = [days_apart(mine, theirs) for mine, theirs in pairs]
    return pairs[0] if pairs and all(days is not None and days > SLACK for days in apart) else None


def _places(one: Said, other: Said) -> tuple[str, str] | None:
    mine, theirs = (taken_at(said.parts.description, said.language) for said in (one, other))
    if not mine.here or not theirs.here:
        return None
    if not mine.shares(theirs):
        return mine.words, theirs.words
    distance = mine.distance(theirs)
    return (mine.words, theirs.words) if distance is not None and distance > KM else None


def _people(one: Said, other: Said) -> tuple[str, str] | None:
    mine, theirs = one.parts.people, other.parts.people
    if not mine or not theirs or one.language != other.language or _script(mine) != _script(theirs):
        return None
    if _names_meet(one, other):
        return None
    if not (_full(mine) and _full(theirs)):
        return None
    shares = _shares(one.bare, other.bare)
    enough = min(one.bare.total, other.bare.total) >= ENOUGH / 2
    nothing = max(shares) < FEW_WORDS and not _countries_meet(one, other) and enough
    if not nothing and min(shares) < SAME_WORDS:
        return None
    return ", ".join(mine[:2]), ", ".join(theirs[:2])


def _shares(one: CaptionTerms, other: CaptionTerms) -> tuple[float, float]:
    """Return the shares of the words of each that the other has, too."""
    return one.found_share(frozenset(other.weights)), other.found_share(frozenset(one.weights))


def _names_meet(one: Said, other: Said) -> bool:
    """Return whether either caption has a name that the other names."""
    there = match(one.parts.people, other.names, other_language=True).found
    return bool(there or match(other.parts.people, one.names, other_language=True).found)


def _countries_meet(one: Said, other: Said) -> bool:
    return bool({place.country for place in one.parts.places} & {place.country for place in other.parts.places})


def _full(names: tuple[str, ...]) -> bool:
    """Return whether somebody is named in full, or in a script that puts no space between names."""
    return any(len(name.split()) >= _WORDS_OF_NAME or script_of(name[0]) not in ("latin", "cyrillic") for name in names)


def _script(names: tuple[str, ...]) -> str:
    return script_of(fold(names[0])[:1])


def _strangers(one: Said, other: Said) -> bool:
    if one.language != other.language or min(one.terms.total, other.terms.total) < ENOUGH:
        return False
    if max(_shares(one.terms, other.terms)) >= FEW_WORDS:
        return False
    if not all(said.parts.people or said.parts.places for said in (one, other)):
        return False
    return not _countries_meet(one, other) and not _names_meet(one, other)
