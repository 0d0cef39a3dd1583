"""The metadata witness: the printed caption against what the photo says of itself.

Both describe one picture, so they may say it in other words, in another language, shorter, or with a credit in front;
what they cannot do is speak of other people in another country about something else. One thing that agrees outweighs
one that does not: desks rewrite captions, and photo programs leave old fields behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from captioncheck.datatypes import Caption, CaptionParts, PhotoMetadata
from captioncheck.grammar.caption import parse_caption
from captioncheck.grammar.dates import find_dates
from captioncheck.grammar.language import detect
from captioncheck.grammar.nearest import countries_near
from captioncheck.grammar.places import PlaceMention, find_places
from captioncheck.score import names
from captioncheck.score.cohort import Background
from captioncheck.score.lexical import CaptionTerms
from captioncheck.score.meaning import sentences
from captioncheck.score.namewords import ArticleNames
from captioncheck.score.words import fold

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors

_SENTENCES = 2
"""Leading sentences of a photo's caption that are also compared one by one: wire captions go on to the story."""
_INDIRECT = ("demonym", "metonym")
_SLACK_DAYS = 1
"""Days by which two dates of one picture may differ: time zones, and desks that write the day of sending."""


@dataclass(frozen=True)
class PhotoProfile:
    """What a photo says, taken apart once.

    `texts` are what it is compared by in meaning; `text` is all of it, for names; `places` every place named;
    `dates` every date, ISO, cut to what is said.
    """

    metadata: PhotoMetadata
    texts: tuple[str, ...]
    text: str
    names: ArticleNames
    people: tuple[str, ...]
    places: tuple[PlaceMention, ...]
    countries: frozenset[str]
    dates: frozenset[str]
    languages: frozenset[str | None]

    @classmethod
    def of(cls, metadata: PhotoMetadata) -> PhotoProfile:
        """Read a photo's metadata once."""
        captions = [(row, parse_caption(row.text, row.language, metadata.created)) for row in metadata.captions]
        said = [(row.language, parts.description) for row, parts in captions if parts.description]
        texts = [text for _, described in said for text in _views(described)]
        fields = (metadata.headline, metadata.location, metadata.city, metadata.region, metadata.country)
        text = "\n".join((*(described for _, described in said), *fields, *metadata.people, *metadata.keywords))
        places = [*_places(said), *find_places(", ".join(filter(None, fields[1:])))]
        countries = {place.country for place in places} | {metadata.country_code} - {None}
        if metadata.gps:
            countries |= countries_near(*metadata.gps)  # near a border, those beyond it too: nothing is claimed there
        people = dict.fromkeys((*metadata.people, *(one for _, parts in captions for one in parts.people)))
        return cls(
            metadata,
            tuple(dict.fromkeys(texts)),
            text,
            ArticleNames(text),
            tuple(people),
            tuple(places),
            frozenset(code for code in countries if code),
            frozenset(_dates(said, metadata)),
            frozenset(row.language for row in metadata.captions),
        )


@dataclass(frozen=True, slots=True)
class PhotoMatch:
    """How a printed caption stands to its photo.

    `meaning` is the similarity of the two captions in standard deviations above that of others (None where the photo
    carries no caption), `similarity` the cosine itself, `words` the share (0 to 1) of one caption's telling words that
    the other has. For people, places (by country) and dates: True agree, False disagree, None nothing to compare.
    `city` says that both name one city, or that this cannot be told because they are in different languages.
    """

    photo: PhotoProfile
    parts: CaptionParts
    meaning: float | None
    similarity: float
    words: float
    people: bool | None
    places: bool | None
    dates: bool | None
    city: bool = False


def compare(
    caption: Caption, said: CaptionTerms, photo: PhotoProfile, vector: Vectors, rows: Vectors, background: Background
) -> PhotoMatch:
    """Compare a printed caption with its photo.

    `vector` is the caption's unit row (d), `rows` those of the photo's texts (n x d), both in the space of
    `background`; `said` are the terms of the caption without its credit.
    """
    known = _known(caption, photo, background)
    meaning, similarity = _meaning(caption, vector, rows, background) if known and len(rows) else (None, 0.0)
    places, city = _same_places(caption, photo)
    return PhotoMatch(
        photo,
        caption.parts,
        meaning,
        similarity,
        _words(said, photo),
        _people(caption, photo),
        places,
        _same_dates(caption, photo),
        city,
    )


def _views(text: str) -> Iterable[str]:
    yield text
    parts = sentences(text)
    if len(parts) > 1:
        yield from parts[:_SENTENCES]


def _places(said: Sequence[tuple[str | None, str]]) -> Iterable[PlaceMention]:
    for language, text in said:
        yield from find_places(text, language)


def _dates(said: Sequence[tuple[str | None, str]], metadata: PhotoMetadata) -> Iterable[str]:
    yield from (row.iso for row in metadata.dates)
    for language, text in said:
        yield from (row.iso for row in find_dates(text, language, metadata.created) if row.iso[:4].isdigit())


def _known(caption: Caption, photo: PhotoProfile, background: Background) -> bool:
    """Return whether the encoder can compare the two: it knows both languages, or they are one.

    Few words do not tell their language, so each text is taken to be in the other's where it may be.
    """
    theirs = {detect(row.text, caption.language) for row in photo.metadata.captions}
    mine = detect(caption.text, next(iter(photo.metadata.captions)).language) if theirs else caption.language
    return not background.languages or theirs == {mine} or background.languages >= theirs | {mine}


def _meaning(caption: Caption, vector: Vectors, rows: Vectors, background: Background) -> tuple[float, float]:
    others, _ = background.vectors(caption.language)
    strangers = others @ vector
    rivals = others @ rows.T
    alike = rows @ vector
    ours = (alike - strangers.mean()) / max(float(strangers.std()), 1e-3)
    theirs = (alike - rivals.mean(axis=0)) / rivals.std(axis=0).clip(1e-3)
    scores = (ours + theirs) / 2
    best = int(scores.argmax())
    return float(scores[best]), float(alike[best])


def _words(said: CaptionTerms, photo: PhotoProfile) -> float:
    """Return the share of the weight of either caption's words that the other has, whichever is more."""
    own = frozenset(said.weights)
    shares = [said.found_share(photo.names.stems)] if said.total else []
    for text in photo.texts:
        theirs = CaptionTerms.of(text, None)
        if theirs.total:
            shares.append(theirs.found_share(own))
    return max(shares, default=0.0)


def _people(caption: Caption, photo: PhotoProfile) -> bool | None:
    other = caption.language not in photo.languages
    printed = caption.parts.people
    if names.match(printed, photo.names, other_language=other).found:
        return True
    mine = ArticleNames(caption.text, caption.language)
    if names.match(photo.people, mine, other_language=other).found:
        return True
    return False if printed and photo.people else None


def _same_places(caption: Caption, photo: PhotoProfile) -> tuple[bool | None, bool]:
    mentions = find_places(caption.parts.description, caption.language)
    direct = [mention for mention in mentions if mention.kind not in _INDIRECT]
    theirs = [mention for mention in photo.places if mention.kind not in _INDIRECT]
    shared = {fold(one.text) for one in direct} & {fold(one.text) for one in theirs}
    city = any(one.kind == "city" and fold(one.text) in shared for one in (*direct, *theirs))
    if shared or photo.countries & {mention.country for mention in mentions}:
        return True, city or caption.language not in photo.languages
    certain = photo.metadata.country_code or (photo.metadata.gps and photo.countries)
    return (False if direct and (theirs or certain) else None), False


def _same_dates(caption: Caption, photo: PhotoProfile) -> bool | None:
    """Compare every date that the caption gives with every one of the photo's; a year alone can only disagree."""
    printed = [row.iso for row in find_dates(caption.parts.description, caption.language) if row.iso[:4].isdigit()]
    if not printed or not photo.dates:
        return None
    pairs = [(one, other) for one in printed for other in photo.dates]
    alike = [min(len(one), len(other)) for one, other in pairs if _same_day(one, other)]
    return (True if max(alike) > len("2014") else None) if alike else False


def _same_day(one: str, other: str) -> bool:
    """Return whether two ISO dates may mean the same day, each as far as it says."""
    shorter = min(len(one), len(other))
    if one[:shorter] == other[:shorter]:
        return True
    if shorter < len("2014-09-09"):
        return False
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= _SLACK_DAYS
