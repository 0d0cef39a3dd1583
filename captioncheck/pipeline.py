"""The whole program as a generator: read, encode, score. One result an article, in the order of the inputs."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from captioncheck.ahead import Ahead
from captioncheck.backgrounds import background_for
from captioncheck.config import Settings
from captioncheck.datatypes import Article, Checked, Location, Result, Skipped, TextEncoder
from captioncheck.encode.cache import CachedEncoder
from captioncheck.errors import CaptionCheckError, MissingExtraError, ReaderError, fault
from captioncheck.extract.base import Reader, Source
from captioncheck.extract.readers import HEAD, load_reader, reader_for
from captioncheck.foresight import WINDOW, Foreseen, pictures_of
from captioncheck.photos import MetadataCheck, alone
from captioncheck.picture_traces import PictureTracer
from captioncheck.pictures import finder_for
from captioncheck.pictures.unchecked import with_image, with_pictures
from captioncheck.registry import ENCODERS
from captioncheck.score import calibration, fusion
from captioncheck.score.cohort import Background, Sample, background_texts
from captioncheck.score.profile import ArticleProfile, CaptionProfile
from captioncheck.score.verdict import judge, least_confidence, too_little
from captioncheck.score.witnesses import Testimony, testify
from captioncheck.secondlook import SecondLook, report_missed
from captioncheck.seeing import PictureCheck, Watcher
from captioncheck.traces import Trace
from captioncheck.tracing import settled, trace_of
from captioncheck.work import Job, Outcome

_LOG = logging.getLogger(__name__)
_Heard = tuple[Article, Sequence[Testimony]]
_Row = tuple[_Heard | Result | None, Source | None, Trace | None]
"""What was read, where from, and its trace where one is wanted; None where a source comes to its end."""


class Checker:
    """Checks articles with one set of settings; encoder, background and readers are loaded when first needed.

    Raises ConfigError for a calibration that cannot be used.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        encoder: TextEncoder | None = None,
        roots: Sequence[Path] = (),
        watcher: Watcher | None = None,
        samples: Mapping[str, Sample] | None = None,
    ) -> None:
        """Keep the settings.

        `roots` are files and folders, besides an article's own, that pictures may lie in; `watcher` is called with
        every picture that was looked at; `samples` of an archive are put beside the background.
        """
        self.settings = settings or Settings()
        self._given = encoder
        self._roots = tuple(roots)
        self._watcher = watcher
        self._samples = samples or {}
        self._readers: dict[str, Reader] = {}
        self._alone = True
        careful = self.settings.careful
        self._second_look = None if careful is False else SecondLook(asked=careful is True)
        if self.settings.calibration is not None:
            _ = self.model  # one that does not fit is found out before any input is read

    def check(self, sources: Iterable[Source | Skipped]) -> Iterator[Checked | Skipped]:
        """Yield one result for every article of every source; one bad input never stops the rest."""
        missed, why = 0, ""
        for outcome in self.outcomes(map(Job, sources)):
            missed, why = missed + outcome.missed, outcome.why or why
            if outcome.result is not None:
                yield outcome.result
        report_missed(missed, why)

    def outcomes(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do jobs and yield what came of them, in order; the second look runs a few articles behind."""
        self.finder.refresh()
        with Ahead(self._calls(jobs)) as outcomes:
            for outcome in outcomes:
                result = outcome.result
                yield outcome if result is None else replace(outcome, result=with_pictures(result, self.settings))

    def outcomes_of(self, job: Job) -> Iterator[Outcome]:
        """Do one job and yield what comes of it, one result at a time and in this thread.

        Where memory runs out, that is raised: whoever asks this of a process of its own can begin another one.
        """
        self._alone = False
        for call in self._calls([job]):
            outcome = call()
            result = outcome.result
            yield outcome if result is None else replace(outcome, result=with_pictures(result, self.settings))

    def _calls(self, jobs: Iterable[Job]) -> Iterator[Callable[[], Outcome]]:
        """Hear the cheap witnesses now, and yield what is left to do: the second look, the pictures and the verdict.

        Articles with pictures wait until a batch of pictures has come together; so do those behind them.
        """
        window: list[_Row] = []
        pictures = 0
        for row in self._rows(jobs):
            window.append(row)
            pictures += pictures_of(row[0][0]) if isinstance(row[0], tuple) else 0
            if not pictures or pictures >= WINDOW or len(window) >= 4 * WINDOW:
                yield from self._left_to_do(window)
                window, pictures = [], 0
        yield from self._left_to_do(window)

    def _rows(self, jobs: Iterable[Job]) -> Iterator[_Row]:
        """Read, and hear the cheap witnesses on each article."""
        for job in jobs:
            what = job.what
            if isinstance(what, Source):
                self._begin(job)
                for number, item in enumerate(self.read([what])):
                    if number >= job.skip:
                        yield self._row(item, what, job)
                    self._begin(job)
                yield None, what, None
            else:
                self._begin(job)
                yield self._row(what, job.source, job)

    def _row(self, what: Article | Result | None, source: Source | None, job: Job) -> _Row:
        if not isinstance(what, Article):
            return what, source, None
        heard = self._heard(what, thorough=job.thorough)
        if isinstance(heard, Skipped) or not job.trace:
            return heard, source, None
        return heard, source, trace_of(*heard, self.encoder)

    def _begin(self, job: Job) -> None:
        if job.fresh and "encoder" in vars(self):
            self.encoder.forget()

    def _heard(self, article: Article, *, thorough: bool) -> _Heard | Skipped:
        if article.captions and article.photo is None:
            _ = self.background  # what cannot be loaded for any article ends the run
        try:
            article = with_image(article, self.settings)
            testimonies = [] if article.photo is not None else self.first_look(article)
            look = self._second_look if thorough else None
            return article, testimonies if look is None else list(map(look.hear, testimonies))
        except Exception as error:
            return self._lost(error, article.location)

    def _lost(self, error: Exception, where: Location) -> Skipped:
        """Return the row of an article that an error of our own lost; the rest of the run goes on."""
        if isinstance(error, CaptionCheckError) or (isinstance(error, MemoryError) and not self._alone):
            raise error
        _LOG.debug("%s: %s", where.path, "".join(traceback.format_exception(error)))
        return Skipped(where, fault(error))

    def _left_to_do(self, window: Sequence[_Row]) -> Iterator[Callable[[], Outcome]]:
        pictured = [what for what, *_ in window if isinstance(what, tuple) and _pictured(what[0])]
        for what, source, trace in window:
            yield partial(self._finished, what, source, trace, pictured if pictured and what is pictured[0] else ())

    def _finished(
        self, what: _Heard | Result | None, source: Source | None, trace: Trace | None, ahead: Sequence[_Heard]
    ) -> Outcome:
        """Judge one article; `ahead` are those whose pictures are looked at in one go with its own."""
        if not isinstance(what, tuple):
            return Outcome(what, source)
        try:
            return self._outcome(what, source, trace, ahead)
        except Exception as error:
            return Outcome(self._lost(error, what[0].location), source)

    def _outcome(self, what: _Heard, source: Source | None, trace: Trace | None, ahead: Sequence[_Heard]) -> Outcome:
        if ahead:
            self.pictures.foresee(ahead)
        article, testimonies = what
        if article.photo is not None:
            return Outcome(Checked(article, alone(article)), source)
        checked = self._judged(article, testimonies)
        left = None if trace is None else self._left(trace, checked)
        look = self._second_look
        if look is None or look.encoder is not None or not look.why:
            return Outcome(checked, source, trace=left)
        missed = sum(row.nearest != () and self._doubts(row) for row in testimonies)
        return Outcome(checked, source, missed, look.why, left)

    def _left(self, trace: Trace, checked: Checked) -> bytes:
        """Return the trace that a judged article leaves, its pictures included."""
        pictures = self.picture_tracer.traces(checked.article.location.path, checked.judgements)
        return replace(settled(trace, checked), pictures=pictures).to_bytes()

    def read(self, sources: Iterable[Source | Skipped]) -> Iterator[Article | Skipped]:
        """Yield the articles of the sources; what cannot be read is a `Skipped` in its place."""
        for source in sources:
            if isinstance(source, Skipped):
                yield source
                continue
            try:
                yield from self._reader(source).read(source)
            except (ReaderError, MissingExtraError) as error:
                yield Skipped(Location(source.path), str(error))
            except OSError as error:
                yield Skipped(Location(source.path), f"cannot be read: {error.strerror or error}")
            except Exception as error:
                yield self._lost(error, Location(source.path))

    def check_article(self, article: Article) -> Checked:
        """Judge every caption of one article."""
        if article.photo is not None:
            return Checked(article, alone(article))
        testimonies = self.first_look(article)
        if _pictured(article):
            self.pictures.foresee([(article, testimonies)])
        return self._judged(article, testimonies)

    def _judged(self, article: Article, testimonies: Sequence[Testimony]) -> Checked:
        """Judge what was heard at first look: look again where that leaves doubt, then at the pictures."""
        rows = (self._second_looked(row) for row in testimonies)
        judgements = tuple(judge(row, self.model, explain=self.settings.explain) for row in rows)
        if _pictured(article):
            judgements = self.pictures.apply(article, judgements, testimonies)
        return Checked(article, self.metadata.apply(article, judgements) if judgements else ())

    def testimonies(self, article: Article) -> list[Testimony]:
        """Return all that the witnesses say of each caption of an article, before any verdict."""
        return list(map(self._second_looked, self.first_look(article)))

    def _second_looked(self, testimony: Testimony) -> Testimony:
        """Look again at a caption that the first look leaves in doubt, unless it says too little anyway."""
        look = self._second_look
        return look.hear(testimony) if look is not None and self._doubts(testimony) else testimony

    def _doubts(self, testimony: Testimony) -> bool:
        if too_little(testimony) or testimony.regime == fusion.careful(testimony.regime):
            return False
        fit, _ = self.model.fit(testimony.regime, testimony.features)
        return self.model.doubtful(fit)

    def first_look(self, article: Article) -> list[Testimony]:
        """Return what the cheap witnesses say of each caption of an article."""
        if not article.captions:
            return []
        profile = ArticleProfile.of(article)
        captions = [CaptionProfile.of(caption, profile) for caption in article.captions]
        used = sorted({index for caption in captions for index in caption.units})
        texts = [profile.units[index].text for index in used] + [caption.said for caption in captions]
        vectors = self.encoder.encode_texts(texts)
        row = {index: i for i, index in enumerate(used)}
        return [
            testify(
                caption,
                profile,
                vectors[len(used) + i],
                vectors[[row[index] for index in caption.units]],
                self.background,
            )
            for i, caption in enumerate(captions)
        ]

    @cached_property
    def encoder(self) -> CachedEncoder:
        """Return the text encoder, with a memory of what it has encoded."""
        if self._given is not None:
            return CachedEncoder(self._given)
        make = ENCODERS.load(self.settings.encoder)
        if not hasattr(make, "from_settings"):
            return CachedEncoder(make())
        return CachedEncoder(make.from_settings(self.settings, [row.text for row in background_texts("captions")]))

    @cached_property
    def background(self) -> Background:
        """Return the background of other captions and leads, in the encoder's space."""
        return background_for(self.encoder, samples=self._samples)

    @cached_property
    def metadata(self) -> MetadataCheck:
        """Return what compares captions with their photos' own metadata."""
        return MetadataCheck(self.finder, self.encoder.inner, replace(self.background, samples={}), self.model)

    @cached_property
    def pictures(self) -> PictureCheck:
        """Return what compares captions and articles with their pictures."""
        return PictureCheck(self.settings, self.finder, least_confidence(self.model), self._watcher)

    @cached_property
    def picture_tracer(self) -> PictureTracer:
        """Return what leaves traces of pictures."""
        return PictureTracer(self.finder)

    @cached_property
    def finder(self) -> Foreseen:
        """Return what finds the pictures of articles."""
        return Foreseen(finder_for(self.settings, self._roots))

    @cached_property
    def model(self) -> fusion.FusionModel:
        """Return the fusion model, with the newsroom's own thresholds where the settings name a calibration."""
        path = self.settings.calibration
        model = fusion.load().mode(second_look=self._careful_encoder is not None)
        return model if path is None else calibration.read(path).applied(model, self.encoders)

    @property
    def encoders(self) -> str:
        """Return the names of the encoders that `fit` depends on."""
        again = self._careful_encoder
        return self.encoder.name if again is None else f"{self.encoder.name} {again.name}"

    @property
    def _careful_encoder(self) -> TextEncoder | None:
        return None if self._second_look is None else self._second_look.encoder

    def _reader(self, source: Source) -> Reader:
        with source.open() as stream:
            head = stream.read(HEAD)
        name = reader_for(source.path, head, self.settings.input_format)
        if name not in self._readers:
            self._readers[name] = load_reader(name, self.encoder)
        return self._readers[name]


def _pictured(article: Article) -> bool:
    return article.photo is None and pictures_of(article) > 0
