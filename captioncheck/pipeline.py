"""The whole program as a generator: read, encode, score. One result an article, in the order of the inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial

from captioncheck.ahead import Ahead
from captioncheck.backgrounds import background_for
from captioncheck.config import Settings
from captioncheck.datatypes import Article, Checked, Judgement, Location, Result, Skipped, TextEncoder
from captioncheck.encode.cache import CachedEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Reader, Source
from captioncheck.extract.readers import load_reader, reader_for
from captioncheck.pictures import with_pictures
from captioncheck.registry import ENCODERS
from captioncheck.score import fusion
from captioncheck.score.cohort import Background
from captioncheck.score.fusion import careful
from captioncheck.score.profile import ArticleProfile, CaptionProfile
from captioncheck.score.verdict import judge, too_little
from captioncheck.score.witnesses import Testimony, testify
from captioncheck.secondlook import SecondLook

_HEAD = 4_096
"""Bytes of an input that its format is told from, when the name does not tell."""


class Checker:
    """Checks articles with one set of settings; encoder, background and readers are loaded when first needed."""

    def __init__(self, settings: Settings | None = None, encoder: TextEncoder | None = None) -> None:
        self.settings = settings or Settings()
        self._given = encoder
        self._readers: dict[str, Reader] = {}
        self._second_look = SecondLook() if self.settings.careful else None

    def check(self, sources: Iterable[Source | Skipped]) -> Iterator[Checked | Skipped]:
        """Yield one result for every article of every source; one bad input never stops the rest."""
        with Ahead(self._heard(item) for item in self.read(sources)) as heard:
            for result in heard:
                yield with_pictures(result, self.settings)
        if self._second_look:
            self._second_look.report()

    def _heard(self, item: Article | Skipped) -> Callable[[], Result]:
        """Hear the cheap witnesses now, and return what is left to do: the second look and the verdict."""
        if isinstance(item, Skipped):
            return lambda: item
        testimonies = self.testimonies(item)
        return partial(self._judged, item, testimonies)

    def read(self, sources: Iterable[Source | Skipped]) -> Iterator[Article | Skipped]:
        """Yield the articles of the sources; what cannot be read is a `Skipped` in its place."""
        for source in sources:
            if isinstance(source, Skipped):
                yield source
                continue
            try:
                yield from self._reader(source).read(source)
            except ReaderError as error:
                yield Skipped(Location(source.path), str(error))
            except OSError as error:
                yield Skipped(Location(source.path), f"cannot be read: {error.strerror or error}")

    def check_article(self, article: Article) -> Checked:
        """Judge every caption of one article."""
        return self._judged(article, self.testimonies(article))

    def _judged(self, article: Article, testimonies: Iterable[Testimony]) -> Checked:
        return Checked(article, tuple(self._judgement(testimony) for testimony in testimonies))

    def _judgement(self, testimony: Testimony) -> Judgement:
        """Judge one caption: at once, or after a second look where the first leaves it in doubt."""
        regime = testimony.regime
        if self._second_look:
            regime = careful(regime)
            fit, _ = self.model.fit(testimony.regime, testimony.features)
            if self.model.doubtful(fit) and not too_little(testimony):
                testimony = self._second_look.hear(testimony)
        return judge(testimony, self.model, self.model.thresholds[regime], explain=self.settings.explain)

    def testimonies(self, article: Article) -> list[Testimony]:
        """Return what the witnesses say of each caption of an article, before any verdict."""
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
    def encoder(self) -> TextEncoder:
        """Return the text encoder, with a memory of what it has encoded."""
        return CachedEncoder(self._given or ENCODERS.load(self.settings.encoder)())

    @cached_property
    def background(self) -> Background:
        """Return the background of other captions and leads, in the encoder's space."""
        return background_for(self.encoder)

    @cached_property
    def model(self) -> fusion.FusionModel:
        """Return the fusion model."""
        return fusion.load()

    def _reader(self, source: Source) -> Reader:
        with source.open() as stream:
            head = stream.read(_HEAD)
        name = reader_for(source.path, head, self.settings.input_format)
        if name not in self._readers:
            self._readers[name] = load_reader(name, self.encoder)
        return self._readers[name]
