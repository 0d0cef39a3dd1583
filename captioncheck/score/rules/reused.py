"""CC302: the same picture stands in the archive under a caption that contradicts this one.

Measured 2026-11 on 586 text alternatives beside the printed caption of the same picture, which are both right: dates,
places or people contradict in 2 of them (0.3 %; one has two dates for one picture), the subjects in 3 more; and on
264 pairs of captions of different pictures in one language, where facts contradict in 16 % and subjects in 14 % more.
Which of two captions is the wrong one nothing tells, so both get the finding, each naming the other.
"""

from __future__ import annotations

from captioncheck.datatypes import Evidence, Level
from captioncheck.grammar.wording import long_date
from captioncheck.score.reuse import Contradiction

CODE, NAME = "CC302", "reused-picture"
_SHOWN = 90
_FACTS = {
    "dates": "there it is dated {there}, here {here}",
    "places": "there it was taken in {there}, here in {here}",
    "people": "there it shows {there}, here {here}",
    "subject": "the two have nothing in common",
}


def reused(found: Contradiction, where: str, text: str, likeness: float) -> tuple[Level, Evidence]:
    """Return level and evidence; `where` is the other article, `text` its caption, `likeness` 1 for the same file."""
    facts = []
    for kind, (here, there) in zip(found.kinds, found.said, strict=True):
        one, other = (long_date(here), long_date(there)) if kind == "dates" else (here, there)
        facts.append(_FACTS[kind].format(here=one, there=other))
    same = "the same picture" if likeness >= 1 else "the same picture, in another size or part of it,"
    message = f"{same} stands in {where} under “{_cut(text)}”: {'; '.join(facts)}"
    return Level.WARNING if found.hard else Level.NOTE, Evidence(CODE, NAME, message, round(likeness, 3), (text, where))


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
