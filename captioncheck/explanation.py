"""Why a caption got its verdict, as frozen values: what was looked up, what was found, and the sum that `fit` is.

Made by `score.explain`, drawn by the reporters. Nothing here imports anything of ours. All lines count from 1 in the
source; countries are ISO 3166-1 alpha-2 codes; shares lie between 0 and 1 unless they are called log-odds.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure that a witness rests on: its value, and its additive term on the log-odds.

    `own` and `other` are what right captions, and captions of other articles, have typically (the median over labelled
    pairs), None where that was not measured.
    """

    name: str
    value: float
    term: float
    own: float | None = None
    other: float | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """The arithmetic of `fit`: `start` and the witnesses' shares add up to `log_odds`, of which `fit` is the logistic.

    `regime` says which weights were used: "same_language" or "other_language", with "_brief" and "_careful".
    """

    regime: str
    start: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """`fit` below which a caption is a mismatch (error, warning) or in doubt; the confidence that an error needs."""

    error: float
    warning: float
    doubt: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the article: the line that the passage starts on, or the headline (whose line no reader tells)."""

    line: int
    headline: bool = False


@dataclass(frozen=True, slots=True)
class NameSeen:
    """A person whom the caption names, and where the article does: `text` as it stands there.

    `how` is "exact", "surname", "inflected", "spelled alike" or "other script", and "" for a name that is missing.
    """

    name: str
    found: bool
    how: str = ""
    text: str = ""
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """A country of the article: its share of the article's place mentions, and some of the words that point to it."""

    code: str
    share: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateSeen:
    """The caption's date beside the article's: both ISO, `source` where the article's was read, and what follows.

    `months` lie between the two (positive where the article is the later one; None where they cannot be counted).
    """

    caption: str
    published: str | None
    source: str
    months: int | None
    counts: bool
    note: str


@dataclass(frozen=True, slots=True)
class WordSeen:
    """A telling word of the caption, its weight, and where and how the article has it; `where` None: it has not.

    The weight is 0 for common to 5 for unheard-of words, in scripts without spaces the sum over the pairs of a run.
    """

    word: str
    weight: float
    text: str = ""
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What the caption is marked as, and what follows from it for the judgement."""

    kind: str
    effect: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that `--explain` shows besides the rules, the passages and the witnesses.

    `verdict` says why it is this one and no stronger one; `needed` what would be needed to judge an unverifiable
    caption ("" for the others).
    """

    sum: Sum
    limits: Limits
    verdict: tuple[str, ...]
    needed: str = ""
    names: tuple[NameSeen, ...] = ()
    countries: tuple[Country, ...] = ()
    date: DateSeen | None = None
    words: tuple[WordSeen, ...] = ()
    phrases: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
