"""Captions and articles against their pictures (CC201, CC202): which model looks, at what, and what comes of it.

Articles are judged one by one, each with all reasons why a picture could not be looked at. `foresee` does the dear part
beforehand, for several articles in batches; what fails there is left for the judgement, which says why.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from captioncheck.backgrounds import background_for
from captioncheck.config import Settings
from captioncheck.datatypes import Article, Judgement
from captioncheck.encode.checkpoints import Checkpoint
from captioncheck.encode.eyes import checkpoint_for
from captioncheck.encode.openclip import OpenClipEncoder
from captioncheck.encode.remembered import RememberingEncoder, vector_store
from captioncheck.errors import EncoderError, MissingExtraError, PictureError
from captioncheck.foresight import WINDOW, Foreseen, decoded_ahead
from captioncheck.pictures import PictureFile, decode
from captioncheck.pictures.unchecked import NO_PICTURE, RULES, SILENT, left_out
from captioncheck.score import pictures
from captioncheck.score.cohort import Background
from captioncheck.score.picture_verdict import with_picture
from captioncheck.score.pictures import Calibration, PictureBackground, Sight, look, passages_to_see
from captioncheck.score.saying import says_too_little
from captioncheck.score.witnesses import Testimony
from captioncheck.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image


_MOST = WINDOW * 3 // 2
"""Pictures that are encoded at once; more are parted evenly."""
OWN = "captioncheck_calibration.json"
"""A file beside a checkpoint's weights that says how it is calibrated, and with which texts as its background."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture that was looked at, with its caption: for whoever wants to show it (`Watcher`)."""

    article: Article
    judgement: Judgement
    picture: PictureFile
    sight: Sight
    eyes: Eyes


Watcher = Callable[[Seen], None]


@dataclass
class Eyes:
    """A checkpoint with its background and calibration, each made when first needed."""

    checkpoint: Checkpoint
    encoder: RememberingEncoder
    calibration: Calibration
    own: dict[str, list[str]]
    _background: Background | None = None
    _parts: dict[str | None, PictureBackground] = field(default_factory=dict)

    def background(self, language: str | None) -> PictureBackground:
        """Return the background that captions in a language are compared with, in the checkpoint's space."""
        if language not in self._parts:
            if self._background is None:
                self._background = background_for(self.encoder, self.own)
            self._parts[language] = PictureBackground.of(self._background, language, self.encoder.scale)
        return self._parts[language]


class PictureCheck:
    """Looks at the pictures of articles; checkpoints are loaded when a picture is first met, and only then."""

    def __init__(self, settings: Settings, finder: Foreseen, confidence: float, watcher: Watcher | None = None) -> None:
        """Keep the settings; `confidence` is what an error needs of a caption."""
        self._settings = settings
        self._confidence = confidence
        self._watcher = watcher
        self._eyes: dict[str, Eyes] = {}
        self._blind: dict[str, str] = {}
        self._store: Store | None = None
        self._found = finder

    def foresee(self, window: Iterable[tuple[Article, Sequence[Testimony]]]) -> None:
        """Encode, in batches, what `apply` will need for these articles. It changes no result, only how long it takes.

        Raises EncoderError or MissingExtraError where `require_pictures` is set and no model can look.
        """
        self._found.forget()
        texts: dict[str, list[str]] = {}
        files: dict[str, dict[str, PictureFile]] = {}
        for article, testimonies in window:
            passages: list[str] | None = None
            for testimony in testimonies:
                caption = testimony.caption.caption
                if caption.picture is None or says_too_little(testimony.caption):
                    continue
                try:
                    name = self.eyes(caption.language).checkpoint.name
                    picture = self._found.find(caption.picture, article.location.path)
                except (EncoderError, MissingExtraError, PictureError):
                    continue
                passages = passages_to_see(testimony.article) if passages is None else passages
                texts.setdefault(name, []).extend((testimony.caption.said, *passages))
                files.setdefault(name, {})[picture.digest] = picture
        for name, wanted in texts.items():
            try:
                self._encode(self._eyes[name].encoder, wanted, files[name])
            except EncoderError as error:
                if self._settings.require_pictures:
                    raise
                self._blind[name] = str(error)

    def _encode(self, encoder: RememberingEncoder, texts: list[str], files: dict[str, PictureFile]) -> None:
        encoder.encode_texts(texts)
        new = encoder.new_pictures(list(files))
        if not new:
            return
        inner, side, rounds = encoder.inner, encoder.inner.side, math.ceil(len(new) / _MOST)
        for turn in range(rounds):
            batch = {digest: files[digest] for digest in new[turn::rounds]}
            pixels = decoded_ahead(batch, lambda one: inner.shrunk(_pixels(one, side)))
            if ready := list(pixels):
                encoder.encode_pictures(ready, lambda i, _side: pixels[ready[i]])  # noqa: B023 - called at once

    def apply(
        self, article: Article, judgements: Sequence[Judgement], testimonies: Sequence[Testimony]
    ) -> tuple[Judgement, ...]:
        """Return the judgements with the picture rules applied, or with the reason why they were not.

        Raises EncoderError or MissingExtraError where `require_pictures` is set and no model can look.
        """
        pairs = zip(judgements, testimonies, strict=True)
        return tuple(self._judged(article, judgement, testimony) for judgement, testimony in pairs)

    def _judged(self, article: Article, judgement: Judgement, testimony: Testimony) -> Judgement:
        caption = judgement.caption
        if caption.picture is None:
            return left_out(judgement, RULES, NO_PICTURE)
        silent = says_too_little(testimony.caption)
        if silent:
            return left_out(judgement, RULES, f"{SILENT}: {silent}")
        try:
            eyes = self.eyes(caption.language)
        except (EncoderError, MissingExtraError) as error:
            if self._settings.require_pictures:
                raise
            return left_out(judgement, RULES, str(error))
        try:
            picture = self._found.find(caption.picture, article.location.path)
            sight = self._look(eyes, picture, testimony)
        except PictureError as error:
            return left_out(judgement, RULES, str(error))
        except EncoderError as error:
            if self._settings.require_pictures:
                raise
            self._blind[eyes.checkpoint.name] = str(error)
            return left_out(judgement, RULES, str(error))
        seen = with_picture(judgement, sight, eyes.calibration, self._confidence)
        if self._watcher is not None:
            self._watcher(Seen(article, seen, picture, sight, eyes))
        return seen

    def _look(self, eyes: Eyes, picture: PictureFile, testimony: Testimony) -> Sight:
        texts = [testimony.caption.said, *passages_to_see(testimony.article)]
        background = eyes.background(testimony.caption.caption.language)
        rows = eyes.encoder.encode_texts(texts)
        seen = eyes.encoder.encode_pictures([picture.digest], lambda _i, side: _pixels(picture, side))
        return look(seen[0], rows[0], rows[1:], background, eyes.calibration)

    def eyes(self, language: str | None) -> Eyes:
        """Return what looks at pictures of captions in a language; EncoderError or MissingExtraError says why not."""
        checkpoint = checkpoint_for(self._settings, language)
        if checkpoint.name in self._blind:
            raise EncoderError(self._blind[checkpoint.name])
        if checkpoint.name not in self._eyes:
            encoder = OpenClipEncoder(checkpoint, self._settings.picture_precision)
            self._store = self._store or vector_store()
            calibration, own = _calibration(checkpoint.folder)
            self._eyes[checkpoint.name] = Eyes(checkpoint, RememberingEncoder(encoder, self._store), calibration, own)
        return self._eyes[checkpoint.name]


def _pixels(picture: PictureFile, side: int) -> Image:
    """Return a picture's pixels; twice the side that the model sees is left, so that shrinking it stays smooth."""
    return decode(picture, 2 * side).image


def _calibration(folder: Path) -> tuple[Calibration, dict[str, list[str]]]:
    """Return a checkpoint's own calibration and background texts where it has them, else the common ones."""
    try:
        data = json.loads((folder / OWN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return pictures.load(), {}
    except (OSError, ValueError) as error:
        raise EncoderError(f"{folder / OWN} cannot be read: {error}") from error
    try:
        own = {kind: [str(text) for text in data[kind]] for kind in ("captions", "leads") if data.get(kind)}
        return pictures.parse(data, pictures.load()), own
    except (TypeError, ValueError, AttributeError) as error:
        raise EncoderError(f"{folder / OWN}: {error}") from error
