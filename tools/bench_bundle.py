#!/usr/bin/env python3
"""Scan one large mixed archive and print its memory over time: it should be flat.

usage: bench_bundle.py [--gigabytes G] [--articles N] [--kind tar.gz|tar|zip] [--folder DIR]

Photos (noise that no one can pack) make up the bulk, as in a newsroom's export; between them stand articles as HTML,
Markdown and NITF, JSON Lines, and zips in the archive.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench_scan import Memory, environment

from tests.scan.generator import WRITERS, record, stories

PHOTO = 400_000
EVERY = 5.0
KINDS = ("html", "md", "nitf", "jsonl", "zip")


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=2.0)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--kind", choices=("tar.gz", "tar", "zip"), default="tar.gz")
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"bundle.{args.kind}"
        start = time.perf_counter()
        write(path, args.kind, members(args.articles, int(args.gigabytes * 2**30)))
        print(f"{path.name}: {path.stat().st_size / 2**30:.2f} GB made in {time.perf_counter() - start:.0f} s")
        scan(folder, path)


def members(articles: int, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield members: `size` bytes of photos, and articles between them."""
    photos, given = size // PHOTO, 0
    for one in stories(articles, seed=5):
        kind = KINDS[one.number % len(KINDS)]
        ending, text = WRITERS[kind]
        data = (record(one) if kind == "jsonl" else text(one)).encode()
        if kind == "zip":
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as inner:
                inner.writestr("page.html", data)
            ending, data = "zip", stream.getvalue()
        yield f"{one.date[:4]}/{one.name}.{ending}", data
        while given * articles < photos * (one.number + 1):
            yield f"photos/{given:06}.jpg", b"\xff\xd8\xff" + os.urandom(PHOTO)
            given += 1


def write(path: Path, kind: str, every: Iterator[tuple[str, bytes]]) -> None:
    """Write an archive, one member after the other."""
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in every:
                archive.writestr(name, data)
        return
    options = {"compresslevel": 1} if kind == "tar.gz" else {}
    with tarfile.open(path, "w:gz" if kind == "tar.gz" else "w", **options) as tar:  # type: ignore[call-overload]
        for name, data in every:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
            tar.members = []  # or it remembers every one


def scan(folder: Path, path: Path) -> None:
    """Scan it and print the memory as it goes, and what came of it."""
    line = ["scan", path.name, "--out", "bundle.jsonl", "--fast", "--fail-on", "never", "--quiet", "--no-progress"]
    start, most = time.perf_counter(), Memory()
    process = subprocess.Popen([sys.executable, "-m", "captioncheck", *line], cwd=folder, env=environment())
    shown = EVERY
    while process.poll() is None:
        now, passed = Memory(), time.perf_counter() - start
        now.look(process.pid)
        most = Memory(max(most.rss, now.rss), max(most.pss, now.pss))
        if passed >= shown:
            rows = sum(1 for _ in (folder / "bundle.jsonl").open("rb")) if (folder / "bundle.jsonl").exists() else 0
            print(f"  {passed:6.0f} s  {rows:7,} rows  {now.shown()}", flush=True)
            shown += EVERY
        time.sleep(0.2)
    print(f"exit {process.returncode} after {time.perf_counter() - start:.0f} s; at most {most.shown()}")


if __name__ == "__main__":
    main()
