#!/usr/bin/env python3
"""Time what pictures cost, against open_clip by itself, on pictures and articles that are drawn and written here.

usage: bench_pictures.py [--pictures N] [--each N] [--rounds N] [--few N] [--precision fp32,auto]

The model is the architecture of the preset `english` (ViT-B-32-256) with seeded random weights: what it says means
nothing, and takes as long as if it did. These take turns over new pictures (2,000 x 1,333 JPEGs), so that what else
the machine does hits all alike; of each the median round counts:

bare        the model alone in check's precision, on tensors that are ready: encode_image, in batches of 16
  + texts   the same, and encode_text on the texts that `check` gives the model for these pictures (captions, and four
            passages an article), each once, ready too, padded to 77 tokens as open_clip's tokenizer pads them
plain       the script of open_clip's README, in fp32 as it has it: picture by picture, opened, prepared, encoded, with
            its caption (its autocast is for a GPU, and does nothing here); like the bare model in a process of its own
  + texts   the same with all that `check` compares the picture with: its caption and its article's passages
text        captioncheck on such articles without pictures, which `check` does besides
check       captioncheck from file to verdicts: articles read, text judged, pictures found, decoded, seen, judged

Check is measured in fp32 and in what it chooses by itself (`auto`: bf16 where that is much faster here). Then whole
processes over the same file: the first run, and the second from the cache.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

ARCHITECTURE = "ViT-B-32-256"
SIZE = (2000, 1333)
BATCH = 16
PASSAGES = 4
IMPORTS = ("-X", "importtime")
WHO = ("fishermen", "students", "engineers", "farmers", "nurses", "dancers", "firefighters", "beekeepers", "masons")
DO = ("mend nets", "carry banners", "inspect a turbine", "harvest olives", "queue", "rehearse", "clear rubble", "vote")
WHERE = ("on the quay of Ostend", "outside the town hall in Graz", "near a dam in Norway", "in a square in Porto")
WHEN = ("at dawn", "during a storm", "after the flood", "before the election", "on the last day of the strike")


def write_model(folder: Path, seed: int = 1) -> Path:
    """Write a checkpoint of the architecture with random weights, as `local-dir:` wants it; nothing is fetched."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    logging.disable(logging.WARNING)  # open_clip warns that the weights are random: that is the point
    model = open_clip.create_model(ARCHITECTURE)
    logging.disable(logging.NOTSET)
    prepare = open_clip.get_model_preprocess_cfg(model)
    document = {
        "model_cfg": open_clip.get_model_config(ARCHITECTURE),
        "preprocess_cfg": {name: prepare[name] for name in ("mean", "std", "interpolation", "resize_mode")},
    }
    (folder / "open_clip_config.json").write_text(json.dumps(document), encoding="utf-8")
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, folder / "open_clip_model.safetensors")
    # A small background of its own: the shipped one is encoded once a checkpoint, which is not what is timed here.
    dice = random.Random(seed)
    own = {kind: [sentence(dice) for _ in range(40)] for kind in ("captions", "leads")}
    (folder / "captioncheck_calibration.json").write_text(json.dumps(own), encoding="utf-8")
    return folder


def sentence(dice: random.Random) -> str:
    """Return a sentence that could be a caption."""
    return " ".join(map(dice.choice, (("Some", "Dozens of", "Young", "Retired"), WHO, DO, WHERE, WHEN))) + "."


def write_articles(folder: Path, pictures: int, each: int, seed: int, *, drawn: bool = True) -> Path:
    """Draw pictures, and write articles with so many of them each, as JSONL; return the file."""
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(seed)
    noise = np.random.default_rng(seed).normal(0, 9, (SIZE[1], SIZE[0], 1))
    rows = []
    for start in range(0, pictures, each):
        captions: list[dict[str, str]] = []
        for number in range(start, min(start + each, pictures)):
            captions.append({"text": sentence(dice)})
            if drawn:
                captions[-1]["image"] = f"{seed}-{number}.jpg"
                draw(folder / captions[-1]["image"], dice, noise)
        body = "\n\n".join(" ".join(sentence(dice) for _ in range(4)) for _ in range(5))
        rows.append(
            {"id": f"{seed}-{start}", "title": sentence(dice), "body": body, "lang": "en"} | {"captions": captions}
        )
    path = folder / f"{seed}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def draw(path: Path, dice: random.Random, noise: Any) -> None:
    """Draw discs, and write them with the grain that a photo has."""
    import numpy as np
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, tuple(dice.choices(range(256), k=3)))
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        x, y, r = dice.randrange(SIZE[0]), dice.randrange(SIZE[1]), dice.randrange(20, 300)
        pen.ellipse((x - r, y - r, x + r, y + r), tuple(dice.choices(range(256), k=3)))
    Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8)).save(path, quality=88)


class Time(NamedTuple):
    """Seconds on the clock, and of processor time: the latter hardly depends on what else the machine does."""

    wall: float
    busy: float

    def __mul__(self, times: float) -> Time:  # type: ignore[override]
        return Time(self.wall * times, self.busy * times)

    def __add__(self, other: Time) -> Time:  # type: ignore[override]
        return Time(self.wall + other.wall, self.busy + other.busy)


class OpenClip:
    """open_clip by itself: the bare model in one precision, and the script of its README."""

    def __init__(self, model: Path, precision: str) -> None:
        import open_clip
        import torch

        name = f"local-dir:{model}"
        self._plain, _, self._preprocess = open_clip.create_model_and_transforms(name)
        self._plain.eval()
        self._tokenizer = open_clip.get_tokenizer(name)
        self._bare, _ = open_clip.create_model_from_pretrained(name, precision=precision)  # type: ignore[misc]
        self._bare.eval()
        side = self._bare.visual.image_size
        side = side if isinstance(side, int) else max(side)
        self._ready = torch.randn(BATCH, 3, side, side).to(open_clip.get_input_dtype(precision))
        self._tokens = torch.randint(1, 40_000, (BATCH, 77))
        self._tokens[:, -1] = 49_407

    def bare(self, pictures: int) -> Time:
        """Return the time for so many pictures."""
        import torch

        with torch.inference_mode():
            return timed(lambda: [self._bare.encode_image(self._ready) for _ in range(pictures // BATCH)])

    def bare_texts(self, texts: int) -> Time:
        """Return the time for so many texts, 77 tokens each."""
        import torch

        with torch.inference_mode():
            return timed(lambda: self._bare.encode_text(self._tokens)) * (texts / BATCH)

    def plain(self, path: Path, pictures: int, passages: int) -> Time:
        """Return the time for the first pictures of a file, with so many of its article's passages."""
        import torch
        from PIL import Image

        model, preprocess, tokenizer = self._plain, self._preprocess, self._tokenizer
        pairs = []
        for article in map(json.loads, path.read_text().splitlines()):
            more = article["body"].split("\n\n")[:passages]
            pairs += [(one["image"], [one["text"], *more]) for one in article["captions"]]

        def run() -> None:
            for picture, texts in pairs[:pictures]:
                image = preprocess(Image.open(path.parent / picture)).unsqueeze(0)
                text = tokenizer(texts)
                with torch.no_grad():
                    seen, read = model.encode_image(image), model.encode_text(text)
                    seen /= seen.norm(dim=-1, keepdim=True)
                    read /= read.norm(dim=-1, keepdim=True)
                    (100.0 * seen @ read.T).softmax(dim=-1).tolist()

        return timed(run)


_opponent: OpenClip


class Opponent:
    """An `OpenClip` in a process of its own, where nothing of captioncheck can help or hinder it."""

    def __init__(self, model: Path, precision: str) -> None:
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _begin, (model, precision))

    def __call__(self, what: str, *more: Any) -> Time:
        """Return the time that a method of `OpenClip` says."""
        time: Time = self._pool.submit(_asked, what, *more).result()
        return time

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown()


def _begin(model: Path, precision: str) -> None:
    global _opponent
    _opponent = OpenClip(model, precision)


def _asked(what: str, *more: Any) -> Time:
    time: Time = getattr(_opponent, what)(*more)
    return time


class Contest:
    """captioncheck with one model in one precision."""

    def __init__(self, model: Path, precision: str) -> None:
        from captioncheck.config import Settings
        from captioncheck.pipeline import Checker

        self.checker = Checker(Settings(picture_model=f"local-dir:{model}", picture_precision=precision))
        self.encoder = self.checker.pictures.eyes("en").encoder.inner

    def text(self, path: Path) -> Time:
        """Return the time for articles whose captions stand under nothing."""
        from captioncheck.sources import Finder

        return timed(lambda: list(self.checker.check(Finder().find([str(path)]))))

    def check(self, path: Path) -> tuple[Time, int]:
        """Return the time, and how many texts the picture model was given."""
        from captioncheck.sources import Finder

        given: list[str] = []
        encode = self.encoder.encode_texts
        self.encoder.encode_texts = lambda texts: given.extend(texts) or encode(texts)  # type: ignore[method-assign]
        results: list[Any] = []
        time = timed(lambda: results.extend(self.checker.check(Finder().find([str(path)]))))
        self.encoder.encode_texts = encode  # type: ignore[method-assign]
        judged = [one for result in results for one in result.judgements]
        unseen = [one for one in judged if all(witness.name != "picture" for witness in one.witnesses)]
        if not judged or unseen:
            sys.exit(f"bench_pictures: {len(unseen)} of {len(judged)} pictures were not looked at: {unseen[:1]}")
        return time, len(given)


def timed(work: Callable[[], object]) -> Time:
    """Return the time that work takes."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    return Time(time.perf_counter() - start, time.process_time() - busy)


def contest(model: Path, folder: Path, precision: str, args: argparse.Namespace) -> None:
    """Print one precision's figures."""
    made = Contest(model, precision)
    chosen = made.encoder.name.rpartition("/")[2]
    other = Opponent(model, chosen)
    warm = write_articles(folder / "first", 2, 1, 1)
    made.check(warm)  # loads everything
    for what, *more in (("plain", warm, 2, 0), ("bare", BATCH), ("bare_texts", BATCH)):
        other(what, *more)
    names = ("bare", "bare + texts", "plain", "plain + texts", "text", "check")
    rows: dict[str, list[Time]] = {name: [] for name in names}
    few, all_texts = min(args.few, args.pictures), 0
    for turn in range(args.rounds):
        path = write_articles(folder / precision, args.pictures, args.each, 100 + turn)
        # Articles of their own, for what was read once is remembered.
        silent = write_articles(folder / precision, args.pictures, args.each, 200 + turn, drawn=False)
        bare = other("bare", args.pictures)
        rows["plain"].append(other("plain", path, few, 0) * (1 / few))
        rows["plain + texts"].append(other("plain", path, few, PASSAGES) * (1 / few))
        check, texts = made.check(path)
        rows["check"].append(check * (1 / args.pictures))
        rows["text"].append(made.text(silent) * (1 / args.pictures))
        bare = (bare + other("bare", args.pictures)) * 0.5
        rows["bare"].append(bare * (1 / args.pictures))
        rows["bare + texts"].append((bare + other("bare_texts", texts)) * (1 / args.pictures))
        all_texts += texts
    other.close()
    a_picture = all_texts / args.pictures / args.rounds
    said = f"{precision} (here: {chosen})" if precision == "auto" else precision
    print(f"{said}, {args.each} pictures an article, {a_picture:.1f} texts a picture")
    print(f"  {'':13} pictures/s  ms of processor   check is so many times as fast (by processor time)")
    for name, times in rows.items():
        wall, busy = (statistics.median(values) for values in zip(*times, strict=True))
        pairs = list(zip(times, rows["check"], strict=True))
        ratio, busy_ratio = (statistics.median(one[i] / check[i] for one, check in pairs) for i in range(2))
        against = f"   {ratio:.2f} ({busy_ratio:.2f})" if name not in ("check", "text") else ""
        print(f"  {name:13} {1 / wall:10.2f}  {1000 * busy:15.0f}{against}")


def processes(model: Path, folder: Path, args: argparse.Namespace) -> None:
    """Print the times of whole runs: new, and from the cache."""
    path = write_articles(folder, args.pictures, args.each, 999)
    os.environ["CAPTIONCHECK_CACHE"] = str(folder / "cache")
    check = ["-m", "captioncheck", "check", "--format", "jsonl", "--picture-model", f"local-dir:{model}", str(path)]
    times = []
    for more in ((), (), (), IMPORTS):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, *more, *check], capture_output=True)
        times.append(time.perf_counter() - start)
        if done.returncode > 1:
            sys.exit(f"captioncheck check {path} failed: {done.stderr.decode()[-500:]}")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    first, second = times[0], min(times[1:3])
    print(f"{args.pictures} pictures, whole processes: first run {first:.1f} s, second {second:.2f} s, ", end="")
    print(
        f"{first / second:.0f} times as fast; torch {'is' if 'torch' in imported else 'is not'} imported by the second"
    )


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=64)
    parser.add_argument("--each", type=int, default=8, help="pictures an article")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--few", type=int, default=12, help="pictures for the plain script")
    parser.add_argument("--precision", default="fp32,auto", help="of fp32, bf16 and auto (default: %(default)s)")
    args = parser.parse_args()
    if find_spec("open_clip") is None:
        print("SKIPPED: pictures (the extra 'clip' is not installed)", file=sys.stderr)
        return
    from captioncheck.encode.openclip_loading import resolved

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CAPTIONCHECK_CACHE"] = str(folder / "cache")
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:  # check shall import torch as it does for a user
            model = pool.submit(write_model, folder / "model").result()
        wanted = args.precision.split(",")
        for precision in wanted:
            if precision == "auto" and resolved("auto") in wanted:
                print(f"auto: {resolved('auto')} here, as above")
                continue
            contest(model, folder, precision, args)
        processes(model, folder / "runs", args)
        print(f"  load of the machine meanwhile: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
