"""captioncheck: the linter for photo captions.

>>> from captioncheck import check
>>> for result in check("article.html"):  # doctest: +SKIP
...     print(result)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from captioncheck.datatypes import Article, Caption, Checked, Judgement, Skipped
from captioncheck.version import __version__

if TYPE_CHECKING:
    from os import PathLike

    from captioncheck.config import Settings

__all__ = ["Article", "Caption", "Checked", "Judgement", "Skipped", "__version__", "check"]


def check(*paths: str | PathLike[str], settings: Settings | None = None) -> Iterator[Checked | Skipped]:
    """Check articles: files, folders or globs. Yields one `Checked` an article, one `Skipped` for what cannot be read.

    Reads no config file and no environment variable: the settings are these. Raises ConfigError for settings that
    cannot be used; nothing else, whatever the inputs are.
    """
    from os import fspath

    from captioncheck.config import Settings
    from captioncheck.gate.selection import Selection
    from captioncheck.pipeline import Checker
    from captioncheck.sources import Finder

    settings = settings or Settings()
    found = Finder(settings.allow_empty_input, settings=settings).find([fspath(path) for path in paths])
    return map(Selection(settings).apply, Checker(settings).check(found))
