"""CC302: finds pictures that stand in several articles under captions that contradict each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import combinations
from typing import Any

from captioncheck.scan.across.base import Found, Scanned
from captioncheck.scan.across.pictures import Pictures, Use
from captioncheck.score.reuse import Contradiction, Said, contradiction
from captioncheck.score.rules.reused import CODE, reused

MOST = 10
"""Articles beyond which a picture is one that a newsroom uses as a symbol, and nobody's evidence."""


@dataclass(frozen=True, slots=True)
class _Captioned:
    """A caption with where it stands."""

    said: Said
    path: str
    record: str | None

    def seen_from(self, other: _Captioned) -> str:
        """Return where it stands, in words for a reader of the other."""
        if self.record is None:
            return self.path
        return self.record if self.path == other.path else f"{self.path} ({self.record})"


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
            groups = [group for group in pictures.shared() if len({row for (row, _), _ in group}) <= MOST]
            captions = _captions(scanned, {use[0] for group in groups for use, _ in group})
            yield from _found(pictures, groups, captions)


def _found(pictures: Pictures, groups: list[list[tuple[Use, int]]], captions: Mapping[Use, _Captioned]) -> list[Found]:
    """Return one finding a caption: a contradiction in facts before one in subject, the first article before others."""

    @cache
    def compared(one: Use, other: Use) -> Contradiction | None:
        return contradiction(captions[one].said, captions[other].said)

    best: dict[Use, tuple[tuple[bool, Use], Found]] = {}
    for group in groups:
        for (one, mine), (other, theirs) in combinations(group, 2):
            if one[0] == other[0] or not {one, other} <= captions.keys():
                continue
            likeness = pictures.likeness(mine, theirs)
            found = compared(one, other) if likeness else None
            if found is None:
                continue
            for here, there, said in ((one, other, found), (other, one, found.turned())):
                rank = (not found.hard, there)
                if here not in best or rank < best[here][0]:
                    where = captions[there].seen_from(captions[here])
                    level, evidence = reused(said, where, captions[there].said.text, likeness)
                    best[here] = rank, Found(*here, evidence, level)
    return [found for _, (_, found) in sorted(best.items())]


def _captions(scanned: Scanned, wanted: set[int]) -> dict[Use, _Captioned]:
    """Return the captions of some rows."""
    found: dict[Use, _Captioned] = {}
    for number, (raw, _) in enumerate(scanned.raw()):
        if number in wanted:
            row = json.loads(raw)
            for index, caption in enumerate(row["captions"]):
                said = Said(caption["text"], caption["language"], row["published"])
                found[number, index] = _Captioned(said, row["path"], row["record"])
    return found
