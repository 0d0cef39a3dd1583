"""The whole program as a generator: read, encode, score. One result an article, in the order of the inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from captioncheck.config import Settings
from captioncheck.datatypes import Article, Checked, Location, Skipped, TextEncoder
from captioncheck.encode.background import vectors_for
from captioncheck.encode.cache import CachedEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Reader, Source
from captioncheck.extract.readers import load_reader, reader_for
from captioncheck.photos import MetadataCheck, alone
from captioncheck.pictures import PictureFinder, finder_for
from captioncheck.pictures.unchecked import with_image, with_pictures
from captioncheck.registry import ENCODERS
from captioncheck.score import fusion
from captioncheck.score.cohort import Background, background_texts
from captioncheck.score.profile import ArticleProfile, CaptionProfile
from captioncheck.score.verdict import judge
from captioncheck.score.witnesses import Testimony, testify
from captioncheck.seeing import PictureCheck, Watcher

_HEAD = 4_096
"""Bytes of an input that its format is told from, when the name does not tell."""


class Checker:
    """Checks articles with one set of settings; encoder, background and readers are loaded when first needed."""

    def __init__(
        self,
        settings: Settings | None = None,
        encoder: TextEncoder | None = None,
        roots: Sequence[Path] = (),
        watcher: Watcher | None = None,
    ) -> None:
        """Keep the settings.

        `roots` are files and folders, besides an article's own, that pictures may lie in; `watcher` is called with
        every picture that was looked at.
        """
        self.settings = settings or Settings()
        self._given = encoder
        self._roots = tuple(roots)
        self._watcher = watcher
        self._readers: dict[str, Reader] = {}

    def check(self, sources: Iterable[Source | Skipped]) -> Iterator[Checked | Skipped]:
        """Yield one result for every article of every source; one bad input never stops the rest."""
        for item in self.read(sources):
            if isinstance(item, Article):
                item = with_image(item, self.settings)
            result = item if isinstance(item, Skipped) else self.check_article(item)
            yield with_pictures(result, self.settings)

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
        if article.photo is not None:
            return Checked(article, alone(article))
        testimonies = self.testimonies(article)
        judgements = tuple(judge(row, self.model) for row in testimonies)
        if any(caption.picture is not None for caption in article.captions):
            judgements = self.pictures.apply(article, judgements, testimonies)
        return Checked(article, self.metadata.apply(article, judgements) if judgements else ())

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
        if self._given is not None:
            return CachedEncoder(self._given)
        make = ENCODERS.load(self.settings.encoder)
        if not hasattr(make, "from_settings"):
            return CachedEncoder(make())
        return CachedEncoder(make.from_settings(self.settings, [row.text for row in background_texts("captions")]))

    @cached_property
    def background(self) -> Background:
        """Return the background of other captions and leads, in the encoder's space."""
        captions, leads = background_texts("captions"), background_texts("leads")
        shipped = Path(str(files("captioncheck.score") / "data" / "cohort"))
        rows = vectors_for(self.encoder, [row.text for row in (*captions, *leads)], shipped)
        return Background(captions, leads, rows[: len(captions)], rows[len(captions) :], self.encoder.languages)

    @cached_property
    def metadata(self) -> MetadataCheck:
        """Return what compares captions with their photos' own metadata."""
        return MetadataCheck(self.finder, self.encoder, self.background, self.model)

    @cached_property
    def pictures(self) -> PictureCheck:
        """Return what compares captions and articles with their pictures."""
        return PictureCheck(self.settings, self.finder, self._watcher)

    @cached_property
    def finder(self) -> PictureFinder:
        """Return what finds the pictures of articles."""
        return finder_for(self.settings, self._roots)

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
