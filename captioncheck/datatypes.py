"""The frozen values that flow through captioncheck, from reader to reporter.

Nothing here imports anything of ours but `explanation`, which is more of the same: every other room may import both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from captioncheck.explanation import Explanation, Measure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class Verdict(StrEnum):
    """What was decided about one caption."""

    CONSISTENT = "consistent"
    MISMATCH = "mismatch"
    UNVERIFIABLE = "unverifiable"


class Level(StrEnum):
    """How loudly a finding speaks; ordered by `rank`."""

    NONE = "none"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Return 0 for none up to 3 for error."""
        return list(Level).index(self)


class Status(StrEnum):
    """What became of one input."""

    OK = "ok"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands in its source: `line` and `column` count from 1, in characters."""

    path: str
    line: int = 1
    column: int = 1
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a caption stands under: `reference` as written in the source, `alt` its text alternative.

    `alternatives` are other references to the same picture (a `srcset`, a lazy loader's), `base` what the page says
    that references count from (`<base href>`). A `named` picture is one that the user gave: its path counts from the
    working folder, and it may lie anywhere.
    """

    reference: str
    alt: str = ""
    alternatives: tuple[str, ...] = ()
    base: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class PhotoText:
    """One caption that a photo carries: the words, the field they stand in ("IPTC caption"), and their language."""

    text: str
    field: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoDate:
    """A date that a photo carries: ISO 8601, cut to what is said, and the field it stands in."""

    iso: str
    field: str


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """What a photo says of itself, from XMP, IPTC-IIM, EXIF and GPS.

    `captions` are all that differ and `dates` all days that it may have been taken on, each the most trusted first.
    `city`, `region` and `country` are as written, `country_code` is ISO 3166-1 alpha-2. `gps` is latitude and
    longitude in degrees, `gps_place` the nearest city and its country's code. `notes` say what could not be read.
    """

    captions: tuple[PhotoText, ...] = ()
    headline: str = ""
    credit: str = ""
    byline: str = ""
    dates: tuple[PhotoDate, ...] = ()
    location: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    country_code: str | None = None
    people: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    gps: tuple[float, float] | None = None
    gps_place: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()

    @property
    def created(self) -> str | None:
        """Return the day that the photo was most likely taken on."""
        return self.dates[0].iso if self.dates else None

    @property
    def empty(self) -> bool:
        """Return whether the photo says nothing of what it shows, when or where, or by whom it is."""
        said = (self.captions, self.headline, self.credit, self.byline, self.dates, self.location, self.city)
        return not any((*said, self.region, self.country, self.people, self.keywords, self.gps))


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text: the words, its ISO 3166-1 alpha-2 country, and its kind (country, city or region)."""

    name: str
    country: str
    kind: str = "city"


@dataclass(frozen=True, slots=True)
class CaptionParts:
    """What a caption is made of.

    `description` is the caption without its credit; `date` is ISO 8601, cut to what the caption says ("2019-03-08",
    "2019-03", "2019", or "--07-24" without a year); `date_text` the words it was read from; `people` are names as
    written, left to right; `markers` are "archive", "symbol", "illustration" or "handout".
    """

    description: str
    credit: str | None = None
    agency: str | None = None
    date: str | None = None
    date_text: str | None = None
    places: tuple[Place, ...] = ()
    people: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption of an article; `confidence` (0 to 1) says how sure the extractor is that it is a caption at all."""

    text: str
    parts: CaptionParts
    location: Location
    language: str | None = None
    picture: Picture | None = None
    confidence: float = 1.0

    @property
    def said(self) -> str:
        """Return it without its credit, which says nothing of the subject; the whole where there is no more."""
        return self.parts.description or self.text


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph (or subheading) of the body, with the line that it starts on in the source."""

    text: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Article:
    """One article: headline, body passages without the captions, and the captions.

    `published` is an ISO date or None; `language` an ISO 639-1 code or None; `notes` are things a user should know
    about how it was read ("decoded as Latin-1: 3 characters could not be read"). `published_from` says where the date
    was read ("front matter: date"), "" where no reader said. `photo` is what a photo says of itself where the input is
    a photo; its captions are then the photo's own, and there is no article.
    """

    location: Location
    headline: str
    passages: tuple[Passage, ...]
    captions: tuple[Caption, ...]
    published: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    published_from: str = ""
    photo: PhotoMetadata | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input, or a record of one, that gave no article: `error` could not be read, `skipped` was not meant to be."""

    location: Location
    reason: str
    status: Status = Status.ERROR


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding does not count: `kind` is "comment" (in the source), "settings" or "baseline".

    `reason` is what its author gave, "" for none; `line` is where it stands in the source, None outside it.
    """

    kind: str
    reason: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A rule that fired: its code and name, a message an editor understands, its score and the words it rests on.

    `level` is how loud this finding is where that differs from its caption's; a `suppressed` one does not count.
    """

    code: str
    name: str
    message: str
    score: float
    evidence: tuple[str, ...] = ()
    level: Level | None = None
    suppressed: Suppression | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding on an article that is about none of its captions, such as a suppression that suppresses nothing."""

    location: Location
    level: Level
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage of the article that lies closest to the caption; `similarity` is a cosine.

    `headline` says that it is the headline; `shared` are the words in it that the caption has too, in any form, as they
    stand in the passage (looked for only where an explanation was asked for).
    """

    text: str
    line: int
    similarity: float
    headline: bool = False
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that could not be applied, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Witness:
    """One witness's part in a judgement.

    `value` is the normalised score as shown to a user, `share` its additive part of the log-odds of `fit`, `detail`
    what it rests on in words, `measures` in numbers. `own` and `other` are the shares that right captions, and captions
    of other articles, typically have; None where that is not known.
    """

    name: str
    value: float
    share: float
    detail: str = ""
    own: float | None = None
    other: float | None = None
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one caption; `fit` is the calibrated probability that it belongs to its article.

    `explanation` is there only where it was asked for (`Settings.explain`).
    """

    caption: Caption
    verdict: Verdict
    level: Level
    fit: float
    rules: tuple[Evidence, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    reason: str = ""
    explanation: Explanation | None = None

    @property
    def suppressed(self) -> bool:
        """Return whether all that makes it a finding is suppressed: the verdict stands, and fails no run."""
        rules = ((rule.level, rule.suppressed is not None) for rule in self.rules)
        return self.level.rank >= Level.WARNING.rank > heard(self.level, rules).rank


def heard(level: Level, rules: Iterable[tuple[Level | None, bool]]) -> Level:
    """Return how loud what is left of a caption's rules is, each given as its own level and whether it is suppressed.

    That is the caption's `level` where none is suppressed.
    """
    rows = list(rules)
    if not any(silent for _, silent in rows):
        return level
    return max((own or level for own, silent in rows if not silent), key=lambda one: one.rank, default=Level.NONE)


@dataclass(frozen=True, slots=True)
class Checked:
    """One article with the judgements on its captions, in the order of the source, and findings on the article."""

    article: Article
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...] = ()


Result = Checked | Skipped


@dataclass(slots=True)
class Tally:
    """Running counts of a run; `add` keeps them in step with what was reported.

    `interrupted` says that the run was cut short: what the counts say is true of what was checked until then.
    """

    articles: int = 0
    ok: int = 0
    errors: int = 0
    skipped: int = 0
    captions: int = 0
    suppressed: int = 0
    verdicts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    worst: Level = Level.NONE
    interrupted: bool = False

    def add(self, result: Result) -> None:
        """Count one result."""
        self.articles += 1
        if isinstance(result, Skipped):
            self.errors += result.status is Status.ERROR
            self.skipped += result.status is Status.SKIPPED
            return
        self.ok += 1
        self.captions += len(result.judgements)
        for judgement in result.judgements:
            self.verdicts[judgement.verdict] += 1
            self.suppressed += judgement.suppressed
        heard = [judgement.level for judgement in result.judgements if not judgement.suppressed]
        heard += [finding.level for finding in result.findings if finding.evidence.suppressed is None]
        self.worst = max((self.worst, *heard), key=lambda level: level.rank)


class TextEncoder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Return the encoder's name and version, as it stands in results and cache keys."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """Return the ISO 639-1 codes that the encoder was trained on, empty when it is meant for all."""
        ...

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row (float32, n x d) a text, in order."""
        ...
