#!/usr/bin/env python3
"""Time captioncheck as a user meets it: whole processes, wall clock and peak memory.

usage: bench.py [--data FOLDER] [--runs N]

Prints the help, one article cold, (with FOLDER/pairs/pairs.jsonl.xz) many articles as JSONL, and pictures.
"""

from __future__ import annotations

import argparse
import lzma
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ARTICLE = Path(__file__).parent.parent / "fixtures/articles/fr-wrong.txt"


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}")
    row("captioncheck --help", [run("--help") for _ in range(args.runs)])
    row("one article, cold", [run("check", str(ARTICLE)) for _ in range(args.runs)])
    articles(args.data)
    subprocess.run([sys.executable, str(Path(__file__).with_name("bench_pictures.py"))], check=True)


def articles(data: Path | None) -> None:
    """Print how many articles a second are checked, from FOLDER/pairs."""
    source = data / "pairs/pairs.jsonl.xz" if data else None
    if source is None or not source.exists():
        print("SKIPPED: many articles (no pairs/pairs.jsonl.xz in --data)", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        pairs = Path(folder) / "pairs.jsonl"
        pairs.write_bytes(lzma.decompress(source.read_bytes()))
        lines = pairs.read_bytes().splitlines(keepends=True)
        for part in (lines[: len(lines) // 4], lines):
            pairs.write_bytes(b"".join(part))
            seconds, memory = run("check", "--format", "jsonl", str(pairs))
            print(f"{len(part):5} articles as JSONL   {len(part) / seconds:6.1f} articles/s   {memory:4.0f} MB peak")


def row(name: str, runs: list[tuple[float, float]]) -> None:
    """Print the median time and the highest memory of some runs."""
    print(f"{name:22} {statistics.median(s for s, _ in runs):6.2f} s   {max(m for _, m in runs):4.0f} MB peak")


def run(*arguments: str) -> tuple[float, float]:
    """Return seconds and peak megabytes of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "captioncheck", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(
            f"captioncheck {' '.join(arguments)} failed: {process.stderr.read().decode() if process.stderr else ''}"
        )
    return seconds, peak(usage)


def peak(usage: resource.struct_rusage) -> float:
    """Return a process's peak memory in megabytes."""
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
