"""What the words of a line say about its purpose: credit, byline, navigation; tables in `data/line_cues.json`."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources


@cache
def cue_patterns() -> dict[str, re.Pattern[str]]:
    """Return one compiled pattern a cue; `word` entries match whole words, `raw` entries anywhere."""
    table = json.loads(resources.files(__package__).joinpath("data", "line_cues.json").read_text(encoding="utf-8"))
    return {name: _compile(entry["word"], entry["raw"]) for name, entry in table.items() if isinstance(entry, dict)}


def cues_of(text: str) -> dict[str, int]:
    """Return how often each cue stands in `text`, counted up to three."""
    return {name: min(3, sum(1 for _ in pattern.finditer(text))) for name, pattern in cue_patterns().items()}


def _compile(words: list[str], raw: list[str]) -> re.Pattern[str]:
    """Join entries to one pattern; a word entry that ends in a letter or group must end at a word boundary."""
    bounded = [word + r"(?!\w)" if word[-1].isalpha() or word[-1] in ").?*" else word for word in words]
    parts = [rf"(?<!\w)(?:{'|'.join(bounded)})"] if bounded else []
    return re.compile("|".join(parts + raw), re.IGNORECASE)
