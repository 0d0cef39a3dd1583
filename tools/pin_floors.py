#!/usr/bin/env python3
"""Pin the ratchet's floors, `fixtures/eval/floors.toml`, to what captioncheck does now.

usage: pin_floors.py [--lower REASON] [--dry-run]

Refuses while a floor would fall, unless it is told the reason, which then stands in the file.
"""

from __future__ import annotations

import argparse
import sys

from eval_set import EvalSetError, records
from ratchet import FLOORS, RatchetError, compare, figures, judge, read_floors, table, written

from captioncheck import __version__


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", metavar="REASON", default="", help="pin also what got worse, and say why")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be pinned")
    args = parser.parse_args()
    try:
        rows = records()
        judged = judge(rows)
        falls, rises = compare(read_floors(), judged) if FLOORS.exists() else ([], [])
    except (EvalSetError, RatchetError) as error:
        sys.exit(str(error))
    layout = "{:16}{:>9}{:>9}{:>7}{:>14}{:>7}"
    print(layout.format("", "captions", "flagged", "error", "unverifiable", "AUC"))
    for row in table(figures(judged)):
        print(layout.format(*row))
    for change in falls:
        print(f"\nFALLS  {change}")
    for change in rises:
        print(f"\nrises  {change}")
    if falls and not args.lower:
        sys.exit(f"\nrefused: {len(falls)} floors would fall; to pin them all the same: make pin LOWER='the reason'")
    if not args.dry_run:
        FLOORS.write_text(written(rows, judged, __version__, args.lower if falls else ""), encoding="utf-8")
        print(f"\nwrote {FLOORS}")


if __name__ == "__main__":
    main()
