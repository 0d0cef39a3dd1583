#!/usr/bin/env python3
"""Scan a generated archive and print how fast, in how much memory, and how well.

usage: bench_scan.py [--articles N] [--new N] [--folder DIR] [--careful] [--jobs N] [--more OPTION ...]

Makes an archive of N articles (tests/scan/generator.py, 1 % planted captions) in DIR, or in a temporary folder, scans
it, then adds a night's --new articles and brings the results up to date.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.scan.generator import generate

NAP = 0.2


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--new", type=int, default=200)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--careful", action="store_true", help="the default setting rather than --fast")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--more", nargs=argparse.REMAINDER, default=[], help="further options of scan")
    args = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        start = time.perf_counter()
        planted = generate(folder, args.articles)
        print(f"{args.articles:,} articles made in {time.perf_counter() - start:.1f} s, {planted} planted captions")
        more = [*([] if args.careful else ["--fast"]), "--jobs", str(args.jobs), *args.more]
        seconds, memory = scan(folder, *more)
        print(f"scan      {args.articles / seconds:8.1f} articles/s  {seconds:7.1f} s  {memory.shown()}")
        quality(folder)
        generate(folder, args.new, first=args.articles)
        seconds, memory = scan(folder, "--update", *more)
        print(f"nightly   {args.new:8,} new         {seconds:7.1f} s  {memory.shown()}")
        quality(folder)


@dataclass(slots=True)
class Memory:
    """The most memory that all processes of a scan had together, in bytes."""

    rss: int = 0
    pss: int = 0

    def look(self, root: int) -> None:
        """Add up what a process and its children have now."""
        rss = pss = 0
        for pid in family(root):
            with suppress(OSError, ValueError, IndexError):
                rss += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().split("Pss:")[1]
                pss += int(rollup.split()[0]) * 1024
        self.rss, self.pss = max(self.rss, rss), max(self.pss, pss)

    def shown(self) -> str:
        """Return it in words; where there is no /proc, that it is not known."""
        if not self.rss:
            return "memory not known (no /proc)"
        return f"{self.rss / 2**20:,.0f} MB RSS of all processes, {self.pss / 2**20:,.0f} MB PSS"


def family(root: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield root
    with suppress(OSError):
        for task in Path(f"/proc/{root}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def scan(folder: Path, *more: str) -> tuple[float, Memory]:
    """Scan and return the seconds that it took and the memory."""
    command = ["scan", "archive", "--out", "results.jsonl", "--fail-on", "never", "--quiet", "--no-progress", *more]
    start, memory = time.perf_counter(), Memory()
    process = subprocess.Popen(
        [sys.executable, "-m", "captioncheck", *command], cwd=folder, stdout=subprocess.DEVNULL, env=environment()
    )
    while process.poll() is None:
        memory.look(process.pid)
        time.sleep(NAP)
    if process.returncode:
        sys.exit(f"captioncheck {' '.join(command)} exited {process.returncode}")
    return time.perf_counter() - start, memory


def environment() -> dict[str, str]:
    """Return an environment in which this copy of captioncheck is run."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}


def quality(folder: Path) -> None:
    """Hold the results against the truth, and print false alarms and recall for warnings and for errors."""
    truth = {(row["path"], row["record"], row["text"]) for row in lines(folder / "truth.jsonl")}
    own = found = 0
    flags = {level: [0, 0] for level in ("warning", "error")}
    for row in lines(folder / "results.jsonl"):
        for caption in row.get("captions", ()):
            planted = (row["path"], row["record"], plain(caption["text"])) in truth
            found += planted
            own += not planted
            for level in flags if caption["level"] == "error" else [caption["level"]]:
                if level in flags:
                    flags[level][planted] += 1
    print(f"          {own:,} own captions, {found} of {len(truth)} planted captions found in the articles")
    for level, (wrong, right) in flags.items():
        print(
            f"          {level + ' or more' if level == 'warning' else level:16} {wrong} false alarms "
            f"({100 * wrong / max(own, 1):.2f} %), {right} of {len(truth)} planted flagged "
            f"({100 * right / max(len(truth), 1):.0f} %)"
        )


def plain(text: str) -> str:
    """Return a caption without the label that the plain-text articles put before it."""
    for label in ("Photo: ", "Foto: "):
        text = text.removeprefix(label)
    return text


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file."""
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


if __name__ == "__main__":
    main()
