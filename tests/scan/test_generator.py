"""The generated archive: the same for a seed, in every format, and true to what it says of itself."""

import json
from collections import Counter

from captioncheck.config import Settings
from captioncheck.datatypes import Article
from captioncheck.pipeline import Checker
from captioncheck.sources import Finder
from tests.scan.generator import generate, stories


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_seed_is_an_archive_and_another_seed_another(tmp_path):
    generate(tmp_path / "a", 300)
    generate(tmp_path / "b", 300)
    generate(tmp_path / "c", 300, seed=1)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert files(tmp_path / "a").keys() != files(tmp_path / "c").keys()


def test_an_archive_grows_into_the_larger_one(tmp_path):
    generate(tmp_path / "a", 700)
    generate(tmp_path / "a", 50, first=700)
    generate(tmp_path / "b", 750)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_articles_differ():
    every = list(stories(2_000))
    assert len({one.headline for one in every}) > 1_000
    assert len({one.paragraphs for one in every}) == 2_000
    assert Counter(one.language for one in every).keys() == {"en", "de", "fr", "es"}


def test_every_article_is_read_as_it_was_made(tmp_path):
    made = list(stories(600, share=0.2, first=400))
    planted = generate(tmp_path, 600, share=0.2, first=400)
    found = list(Checker(Settings()).read(Finder().find([str(tmp_path / "archive")])))
    assert all(isinstance(article, Article) for article in found)
    assert sorted(article.headline for article in found) == sorted(one.headline for one in made)
    read = Counter(
        caption.text.removeprefix("Photo: ").removeprefix("Foto: ") for one in found for caption in one.captions
    )
    wanted = Counter(caption for one in made for caption in one.captions)
    assert (wanted - read).total() <= 0.03 * wanted.total()  # without markup some are missed
    assert (read - wanted).total() <= 0.01 * wanted.total()
    places = {(str(tmp_path / row["path"]), row["record"], row["text"]) for row in truth(tmp_path)}
    held = {
        (one.location.path, one.location.record, caption.text.removeprefix("Photo: ").removeprefix("Foto: "))
        for one in found
        for caption in one.captions
    }
    assert len(places) == planted > 90
    assert len(places - held) <= 0.03 * planted


def truth(folder):
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
