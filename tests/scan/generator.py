"""An archive of made-up short articles, for scans of any size: python -m tests.scan.generator --articles N --out DIR.

usage: generator.py --articles N --out DIR [--planted 1%] [--seed S] [--first N]

Writes DIR/archive (HTML, Markdown, text, NITF, JSON Lines, zip; by year and language) and DIR/truth.jsonl: a line for
every planted caption, which is one of another article of the same language. Article number n is the same in every
archive of a seed, whatever its size; --first begins at another number, so that an archive can grow.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

SHARD = 1_000
"""Of so many articles, 300 are in one JSONL file and 100 in one zip; the others have files of their own."""
_FILES = ("html",) * 5 + ("md",) * 3 + ("txt",) * 2 + ("nitf",) * 2
_LANGUAGES = ("en", "en", "de", "fr", "es")
_YEARS = range(2012, 2024)
_AGENCIES = ("AFP", "Reuters", "AP", "dpa", "Getty Images")


@dataclass(frozen=True, slots=True)
class Story:
    """An article as it is made up; `foreign` is the number of the caption that was planted, and where it is from."""

    number: int
    language: str
    subject: int
    town: str
    date: str
    headline: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    foreign: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        return f"a{self.number:08}"


@cache
def _bank() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("stories.toml").read_text(encoding="utf-8"))


def kind_of(number: int) -> str:
    """Return the format of an article."""
    block = number // 100 % 10
    return _FILES[number % len(_FILES)] if block < 6 else "jsonl" if block < 9 else "zip"


def story(number: int, seed: int) -> Story:
    """Return an article with captions of its own."""
    dice = random.Random(f"{seed} story {number}")
    language = dice.choice(_LANGUAGES)
    bank = _bank()[language]
    index = dice.randrange(len(bank["subjects"]))
    subject, town = bank["subjects"][index], dice.choice(bank["towns"])
    people = [f"{dice.choice(bank['first'])} {dice.choice(bank['last'])}" for _ in "PQ"]
    slots = {"C": town, "P": people[0], "Q": people[1], "D": dice.choice(bank["days"]), "N": dice.randrange(12, 980)}
    lead, *rest = subject["paragraphs"]
    dice.shuffle(rest)
    captions = dice.sample(subject["captions"], dice.choice((1, 1, 2, 2, 3)))
    credit = f" ({people[1].split()[0]} {dice.choice(bank['last'])}/{dice.choice(_AGENCIES)})" if number % 3 else ""
    return Story(
        number,
        language,
        index,
        town,
        f"{dice.choice(_YEARS)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
        dice.choice(subject["headlines"]).format(**slots),
        tuple(text.format(**slots) for text in (lead, *rest)),
        tuple(text.format(**slots) + credit for text in captions),
    )


def planted(one: Story, seed: int) -> Story:
    """Return the article with one caption of another article of its language, on another subject and town."""
    dice = random.Random(f"{seed} swap {one.number}")
    while True:
        other = story(dice.randrange(1_000_000_000), seed)
        if other.language == one.language and other.subject != one.subject and other.town != one.town:
            break
    index = dice.randrange(len(one.captions))
    captions = (*one.captions[:index], other.captions[0], *one.captions[index + 1 :])
    return replace(one, captions=captions, foreign=(index, other.number))


def stories(count: int, seed: int = 0, share: float = 0.01, first: int = 0) -> Iterator[Story]:
    """Yield articles, a `share` of them with a planted caption."""
    for number in range(first, first + count):
        one = story(number, seed)
        yield planted(one, seed) if random.Random(f"{seed} plant {number}").random() < share else one


def _html(one: Story) -> str:
    text = html.escape
    figures = [
        f'<figure><img src="/img/{one.name}-{n}.jpg" alt=""><figcaption>{text(caption)}</figcaption></figure>'
        for n, caption in enumerate(one.captions)
    ]
    lead, *rest = [f"<p>{text(paragraph)}</p>" for paragraph in one.paragraphs]
    return (
        f'<!doctype html><html lang="{one.language}"><head><meta charset="utf-8"><title>{text(one.headline)} | Courier'
        f'</title><meta property="article:published_time" content="{one.date}T08:00:00Z"></head><body><nav><a href="/">'
        f"Home</a></nav><article><h1>{text(one.headline)}</h1>\n{figures[0]}\n{lead}\n"
        + "\n".join((*rest[:1], *figures[1:], *rest[1:]))
        + "\n</article><footer>Courier</footer></body></html>\n"
    )


def _markdown(one: Story) -> str:
    head = f"---\ntitle: {json.dumps(one.headline, ensure_ascii=False)}\ndate: {one.date}\n---\n"
    pictures = [f'![](/img/{one.name}-{n}.jpg "{caption}")' for n, caption in enumerate(one.captions)]
    return "\n\n".join([head, pictures[0], *one.paragraphs, *pictures[1:]]) + "\n"


def _text(one: Story) -> str:
    label = {"en": "Photo", "de": "Foto", "fr": "Photo", "es": "Foto"}[one.language]
    captions = [f"{label}: {caption}" for caption in one.captions]
    return "\n\n".join([one.headline, one.date, one.paragraphs[0], *captions, *one.paragraphs[1:]]) + "\n"


def _nitf(one: Story) -> str:
    text = html.escape
    media = "".join(
        f'<media media-type="image"><media-reference mime-type="image/jpeg" source="{one.name}-{n}.jpg"/>'
        f"<media-caption><p>{text(caption)}</p></media-caption></media>\n"
        for n, caption in enumerate(one.captions)
    )
    body = "".join(f"<p>{text(paragraph)}</p>\n" for paragraph in one.paragraphs)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<nitf xml:lang="{one.language}"><head><title>{text(one.headline)}'
        f'</title><docdata><date.issue norm="{one.date.replace("-", "")}T080000Z"/></docdata></head><body><body.head>'
        f"<hedline><hl1>{text(one.headline)}</hl1></hedline></body.head><body.content>{body}{media}</body.content>"
        "</body></nitf>\n"
    )


def record(one: Story) -> str:
    """Return an article as a line of JSONL."""
    captions = [{"text": caption} for caption in one.captions]
    row = {"id": one.name, "title": one.headline, "body": "\n\n".join(one.paragraphs), "date": one.date}
    return json.dumps({**row, "lang": one.language, "captions": captions}, ensure_ascii=False) + "\n"


WRITERS: dict[str, tuple[str, Callable[[Story], str]]] = {
    "html": ("html", _html),
    "md": ("md", _markdown),
    "txt": ("txt", _text),
    "nitf": ("nitf", _nitf),
    "jsonl": ("jsonl", record),
    "zip": ("html", _html),
}


class Archive:
    """Writes stories into a folder, each in its format."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[Path] = set()
        self._bundle: tuple[Path, zipfile.ZipFile] | None = None

    def add(self, one: Story) -> tuple[str, str | None]:
        """Write a story and return its place: the path below the folder, and the record in it."""
        kind = kind_of(one.number)
        ending, write = WRITERS[kind]
        name = f"{one.name}.{ending}"
        if kind == "jsonl":
            path = self._in("shards") / f"{one.number // SHARD:06}.jsonl"
            with path.open("a", encoding="utf-8") as stream:
                stream.write(write(one))
            return str(path.relative_to(self._folder)), one.name
        if kind == "zip":
            path = self._in("bundles") / f"{one.number // SHARD:06}.zip"
            if self._bundle is None or self._bundle[0] != path:
                self.close()
                self._bundle = path, zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED)
            self._bundle[1].writestr(zipfile.ZipInfo(name), write(one), zipfile.ZIP_DEFLATED)
            return str(path.relative_to(self._folder)), name
        path = self._in(one.date[:4], one.language, f"{one.number // SHARD:06}") / name
        path.write_text(write(one), encoding="utf-8")
        return str(path.relative_to(self._folder)), None

    def close(self) -> None:
        if self._bundle is not None:
            self._bundle[1].close()
            self._bundle = None

    def _in(self, *names: str) -> Path:
        folder = self._folder.joinpath(*names)
        if folder not in self._made:
            folder.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return folder


def generate(out: Path, count: int, share: float = 0.01, seed: int = 0, first: int = 0) -> int:
    """Write an archive and the truth about it, and return how many captions were planted; what is there is added to."""
    archive, plants = Archive(out / "archive"), 0
    out.mkdir(parents=True, exist_ok=True)
    with (out / "truth.jsonl").open("a", encoding="utf-8") as truth:
        for one in stories(count, seed, share, first):
            path, name = archive.add(one)
            if one.foreign is not None:
                index, source = one.foreign
                row = {"path": f"archive/{path}", "record": name, "text": one.captions[index], "from": source}
                truth.write(json.dumps(row, ensure_ascii=False) + "\n")
                plants += 1
    archive.close()
    return plants


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--planted", type=lambda text: float(text.removesuffix("%")) / 100, default=0.01)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    args = parser.parse_args()
    plants = generate(args.out, args.articles, args.planted, args.seed, args.first)
    print(  # noqa: T201
        f"{args.articles:,} articles in {args.out / 'archive'}, {plants:,} planted captions in truth.jsonl"
    )


if __name__ == "__main__":
    main()
