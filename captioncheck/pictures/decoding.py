"""A picture's bytes to upright RGB pixels: limits first, damage reported, never half a picture."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from captioncheck.errors import PictureError
from captioncheck.pictures.files import PictureFile

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 120_000_000
"""Pixels of a picture: more than any camera but the largest digital backs takes; 360 MB as RGB."""
MAX_SIDE = 65_500
"""The longest side that a JPEG can have."""
_DEEP = ("I", "I;16", "I;16L", "I;16B", "I;16N", "F")


@dataclass(frozen=True, slots=True)
class Decoded:
    """An upright RGB image, the stored width and height, and what a user should know ("only the first frame ...")."""

    image: Image
    size: tuple[int, int]
    notes: tuple[str, ...] = ()


def decode(picture: PictureFile, least: int | None = None) -> Decoded:
    """Return the pixels of a picture, upright by its EXIF orientation, as RGB on white.

    `least` is the shortest side, in pixels, that the caller needs: a JPEG is then decoded at a half, quarter or eighth
    of its size where that is enough. Raises PictureError for what is damaged, cut short, or larger than the limits.
    """
    from PIL import ImageOps

    with opened(picture) as image:
        size = image.size
        notes = _frames(image)
        if least is not None:
            image.draft("RGB", (least, least))
        image.load()
        try:
            upright = ImageOps.exif_transpose(image)
        except Exception:  # a damaged EXIF block costs the turn, not the picture
            upright = image
            notes += ("its EXIF block is damaged, so it may lie on its side",)
        return Decoded(_as_rgb(upright), size, notes)


@contextmanager
def opened(picture: PictureFile) -> Iterator[Image]:
    """Open a picture without decoding it; whatever Pillow raises inside becomes a PictureError."""
    # Pillow warns of damage that it works around; one filter for its user warnings is safe beside threads.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
    try:
        with _plugin(picture.format)(BytesIO(picture.data)) as image:
            width, height = image.size
            if width < 1 or height < 1:
                raise PictureError(f"{picture.name} has no pixels ({width} x {height})")
            if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
                most = f"{MAX_PIXELS // 1_000_000} million pixels or {MAX_SIDE} a side"
                raise PictureError(f"{picture.name} is {width} x {height}: more than {most} are not opened")
            yield image
    except PictureError:
        raise
    except MemoryError as error:
        raise PictureError(f"{picture.name}: not enough memory to decode it") from error
    except Exception as error:
        raise PictureError(f"{picture.name} {_damage(error)}") from error


def _plugin(form: str) -> Any:
    """Return Pillow's class for a format: opened by class, nothing but the format that the first bytes say is tried."""
    from PIL import GifImagePlugin, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

    return {
        "JPEG": JpegImagePlugin.JpegImageFile,
        "PNG": PngImagePlugin.PngImageFile,
        "WEBP": WebPImagePlugin.WebPImageFile,
        "GIF": GifImagePlugin.GifImageFile,
        "TIFF": TiffImagePlugin.TiffImageFile,
    }[form]


def _damage(error: Exception) -> str:
    said = str(error)
    if "truncated" in said.casefold() or isinstance(error, EOFError):
        return "is cut short: the rest of the file is missing"
    return f"is damaged: {said.splitlines()[0][:120]}" if said.strip() else "is damaged"


def _frames(image: Image) -> tuple[str, ...]:
    if not getattr(image, "is_animated", False):
        return ()
    kind = "page" if image.format == "TIFF" else "frame"
    return (f"of several {kind}s only the first is looked at",)


def _as_rgb(image: Image) -> Image:
    from PIL import Image as images

    if image.mode in _DEEP:
        image = _shallow(image)
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = images.new("RGBA", layered.size, "white")
        return images.alpha_composite(white, layered).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _shallow(image: Image) -> Image:
    """Return a picture of 16 or 32 bits a pixel in 8: Pillow's own conversion would clip all but the darkest."""
    import numpy as np
    from PIL import Image as images

    values = np.nan_to_num(np.asarray(image, dtype=np.float32), posinf=0.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    scale = next((full for full in (1.0, 255.0, 65_535.0) if top <= full), top)
    if image.mode != "F" and scale < 65_535.0 and not image.mode.startswith("I;16"):
        scale = 255.0
    if image.mode.startswith("I;16"):
        scale = 65_535.0
    return images.fromarray(np.clip(values * (255.0 / scale), 0, 255).astype(np.uint8))
