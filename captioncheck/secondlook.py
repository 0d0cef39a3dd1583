"""The second look: captions that the cheap witnesses leave in doubt are heard by the careful encoder as well."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from captioncheck.backgrounds import background_for
from captioncheck.encode.cache import CachedEncoder
from captioncheck.encode.e5 import NAME
from captioncheck.encode.remembered import RememberedTexts, vector_store
from captioncheck.errors import EncoderError, MissingExtraError
from captioncheck.registry import ENCODERS
from captioncheck.score.witnesses import Testimony, look_again

if TYPE_CHECKING:
    from captioncheck.datatypes import TextEncoder
    from captioncheck.score.cohort import Background


@runtime_checkable
class Loadable(Protocol):
    """An encoder that can be loaded before its first text, so as to find out whether it can be had."""

    def load(self) -> object:
        """Load the model. Raises EncoderError."""
        ...


_LOG = logging.getLogger(__name__)


class SecondLook:
    """Hears doubtful captions again, on their nearest passages; `why` says why the encoder cannot be had.

    Where nobody `asked` for it, one that is not installed is no fault, and `why` stays empty.
    """

    def __init__(self, encoder: TextEncoder | None = None, *, asked: bool = True) -> None:
        self._given = encoder
        self._asked = asked
        self.why = ""

    @cached_property
    def encoder(self) -> TextEncoder | None:
        """Return the careful encoder, or None where it is not installed or does not run here."""
        try:
            encoder = self._given or ENCODERS.load(NAME)()
            if isinstance(encoder, Loadable):
                encoder.load()
        except MissingExtraError as error:
            self.why = str(error) if self._asked else ""
            return None
        except EncoderError as error:
            self.why = str(error)
            return None
        # A text costs some 40 ms, and its row is the same to the last bit whatever it is encoded with: worth keeping.
        return CachedEncoder(encoder if self._given else RememberedTexts(encoder, vector_store()))

    @cached_property
    def _background(self) -> Background:
        assert self.encoder is not None
        return background_for(self.encoder)

    def hear(self, testimony: Testimony) -> Testimony:
        """Return what is said with the careful encoder heard, too; as it was where that cannot be."""
        passages = [passage.text for passage in testimony.nearest]
        if not passages or self.encoder is None:
            return testimony
        rows = self.encoder.encode_texts([testimony.caption.said, *passages])
        return look_again(testimony, rows[0], rows[1:], self._background)


def report_missed(missed: int, why: str) -> None:
    """Say how many captions could not be looked at again, and why; nothing where there are none."""
    if missed:
        captions = "1 caption was" if missed == 1 else f"{missed} captions were"
        _LOG.warning("%s not looked at again: %s (or --fast to do without)", captions, why)
