"""Where things are kept between runs, for this process and the worker processes that it starts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_FOLDER, _NOTHING = "CAPTIONCHECK_CACHE", "CAPTIONCHECK_NO_CACHE"


@contextmanager
def keeping(cache_dir: str | None, *, cache: bool) -> Iterator[None]:
    """Keep everything in `cache_dir` (None: where it is kept otherwise) within; without `cache`, no results or rows."""
    before = {name: os.environ.get(name) for name in (_FOLDER, _NOTHING)}
    _set(_FOLDER, cache_dir or before[_FOLDER])
    _set(_NOTHING, None if cache else "1")
    try:
        yield
    finally:
        for name, value in before.items():
            _set(name, value)


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
