"""What a picture reference says: remote, inlined as data, or the local paths that it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from captioncheck.datatypes import Picture

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)  # two letters or more: "C:" is a drive


def scheme_of(reference: str) -> str:
    """Return the scheme in lower case, "https" for "//host/path", "" for a path."""
    if reference.startswith("//"):
        return "https"
    match = _SCHEME.match(reference)
    return match[1].lower() if match else ""


def references_of(picture: Picture) -> Iterator[str]:
    """Yield what a picture may be found by, the reference first, each joined to the page's own base."""
    for reference in (picture.reference, *picture.alternatives):
        yield _joined(picture.base, reference) if picture.base and not scheme_of(reference) else reference


def _joined(base: str, reference: str) -> str:
    if scheme_of(base):
        return urljoin(base, reference)
    # urljoin would drop the leading ".." of a path that only the file system knows the parents of.
    return reference if reference.startswith("/") else base[: base.rfind("/") + 1] + reference


def local_names(reference: str) -> tuple[str, ...]:
    """Return the paths that a reference without a scheme may mean, the most literal first.

    A file may really be called "a%20b.jpg" or "a.jpg?w=800" (saved pages are), so the name as written comes before
    the name as a browser reads it.
    """
    if reference.lower().startswith("file:"):
        reference = unquote(urlsplit(reference).path)
    plain = re.split(r"[?#]", reference, maxsplit=1)[0]
    names = (reference, unquote(reference), plain, unquote(plain), plain.replace("\\", "/"))
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def file_name(reference: str) -> str:
    """Return the bare file name of any reference, as a folder of pictures would have it."""
    path = urlsplit(reference).path if scheme_of(reference) else re.split(r"[?#]", reference, maxsplit=1)[0]
    return PurePosixPath(unquote(path).replace("\\", "/")).name
