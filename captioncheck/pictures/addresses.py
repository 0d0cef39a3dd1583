"""When two addresses are clearly those of one picture file: without the sizes that sites ask their servers for."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from captioncheck.pictures.references import scheme_of

_ENDINGS = frozenset([".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".tif", ".tiff", ".avif"])
_SIZES = frozenset(
    "w h width height q quality s size sz resize fit crop auto format fm fmt dpr scale strip ssl zoom cs ixlib rect "  # noqa: SIM905
    "op_usm wid hei fl bg ar fp-x fp-y mode quality_lossy interpolation downsize output-format output-quality cropping "
    "maxw maxh max-w max-h maxwidth maxheight imwidth imheight impolicy im".split()
)
"""Parameters of a query that ask for a size, a part or a format of a picture, and never for another one."""
_TAIL = re.compile(
    r"(?:-\d{2,4}x\d{2,4}|-scaled|-rotated|@[123]x|[-_](?:thumb|thumbnail|small|medium|large|w\d{2,4}))$"
)
_PART = re.compile(
    r"(?:(?:[a-z]{1,3}_[a-z0-9:.-]+)(?:,[a-z]{1,3}_[a-z0-9:.-]+)+|[wh]_?\d{2,4}|\d{2,4}x\d{2,4}|x?\d{2,4}x?|"
    r"(?:resize|fit-in|crop|width|height|quality|scale)(?:[=_:-]?\d[\dx:,.]*)?|(?:width|w|h|quality|q)=.*)",
    re.IGNORECASE,
)
"""A part of a path that asks an image server for a size; a year or a number alone is only taken for one beside one."""
_PLAIN = re.compile(r"\d+")
_NAMELESS = re.compile(
    r"(?:default|place-?holder|no-?image|blank|spacer|pixel|transparent|image|img|photo|picture|pic|foto|bild|thumb|main|"
    r"header|hero|cover|teaser|featured?|social|share|og|index|download|untitled|unnamed)?[-_ ]?\d{0,3}",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"(?:^|[/_.-])(?:logos?|icons?|favicons?|avatars?|gravatar|sprites?|placeholders?|badges?|emojis?|buttons?|banners?|"
    r"authors?|autor(?:en|es)?|auteurs?|profile[-_]?(?:pics?|images?|photos?)?|headshots?|bylines?|watermarks?)(?:[/_.-]|$)",
    re.IGNORECASE,
)


def same_file(address: str) -> str | None:
    """Return what all addresses of one file on the web have in common; None where an address alone says too little.

    Sizes, qualities and formats are taken out, whatever else a query says stays. What names no file ("image.jpg",
    "/api/picture") or lies on a reader's disk is None: the same words may mean another picture elsewhere.
    """
    if scheme_of(address) not in ("http", "https") or len(address) > 2000:
        return None
    try:
        parts = urlsplit("https:" + address if address.startswith("//") else address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    folders = PurePosixPath(unquote(parts.path)).parts
    if not host or not folders:
        return None
    name = PurePosixPath(folders[-1])
    stem = name.stem
    while (shorter := _TAIL.sub("", stem)) != stem:
        stem = shorter
    if name.suffix.lower() not in _ENDINGS or len(stem) < 5 or _NAMELESS.fullmatch(stem):
        return None
    kept = [part for part in folders[:-1] if part != "/" and (_PLAIN.fullmatch(part) or not _PART.fullmatch(part))]
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if pair[0].lower() not in _SIZES))
    return "/".join((host, *kept, stem.lower())) + (f"?{query}" if query else "")


def ornamental(address: str) -> bool:
    """Return whether an address says that it is of a logo, an icon or an author's portrait."""
    path = address if len(address) <= 2000 and not address.startswith("data:") else ""
    return bool(_ORNAMENT.search(re.split(r"[?#]", path, maxsplit=1)[0]))
