"""The worst misses of each kind: what to read first."""

from __future__ import annotations

from collections.abc import Iterable

from captioncheck.datatypes import Verdict
from captioncheck.evaluation.judged import Judged
from captioncheck.evaluation.kinds import Kind, Label


def missed(row: Judged) -> bool:
    """Return whether a judgement is wrong: a caption that belongs is flagged, or one from elsewhere is not."""
    return (row.verdict is Verdict.MISMATCH) == (row.kind.label is not Label.ELSEWHERE)


def worst(rows: Iterable[Judged], kinds: Iterable[Kind], most: int) -> list[tuple[Kind, list[Judged]]]:
    """Return up to `most` misses of each kind, those first whose fit is farthest from what it should be."""
    every = sorted(
        filter(missed, rows), key=lambda row: (-row.fit if row.kind.label is Label.ELSEWHERE else row.fit, row.record)
    )
    found = ((kind, [row for row in every if row.kind == kind][:most]) for kind in kinds)
    return [(kind, some) for kind, some in found if some]
