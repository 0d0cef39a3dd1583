"""CC302: finds pictures that stand in several articles under captions that contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from importlib.util import find_spec
from typing import Any

from captioncheck.scan.across.base import Found, Scanned
from captioncheck.scan.across.captions import Captions, Use
from captioncheck.scan.across.pictures import Pictures
from captioncheck.score.reuse import contradiction
from captioncheck.score.rules.reused import CODE, reused

MOST = 10
"""Articles beyond which a picture is one that a newsroom uses as a symbol, and nobody's evidence."""


class ReusedPictures:
    """Finds pictures that were used twice with contradicting captions."""

    code = CODE

    def missing(self) -> str:
        """Return why it cannot be used here, or ""."""
        if find_spec("usearch") is None:
            return 'pictures are compared with usearch, which is not installed: pip install "captioncheck[archive]"'
        return ""

    def concerns(self, caption: Mapping[str, Any]) -> bool:
        """Return whether a caption stands under a picture."""
        return caption["image"] is not None

    def find(self, scanned: Scanned) -> Iterator[Found]:
        """Yield the findings, in the order of the rows."""
        pictures = Pictures.of(scanned.traces(), lambda done: scanned.tell("pictures", done))
        with closing(pictures):
            pictures.compare(MOST, lambda done: scanned.tell("pictures compared", done))
            captions = Captions.of(scanned, pictures.choose(MOST))
            with closing(captions):
                yield from _found(
                    pictures, captions, lambda done: scanned.tell("captions of one picture compared", done)
                )


def _found(pictures: Pictures, captions: Captions, tell: Callable[[int], None]) -> list[Found]:
    """Return one finding a caption: a contradiction in facts before one in subject, the first article before others.

    Of captions only what is found is held: one in some hundred captions of reused pictures.
    """
    best: dict[Use, tuple[tuple[bool, Use], Found]] = {}
    for done, (one, other, likeness) in enumerate(pictures.pairs()):
        mine, theirs = captions.at(one), captions.at(other)
        found = contradiction(mine.said, theirs.said)
        if found is not None:
            for here, there, said, own, seen in (
                (one, other, found, mine, theirs),
                (other, one, found.turned(), theirs, mine),
            ):
                rank = (not found.hard, there)
                if here not in best or rank < best[here][0]:
                    level, evidence = reused(said, seen.seen_from(own), seen.said.text, likeness)
                    best[here] = rank, Found(*here, evidence, level)
        tell(done)
    return [found for _, (_, found) in sorted(best.items())]
