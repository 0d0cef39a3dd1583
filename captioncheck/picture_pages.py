"""`--explain-pictures`: a page an article, written as the pictures are looked at."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from captioncheck.datatypes import Article
from captioncheck.encode.heat import CANNOT, patch_support, seen_part
from captioncheck.errors import ConfigError
from captioncheck.pictures import decode
from captioncheck.report.picture_page import HEAT, Fit, PictureView, render
from captioncheck.seeing import Seen

if TYPE_CHECKING:
    from PIL.Image import Image

    from captioncheck.datatypes import Vectors

_SIDE = 480
_VEIL = 130
"""How opaque the heat map is, of 255: the picture below stays recognisable."""
_NOTE = "How near each patch is to the caption, beside other captions: a hint to the eye, nothing is judged by it."


class PicturePages:
    """Gathers the pictures of one article after another; a page is written when the next article, or the end, comes."""

    def __init__(self, folder: str) -> None:
        """Make the folder. Raises ConfigError where that cannot be."""
        self._folder = Path(folder)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"--explain-pictures {folder}: cannot write there: {error.strerror or error}") from error
        self._article: Article | None = None
        self._views: list[PictureView] = []
        self._model = ""
        self.written: list[Path] = []

    def __call__(self, seen: Seen) -> None:
        """Take one picture."""
        if seen.article is not self._article:
            self.close()
            self._article = seen.article
        self._model = seen.eyes.encoder.name
        self._views.append(_view(seen))

    def close(self) -> None:
        """Write the page of the last article, if it had pictures."""
        if self._article is None or not self._views:
            return
        path = self._folder / f"{len(self.written) + 1:03d}-{_slug(self._article)}.html"
        try:
            path.write_text(render(self._article, self._views, self._model), encoding="utf-8", errors="replace")
        except OSError as error:
            raise ConfigError(f"--explain-pictures {path}: cannot write there: {error.strerror or error}") from error
        self.written.append(path)
        self._article, self._views = None, []


def _view(seen: Seen) -> PictureView:
    sight, encoder = seen.sight, seen.eyes.encoder
    picture = decode(seen.picture, _SIDE).image
    caption = seen.judgement.caption
    others = seen.eyes.background(caption.language).captions
    grid = patch_support(encoder.inner, picture, encoder.encode_texts([caption.said])[0], others)
    shown = seen_part(encoder.inner, picture) if grid is not None else picture
    shown.thumbnail((_SIDE, _SIDE))
    return PictureView(
        seen.judgement,
        _uri(shown, "JPEG"),
        "" if grid is None else _uri(_coloured(grid, shown.size), "PNG"),
        CANNOT if grid is None else _NOTE,
        Fit(caption.said, sight.cosine, sight.z),
        tuple(Fit(rival.text, rival.cosine, rival.z) for rival in sight.rivals),
        sight.better,
        sight.among,
    )


def _coloured(grid: Vectors, size: tuple[int, int]) -> Image:
    """Return the grid as colours to lay over a picture without colours of its own; most where there is most to say."""
    from PIL import Image

    small = Image.fromarray((grid * 255).astype(np.uint8))
    support = np.asarray(small.resize(size, Image.Resampling.BICUBIC), dtype=np.float32) / 255
    steps = np.linspace(0, 1, len(HEAT))
    veil = np.empty((*support.shape, 4), dtype=np.uint8)
    for channel in range(3):
        veil[..., channel] = np.interp(support, steps, [colour[channel] for colour in HEAT])
    veil[..., 3] = _VEIL
    return Image.fromarray(veil)


def _uri(image: Image, form: str) -> str:
    stream = BytesIO()
    image.save(stream, form, quality=82)
    return f"data:image/{form.lower()};base64,{base64.b64encode(stream.getvalue()).decode()}"


def _slug(article: Article) -> str:
    name = article.location.record or Path(article.location.path).stem
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:60] or "article"
