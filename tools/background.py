"""What the archive as background changes: scans of the articles of pairs, own captions and planted ones, both ways.

    python tools/background.py --pairs pairs.jsonl --labels labels.json [--kinds own hard same] [--more fast]

An archive a kind: every article once, with the captions of that kind. Printed are the share that is flagged, that of
errors, and beside the own captions the AUC and the recall at the `fit` that 1 % of them fall below.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from belongs import read, scanned, written


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--kinds", nargs="*", default=["own", "hard", "same", "cross"])
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--more", nargs="*", default=[], help="further options of scan, without their dashes")
    args = parser.parse_args()
    labels = json.loads(args.labels.read_text(encoding="utf-8"))
    for background in ("bundled", "archive"):
        fits = {}
        for kind in args.kinds:
            rows = scan(args, labels, kind, background)
            fits[kind] = [caption["fit"] for caption in rows]
            shares = (
                sum(caption["verdict"] == "mismatch" for caption in rows) / len(rows),
                sum(caption["level"] == "error" for caption in rows) / len(rows),
            )
            print(f"{background:8} {kind:16} {len(rows):5} flagged {shares[0]:7.2%}  errors {shares[1]:7.2%}", end="")
            print("" if kind == "own" or "own" not in fits else against(fits["own"], fits[kind]), flush=True)


def scan(args: argparse.Namespace, labels: dict, kind: str, background: str) -> list[dict]:
    """Return the captions of one archive as they were judged."""
    articles, planted = read(args.pairs, labels, kind)
    with tempfile.TemporaryDirectory() as temporary:
        archive = written(articles, planted, Path(temporary))
        rows = scanned(archive, [f"--background={background}", *(f"--{one}" for one in args.more)], args.jobs)
    return [caption for row in rows if row["status"] == "ok" for caption in row["captions"]]


def against(own: list[float], other: list[float]) -> str:
    """Return the AUC and the recall at 1 % false alarms."""
    limit = sorted(own)[int(len(own) * 0.01)]
    wins = sum((a > b) + (a == b) / 2 for a in own for b in other) / len(own) / len(other)
    return f"  AUC {wins:.4f}  recall at 1 % {sum(fit < limit for fit in other) / len(other):.1%}"


if __name__ == "__main__":
    main()
