"""How often CC301 names a planted caption's own article first: an archive of the articles of pairs, some re-paired.

    python tools/belongs.py --pairs pairs.jsonl --labels labels.json --kind same

Every article stands in the archive once, without the captions that were taken from it; a planted caption stands on the
article that it was re-paired with. `--kind own` leaves all captions where they belong, for false alarms.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--kind", default="same")
    parser.add_argument("--folder", help="keep archive and output there")
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--more", nargs="*", default=[], help="further options of scan, without their dashes")
    args = parser.parse_args()
    labels = json.loads(args.labels.read_text(encoding="utf-8"))
    articles, planted = read(args.pairs, labels, args.kind)
    with tempfile.TemporaryDirectory() as temporary:
        archive = written(articles, planted, Path(args.folder or temporary))
        rows = scanned(archive, [f"--{one}" for one in args.more], args.jobs)
    report(rows, planted, args.kind)


def read(pairs: Path, labels: dict[str, list[str]], kind: str) -> tuple[dict, dict]:
    """Return the articles by id, and for each the captions of one kind that stand on it, with their own article."""
    articles: dict[str, dict] = {}
    planted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with pairs.open(encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            caption, _, name = row["id"].partition("@")
            articles.setdefault(name, {key: row[key] for key in ("title", "body", "date", "lang")})
            if labels[row["id"]][0] == kind:
                planted[name].append((row["captions"][0]["text"], caption.partition(":")[0]))
    return articles, planted


def written(articles: dict, planted: dict, folder: Path) -> Path:
    """Write an archive and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / "archive.jsonl"
    with archive.open("w", encoding="utf-8") as stream:
        for name, article in articles.items():
            captions = [{"text": text} for text, _ in planted.get(name, ())]
            stream.write(json.dumps({**article, "id": name, "captions": captions}, ensure_ascii=False) + "\n")
    return archive


def scanned(archive: Path, more: list[str], jobs: str) -> list[dict]:
    """Scan an archive and return the rows."""
    out = archive.with_name("out.jsonl")
    started = time.monotonic()
    command = [sys.executable, "-m", "captioncheck", "scan", str(archive), "--out", str(out), "--jobs", jobs]
    subprocess.run(
        [*command, "--fail-on", "never", "--no-progress", "--restart", *more], check=True, stdout=subprocess.DEVNULL
    )
    print(
        f"scanned in {time.monotonic() - started:.0f} s, "
        f"traces {out.with_name('out.jsonl.traces').stat().st_size:,} bytes"
    )
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def report(rows: list[dict], planted: dict, kind: str) -> None:
    """Print how many captions were flagged, named at all, and named rightly."""
    there = {row["record"] for row in rows}
    total = flagged = named = right = 0
    for row in rows:
        known = dict(planted.get(row["record"], ()))
        for caption in row["captions"]:
            own = known.get(caption["text"])
            if own is None or own not in there:
                continue
            total += 1
            flagged += caption["verdict"] == "mismatch"
            homes = [rule for rule in caption["rules"] if rule["code"] == "CC301"]
            named += bool(homes)
            rightly = any(rule["evidence"][0].endswith(f", {own}") for rule in homes)
            right += rightly
            if homes and not rightly:
                print(f"  {caption['text'][:100]} -> {homes[0]['message'][:150]}")
    print(f"{kind}: {total} captions, {flagged} flagged, {named} named, {right} rightly")
    if total and flagged:
        print(
            f"rightly: {right / total:.1%} of all, {right / flagged:.1%} of those flagged, "
            f"{right / max(named, 1):.1%} of those named"
        )


if __name__ == "__main__":
    main()
