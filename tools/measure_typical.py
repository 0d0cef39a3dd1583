#!/usr/bin/env python3
"""Measure what is typical of right captions and of strangers, for `--explain`: writes `score/data/typical.json`.

usage: measure_typical.py --data FOLDER [--cache FILE]

FOLDER and FILE are those of train_fusion.py. Run it whenever the measures change; the weights do not matter.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path
from typing import Any

from train_fusion import BELONGS, labelled_rows

from captioncheck.score.fusion import WITNESSES

STRANGERS = {"same", "cross", "same_translated"}
"""Kinds of pairs whose caption comes from an article at random; the hard ones are alike by choice."""
WHERE_ANY = {"names_share"}
"""Measures that are 0 for want of anything to measure: their medians are of the captions that have it."""
SHOWN = ("found", *(name for names in WITNESSES.values() for name in names))
"""Measures that are weighed, and the one that is shown in their place."""
TARGET = Path(__file__).parent.parent / "captioncheck/score/data/typical.json"


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keep the features here between runs (while experimenting)")
    args = parser.parse_args()
    rows = labelled_rows(args.data, args.cache)
    document = {"made": {"by": "tools/measure_typical.py"}, "regimes": typical(rows)}
    TARGET.write_text(json.dumps(document, indent=1) + "\n")
    print(f"wrote {TARGET}", file=sys.stderr)


def typical(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the medians of every measure, a regime and a side."""
    found: dict[str, Any] = {}
    for regime in sorted({row["regime"] for row in rows}):
        found[regime] = {}
        for side, kinds in (("own", BELONGS), ("other", STRANGERS)):
            part = [row["features"] for row in rows if row["regime"] == regime and row["kind"] in kinds]
            found[regime][side] = {name: median(name, part) for name in SHOWN}
    return found


def median(name: str, part: list[dict[str, float]]) -> float:
    """Return the median of a measure."""
    values = [row[name] for row in part if name in row and (row[name] or name not in WHERE_ANY)]
    return round(statistics.median(values or [0.0]), 4)


if __name__ == "__main__":
    main()
