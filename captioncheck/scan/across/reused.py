"""CC302: finds pictures that stand in several articles under captions that contradict each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from captioncheck.scan.across.base import Found, Scanned
from captioncheck.scan.across.captions import Captions, Use
from captioncheck.scan.across.compared import Compared, forget, remembering
from captioncheck.scan.across.pictures import Pictures
from captioncheck.score.reuse import contradiction
from captioncheck.score.rules.reused import CODE, reused

MOST = 10
"""Articles beyond which a picture is one that a newsroom uses as a symbol, and nobody's evidence."""


class ReusedPictures:
    """Finds pictures that were used twice with contradicting captions."""

    code = CODE

    def missing(self) -> str:
        """Return ""; nothing more is needed."""
        return ""

    def concerns(self, caption: Mapping[str, Any]) -> bool:
        """Return whether a caption stands under a picture."""
        return caption["image"] is not None

    def find(self, scanned: Scanned) -> Iterator[Found]:
        """Yield the findings, in the order of the rows."""
        try:
            yield from self._find(scanned, scanned.compared)
        except sqlite3.Error:  # the memory is damaged, or its disk is full: this once without
            forget(scanned.compared)
            yield from self._find(scanned, None)

    def _find(self, scanned: Scanned, memory: Path | None) -> list[Found]:
        with closing(Pictures.of(scanned.traces(), lambda done: scanned.tell("pictures", done))) as pictures:
            if memory is not None and not pictures.some():
                forget(memory)
                return []
            with remembering(memory) as compared:
                pictures.compare(MOST, compared, lambda done: scanned.tell("pictures compared", done))
                compared.keep()
                with closing(Captions.of(scanned, pictures.choose(MOST))) as captions:
                    tell = partial(scanned.tell, "captions of one picture compared")
                    found = _found(pictures, captions, compared, tell)
                compared.keep()
                return found


def _found(pictures: Pictures, captions: Captions, compared: Compared, tell: Callable[[int], None]) -> list[Found]:
    """Return one finding a caption: a contradiction in facts before one in subject, the first article before others.

    Of captions only what is found is held: one in some hundred captions of reused pictures.
    """
    best: dict[Use, tuple[tuple[bool, Use], Found]] = {}
    for done, (one, other, likeness) in enumerate(pictures.pairs()):
        tell(done)
        mine, theirs = captions.at(one), captions.at(other)
        both = (mine.text, mine.language, mine.published, theirs.text, theirs.language, theirs.published)
        if compared.agreed(*both):
            continue
        found = contradiction(mine.said, theirs.said)
        if found is None:
            compared.agree(*both)
        else:
            for here, there, said, own, seen in (
                (one, other, found, mine, theirs),
                (other, one, found.turned(), theirs, mine),
            ):
                rank = (not found.hard, there)
                if here not in best or rank < best[here][0]:
                    level, evidence = reused(said, seen.seen_from(own), seen.text, likeness)
                    best[here] = rank, Found(*here, evidence, level)
    compared.leave()
    return [found for _, (_, found) in sorted(best.items())]
