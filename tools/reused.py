"""How well reused pictures are found (CC302): plants them in a drawn archive, scans it and counts.

    python tools/reused.py FOLDER [--photos FOLDER]

Every reuse stands under a caption with another day, place or person; half of them are cropped to 70 % of their area or
more and all of those recompressed. As many pictures are reused honestly: shortened, continued, credited otherwise,
marked as from the archive. The rest are used once. With `--photos` the pictures are photos from a folder.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

PEOPLE = ("Maria Okafor", "Jonas Lindqvist", "Elena Petrova", "Tomás Herrera", "Aiko Tanabe", "Samuel Mensah")
CITIES = ("Lyon, France", "Krakow, Poland", "Valencia, Spain", "Trieste, Italy", "Bergen, Norway", "Leipzig, Germany")
DEEDS = (
    "opens an exhibition of glass lamps", "talks to fishermen about the harvest of mussels", "plants an olive tree",
    "tries out a restored steam engine", "hands over the keys of a lifeboat", "reads fairy tales to schoolchildren",
    "inspects the damage to a stone bridge", "shows the first electric ferry", "tastes cheese at a farmers' market",
)  # fmt: skip


def main() -> int:
    """Make the archive, scan it, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--reuses", type=int, default=50)
    parser.add_argument("--others", type=int, default=200)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    planted, honest = make(wanted.folder, wanted.reuses, wanted.others, photos(wanted.photos))
    out = wanted.folder / "results.jsonl"
    command = [sys.executable, "-m", "captioncheck", "scan", str(wanted.folder / "archive.jsonl"), "--out", str(out)]
    subprocess.run([*command, "--restart", "--fail-on", "never"], check=True)
    found = flagged(out)
    hits = sum({*pair} <= found for pair in planted)
    false = sorted(honest & found)
    print(f"planted reuses found: {hits} of {len(planted)} ({hits / len(planted):.1%})")
    print(f"false: {len(false)} of {len(honest)} captions ({len(false) / len(honest):.1%}) {false[:5]}")
    return 0 if hits >= 0.9 * len(planted) and len(false) <= 0.01 * len(honest) else 1


def make(
    folder: Path, reuses: int, others: int, pictures: Iterator[Image.Image]
) -> tuple[list[tuple[str, str]], set[str]]:
    """Write the archive; return the pairs of articles that were planted, and the articles that are all right."""
    rng, rows = random.Random(302), []

    def article(name: str, image: Image.Image, caption: str, day: str) -> str:
        quality = rng.choice((45, 70, 90))
        image.save(folder / f"{name}.jpg", quality=quality)
        body = "\n\n".join(f"{rng.choice(PEOPLE)} {rng.choice(DEEDS)} in {rng.choice(CITIES)}." for _ in range(8))
        row = {"id": name, "title": caption.split(" in ")[0], "body": f"{caption}\n\n{body}", "date": day, "lang": "en"}
        rows.append(row | {"captions": [{"text": caption, "image": f"{name}.jpg"}]})
        return name

    planted, honest = [], set()
    for number in range(reuses):
        image, (person, city, deed, year) = next(pictures), _facts(rng)
        caption = f"{person} {deed} in {city}, on {rng.randint(1, 28)} May {year}."
        other, there = (
            rng.choice([one for one in PEOPLE if one != person]),
            rng.choice([c for c in CITIES if c != city]),
        )
        wrong = (
            f"{person} {deed} in {city}, on {rng.randint(1, 28)} October {year - rng.randint(2, 9)}.",
            f"{person} {rng.choice(DEEDS)} in {there}.",
            f"{other} {deed} in {city}.",
            f"{other} {rng.choice(DEEDS)} in {there}, on {rng.randint(1, 28)} March {year + 1}.",
        )[number % 4]
        changed = cropped(image, rng) if number % 2 else image
        first = article(f"reused-{number}-a", image, caption, f"{year}-06-01")
        planted.append((first, article(f"reused-{number}-b", changed, wrong, f"{year + 2}-06-01")))
    for number in range(reuses):
        image, (person, city, deed, year) = next(pictures), _facts(rng)
        caption = f"{person} {deed} in {city}, on 9 May {year}."
        right = (
            f"{person} {deed}.",
            f"{person} {deed} in {city}, on 9 May {year}. The visit had been put off twice. (Photo: Ines Falk/Agency)",
            f"{person} in {city.split(',')[0]} on 9 May {year}",
            f"{person}, seen here in {city} in May {year} (archive photo)",
            f"File picture: {person} at an event in {year - 3}",
        )[number % 5]
        honest.add(article(f"honest-{number}-a", image, caption, f"{year}-06-01"))
        honest.add(article(f"honest-{number}-b", cropped(image, rng), right, f"{year + 1}-06-01"))
    for number in range(others):
        image = next(pictures, None)
        if image is None:
            break
        person, city, deed, year = _facts(rng)
        honest.add(article(f"once-{number}", image, f"{person} {deed} in {city}, on 7 May {year}.", f"{year}-06-01"))
    rng.shuffle(rows)
    (folder / "archive.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return planted, honest


def flagged(out: Path) -> set[str]:
    """Return the articles that have a CC302."""
    found = set()
    for line in out.read_text("utf-8").splitlines():
        row = json.loads(line)
        rules = [*row.get("findings", ()), *(rule for caption in row.get("captions", ()) for rule in caption["rules"])]
        if any(rule["code"] == "CC302" for rule in rules):
            found.add(row["record"])
    return found


def _facts(rng: random.Random) -> tuple[str, str, str, int]:
    return rng.choice(PEOPLE), rng.choice(CITIES), rng.choice(DEEDS), rng.randint(2012, 2022)


def photos(folder: Path | None) -> Iterator[Image.Image]:
    """Yield pictures: the photos of a folder, then drawn ones (without a folder, those alone)."""
    for path in sorted(folder.rglob("*.jp*g")) if folder else ():
        with Image.open(path) as image:
            shown = image.convert("RGB")
        shown.thumbnail((800, 800))
        yield shown
    rng = random.Random(7)
    while True:
        yield drawn(rng)


def drawn(rng: random.Random) -> Image.Image:
    """Return a drawn scene: a ground that fades, a horizon, and shapes before it, a little out of focus."""
    width, height = rng.choice(((640, 427), (600, 450), (640, 360), (480, 600)))
    sky = Image.linear_gradient("L").resize((width, height))
    shades = ([rng.randint(40, 160) + 0.4 * grey * slope for grey in range(256)] for slope in (rng.random(), 0.5, 1.0))
    image = Image.merge("RGB", [sky.point([min(int(one), 255) for one in shade]) for shade in shades])
    pen = ImageDraw.Draw(image)
    level = rng.randint(height // 3, 2 * height // 3)
    pen.rectangle((0, level, width, height), fill=_colour(rng))
    for _ in range(rng.randint(6, 14)):
        x, y = rng.randint(-40, width), rng.randint(level // 2, height)
        w, h = rng.randint(30, width // 3), rng.randint(30, height // 2)
        draw = rng.choice((pen.rectangle, pen.ellipse))
        draw((x, y - h // 2, x + w, y + h // 2), fill=_colour(rng))
    return image.filter(ImageFilter.GaussianBlur(1.5))


def cropped(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return a part of at least 70 % of a picture, resized, and lighter or darker."""
    share = rng.uniform(0.7, 0.95)
    across = rng.uniform(share, 1)
    down = share / across
    x, y = rng.uniform(0, 1 - across) * image.width, rng.uniform(0, 1 - down) * image.height
    part = image.crop((int(x), int(y), int(x + across * image.width), int(y + down * image.height)))
    scale = rng.uniform(0.5, 1)
    part = part.resize((max(160, int(part.width * scale)), max(120, int(part.height * scale))))
    return ImageEnhance.Brightness(part).enhance(rng.uniform(0.85, 1.15))


def _colour(rng: random.Random) -> tuple[int, int, int]:
    return rng.randint(0, 255), rng.randint(0, 255), rng.randint(0, 255)


if __name__ == "__main__":
    sys.exit(main())
