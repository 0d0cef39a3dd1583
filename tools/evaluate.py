#!/usr/bin/env python3
"""Print captioncheck's error rates on real pairs and pages: what the README quotes.

usage: evaluate.py --data FOLDER [--only pairs|text|html] [--plots FOLDER]

FOLDER holds the development data; the scorers lie beside it in ../eval. Pairs and plain text are
judged out of fold: by weights fitted without the article at hand. HTML extraction has no fitted weights. With --plots
the reliability diagram and the ROC curves of the pairs are drawn into a folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", choices=("pairs", "text", "html"))
    parser.add_argument("--plots", type=Path)
    args = parser.parse_args()
    if not (args.data / "pairs").is_dir():
        print(f"SKIPPED: no evaluation data at {args.data}; give its folder with DATA=", file=sys.stderr)
        return
    scorers = args.data.parent / "eval"
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.jsonl"
        if args.only in (None, "pairs"):
            title("Pairs: own captions against swapped ones (5 folds by article)")
            python(HERE / "train_fusion.py", "--data", args.data, "--results", results, "--dry-run")
            python(scorers / "score.py", args.data / "pairs/labels.json", results, "--intervals")
            title("The same by captioncheck evaluate")
            names = ("reliability", "roc") if args.plots else ()
            plots = [part for name in names for part in ("--plot", f"{name}={args.plots / name}.svg")]
            labels = args.data / "pairs/labels.json"
            python("-m", "captioncheck", "evaluate", "--labels", labels, "--results", results, "--worst", 0, *plots)
        if args.only in (None, "text"):
            title("Captions found in plain text (folds by page)")
            python(HERE / "train_extraction.py", "--data", args.data, "--results", results, "--seeds", 1, "--dry-run")
            python(scorers / "extraction.py", args.data / "plain/gold.json", results)
        if args.only in (None, "html"):
            title("Captions found in HTML")
            check(args.data / "html", results)
            python(scorers / "extraction.py", args.data / "html", results)


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def python(*arguments: object) -> None:
    """Run a Python script, and stop when it fails."""
    subprocess.run([sys.executable, *map(str, arguments)], check=True)


def check(folder: Path, results: Path) -> None:
    """Run captioncheck over a folder and keep its results; findings are what we are after, so 1 is fine."""
    command = [sys.executable, "-m", "captioncheck", "check", str(folder), "--output", f"jsonl={results}", "--quiet"]
    code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    if code > 1:
        sys.exit(f"captioncheck exited {code} on {folder}")


if __name__ == "__main__":
    main()
