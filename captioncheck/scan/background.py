"""The archive as its own background: a sample of its captions and leads, drawn before the first row is written.

The sample lies beside the output, with its vectors, and the journal knows its digest: every part of a scan, on
whatever machine and however often resumed or brought up to date, compares with the same texts.
"""

from __future__ import annotations

import base64
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from captioncheck.config import Settings
from captioncheck.cores import usable_cores
from captioncheck.datatypes import Article, Checked, Location, Result, Skipped
from captioncheck.engine.local import WINDOW, processes, spread
from captioncheck.extract.base import Source
from captioncheck.pipeline import Checker
from captioncheck.scan.errors import ScanError
from captioncheck.scan.spread import some_of
from captioncheck.score.cohort import Sample, text_key
from captioncheck.score.meaning import lead
from captioncheck.score.profile import ArticleProfile, CaptionProfile
from captioncheck.score.saying import says_too_little
from captioncheck.score.words import stems_of
from captioncheck.work import Job, Outcome

if TYPE_CHECKING:
    from captioncheck.datatypes import Vectors

FORM = 1
MOST = 200
"""Captions, and leads, of one language that are taken."""
LEAST = 50
"""Captions, and leads, below which a language keeps to the bundled background."""
READ = 1_200
"""Articles that are read for it at most."""
_ENOUGH = 300
"""Articles before which no language is known to be the last."""
_EACH = 20
"""Articles of one input that are read, or more where there are few inputs."""
_CAPTIONS = 2
"""Captions of one article that are taken."""
_SURE = 0.5
"""Confidence below which a line may be no caption at all."""
_ALIKE = 0.6
"""Share of the terms of two texts that both have, from which they count as one: agencies' captions come again."""


@dataclass(frozen=True, slots=True)
class Text:
    """A caption or a lead of an archive: where it stands, and its row (float16, base64) in the encoder's space."""

    kind: str
    language: str
    path: str
    record: str | None
    text: str
    row: str


class Sampler:
    """What reads for a sample, in a worker as a judge does: each article's texts are its trace."""

    def __init__(self, settings: Settings, each: int) -> None:
        self._checker = Checker(settings)
        self._each = each

    def read(self, sources: Iterable[Source | Skipped]) -> Iterator[Article | Skipped]:
        """Yield some articles of each source."""
        for source in sources:
            yield from islice(self._checker.read([source]), self._each)

    def outcomes(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do jobs and yield what comes of them."""
        for job in jobs:
            yield from self.outcomes_of(job)

    def outcomes_of(self, job: Job) -> Iterator[Outcome]:
        """Do one job."""
        what = job.what
        self._checker.encoder.forget()
        if not isinstance(what, Source):
            yield self._outcome(what, job.source)
            return
        for item in islice(self.read([what]), job.skip, None):
            yield self._outcome(item, what)
            self._checker.encoder.forget()
        yield Outcome(None, what)

    def _outcome(self, what: Article | Result | None, source: Source | None) -> Outcome:
        if not isinstance(what, Article):
            return Outcome(what, source)
        bare = Checked(Article(what.location, "", (), (), language=what.language), ())
        texts = [] if what.photo is not None or what.language is None else list(_texts(what))
        if not texts:
            return Outcome(bare, source)
        rows = self._checker.encoder.encode_texts([text for _, text in texts]).astype("<f2")
        taken = [(kind, text, _packed(row.tobytes())) for (kind, text), row in zip(texts, rows, strict=True)]
        return Outcome(bare, source, trace=json.dumps(taken).encode())


def draw(
    settings: Settings, sources: Iterable[Source], jobs: int | None, tell: Callable[[str, int], None]
) -> tuple[list[Text], int]:
    """Draw a sample with up to `jobs` processes; return it, in order, and how many articles were read.

    `tell` is called with each article's path and number, and may raise to end it.
    """
    chosen = list(islice(sources, READ))
    each = max(_EACH, -(-READ // max(len(chosen), 1)))
    plain = replace(settings, careful=False, explain=False, picture_encoder=None, fetch_images=False)
    make, size = partial(Sampler, plain, each), jobs or usable_cores()

    drawing, read = _Drawing(), 0
    rows = (Job(some_of(source, each)) for source in chosen)
    outcomes = spread(partial(processes, size, make), make, rows, settings.input_format, size * WINDOW)
    with closing(outcomes):  # type: ignore[type-var]
        for outcome in outcomes:
            if not isinstance(outcome.result, Checked):
                continue
            read += 1
            where = outcome.result.article.location
            drawing.add(where, outcome.result.article.language or "", outcome.trace)
            tell(where.path, read)
            if read >= READ or (read >= _ENOUGH and drawing.full):
                break
    return drawing.taken(), read


def _texts(article: Article) -> Iterator[tuple[str, str]]:
    """Yield what of an article may be taken: its lead, and captions that say something."""
    profile = ArticleProfile.of(article)
    captions = (CaptionProfile.of(one, profile) for one in article.captions if one.confidence >= _SURE)
    saying = (one.said for one in captions if one.caption.language == article.language and not says_too_little(one))
    if first := lead(article):
        yield "lead", first
    yield from (("caption", text) for text in islice(saying, _CAPTIONS))


@dataclass(slots=True)
class _Drawing:
    """Texts that were taken, with their terms, by language and kind; what is like another one is not taken."""

    _taken: dict[tuple[str, str], list[tuple[Text, frozenset[str]]]] = field(default_factory=dict)
    _seen: Counter[str] = field(default_factory=Counter)

    def add(self, where: Location, language: str, trace: bytes | None) -> None:
        """Take what is new in an article."""
        if trace is None:
            return
        self._seen[language] += 1
        for kind, text, row in json.loads(trace):
            taken = self._taken.setdefault((language, kind), [])
            stems = frozenset(stems_of(text))
            if len(taken) < MOST and not any(_alike(stems, other) for _, other in taken):
                taken.append((Text(kind, language, where.path, where.record, text, row), stems))

    @property
    def full(self) -> bool:
        """Return whether no language wants more."""
        return all(len(self._of(language, kind)) >= MOST for language in self._seen for kind in ("caption", "lead"))

    def taken(self) -> list[Text]:
        """Return the texts of the languages that have enough of both kinds."""
        found: list[Text] = []
        for language in sorted(self._seen):
            captions, leads = self._of(language, "caption"), self._of(language, "lead")
            if min(len(captions), len(leads)) >= LEAST:
                found += [text for text, _ in (*captions, *leads)]
        return found

    def _of(self, language: str, kind: str) -> Sequence[tuple[Text, frozenset[str]]]:
        return self._taken.get((language, kind), ())


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * max(len(one | other), 1)


def write(path: Path, temporary: Path, texts: Sequence[Text], read: int, encoder: str) -> None:
    """Write a sample in one step. Raises ScanError."""
    lines = [{"background": FORM, "encoder": encoder, "read": read}, *map(asdict, texts)]
    try:
        with temporary.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(line) + "\n" for line in lines)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise ScanError(f"cannot write to {error.filename or path}: {error.strerror or error}") from error


def mark(path: Path) -> str:
    """Return the digest of a sample, "gone" where there is none."""
    try:
        return blake2b(path.read_bytes(), digest_size=8).hexdigest()
    except OSError:
        return "gone"


def samples(path: Path) -> dict[str, Sample]:
    """Return a sample by language. Raises ScanError where the file is none."""
    try:
        head, *rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if head["background"] != FORM:
            raise ValueError("of another form")
        parts: dict[str, tuple[list[Text], list[Text]]] = {}
        for text in (Text(**row) for row in rows):
            parts.setdefault(text.language, ([], []))[("caption", "lead").index(text.kind)].append(text)
        return {
            language: Sample(_keys(captions), _keys(leads), _rows(captions), _rows(leads))
            for language, (captions, leads) in parts.items()
        }
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise ScanError(f"{path}: is no sample of an archive; --restart draws another") from error


def told(found: Mapping[str, Sample]) -> str:
    """Return in words what captions were compared with."""
    if not found:
        return f"Background: the bundled one, as no language has {LEAST} captions and leads to draw from the archive."
    captions, leads = (sum(len(getattr(one, kind)) for one in found.values()) for kind in ("captions", "leads"))
    parts = f"{captions:,} captions and {leads:,} leads of the archive ({', '.join(found)})"
    return f"Background: the bundled one and {parts}."


def _keys(texts: Sequence[Text]) -> tuple[bytes, ...]:
    return tuple(text_key(one.text) for one in texts)


def _rows(texts: Sequence[Text]) -> Vectors:
    import numpy as np

    return np.stack([np.frombuffer(base64.b64decode(one.row), "<f2") for one in texts]).astype(np.float32)


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode()
