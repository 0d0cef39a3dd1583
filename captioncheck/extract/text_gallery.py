"""Picture galleries in pasted text: captions made by one template, which show by their repetition what they are.

A title run into its sentence ("Oil lamp This lamp was made …") is how the captions of an exhibition are copied. One
such line says nothing; several do, and a trained model sees too few galleries to learn it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from captioncheck.extract.text_lines import Line, weight

CONFIDENCE = 0.75
"""What a line of a gallery is taken for: a caption, but hardly ever read amiss (13 of 13 on 105 pages)."""
_TITLES = 5
_GAP = 4
_SHORTEST, _LONGEST = 40, 500
_TITLED = re.compile(
    r"^[^.!?:;,\"“”„«»|/]{3,60}?[^\W_] (?:The|This|These|A|An|Der|Die|Das|Dieser|Diese|Dieses|Ein|Eine|El|La|Los|Las|"
    r"Este|Esta|Un|Una|Le|Les|Ce|Cette|Une|Il|Questo|Questa|O|Os|Esse|Essa|Um|Uma) [a-zà-ÿ]"
)


def gallery_lines(units: Sequence[Line]) -> frozenset[int]:
    """Return the indexes of the lines that open with a title run into a sentence, and of what they enclose."""
    spots = [i for i, unit in enumerate(units) if _fits(unit) and _TITLED.match(unit.text)]
    if len(spots) < _TITLES:
        return frozenset()
    found = set(spots)
    for one, other in pairwise(spots):
        if other - one <= _GAP:  # "Auction block Visitors see …": a title whose sentence has no article
            found.update(i for i in range(one + 1, other) if _fits(units[i]))
    return frozenset(found)


def _fits(unit: Line) -> bool:
    return _SHORTEST <= weight(unit.text) < _LONGEST
