"""One rule, one file: each says of a mismatch, in an editor's words, what does not fit, or stays silent."""

from __future__ import annotations

from collections.abc import Callable

from captioncheck.datatypes import Evidence
from captioncheck.score.rules.date import date
from captioncheck.score.rules.names import names
from captioncheck.score.rules.places import places
from captioncheck.score.rules.subject import subject
from captioncheck.score.witnesses import Testimony

RULES: tuple[Callable[[Testimony], Evidence | None], ...] = (subject, names, places, date)
"""The rules that compare a caption with its article, in the order that they are shown."""
