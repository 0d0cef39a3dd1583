from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from captioncheck.datatypes import Article, Picture, Skipped, Status
from tests.extract.reading import read_all, read_article, read_reason

RECORD: dict[str, Any] = {
    "id": "a1",
    "title": "Un nouveau pont relie les deux rives",
    "body": "Le pont a été ouvert lundi à Nantes.\n\nLes premiers cyclistes l'ont traversé à midi.",
    "date": "2022-01-10",
    "lang": "fr",
    "captions": [{"text": "Le nouveau pont, lundi à Nantes. Photo AFP", "image": "photos/1.jpg"}],
}


def line(**changes: Any) -> str:
    record = {**RECORD, **changes}
    return json.dumps({name: value for name, value in record.items() if value is not ...})


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("{broken", "line 1 is not JSON"),
        ('{"id": "a", "title": "cut o', "line 1 is not JSON: Unterminated string starting at column 22"),
        ("[1, 2]", "line 1 is not an object"),
        ('"text"', "line 1 is not an object"),
        ("[" * 100_000, "nested too deep"),
        (line(title=...), "'title' is missing"),
        (line(body=...), "'body' is missing"),
        (line(captions=...), "'captions' is missing"),
        (line(id=...), "'id' must be"),
        (line(id=True), "'id' must be"),
        (line(title=3), "'title' must be a string, not int"),
        (line(body=["a"]), "'body' must be a string, not list"),
        (line(captions="none"), "'captions' must be a list"),
        (line(captions=["text"]), "'captions[0]' must be an object"),
        (line(captions=[{"image": "a.jpg"}]), "'captions[0].text' is missing"),
        (line(captions=[{"text": "a"}, {"text": 7}]), "'captions[1].text' must be a string"),
        (line(captions=[{"text": "a", "image": 7}]), "'captions[0].image' must be a string"),
        (line(date="yesterday"), "'date' is not a date"),
        (line(date=20220110), "'date' must be a string"),
        (b"\xff\xfe\xfd", "line 1 is not UTF-8"),
        (b"a" * (17 * 2**20), "line 1 is longer than 16 MB"),
    ],
)
def test_a_broken_record_says_what_is_wrong(record: str | bytes, words: str) -> None:
    assert words in read_reason(record, "a.jsonl")


def test_good_records_among_broken_ones_are_read() -> None:
    results = read_all("\n".join([line(), "{oops", "", line(id=7), "[]"]), "a.jsonl")
    assert [type(result) for result in results] == [Article, Skipped, Article, Skipped]
    assert [result.location.line for result in results] == [1, 2, 4, 5]
    assert [result.location.record for result in results] == ["a1", None, "7", None]
    assert all(result.status is Status.ERROR for result in results if isinstance(result, Skipped))


def test_the_contracts_record() -> None:
    article = read_article(line(), "a.jsonl")
    assert article.headline == "Un nouveau pont relie les deux rives"
    assert [passage.text for passage in article.passages] == [
        "Le pont a été ouvert lundi à Nantes.",
        "Les premiers cyclistes l'ont traversé à midi.",
    ]
    assert (article.published, article.language) == ("2022-01-10", "fr")
    (caption,) = article.captions
    assert caption.text == "Le nouveau pont, lundi à Nantes. Photo AFP"
    assert caption.picture == Picture("photos/1.jpg")
    assert (caption.location.line, caption.location.column, caption.location.record) == (1, 1, "a1")
    assert caption.confidence == 1.0


def test_what_suffices() -> None:
    article = read_article(line(date=..., lang=..., captions=[{"text": "Le pont"}]), "a.jsonl")
    assert (article.published, article.captions[0].picture) == (None, None)


def test_empty_captions_are_no_captions() -> None:
    assert read_article(line(captions=[{"text": "  "}]), "a.jsonl").captions == ()


def test_a_caption_in_the_body_does_not_match_itself() -> None:
    body = "Le pont a été ouvert lundi.\nLe nouveau pont, lundi à Nantes.\nLe nouveau pont, lundi à Nantes. © AFP"
    assert [p.text for p in read_article(line(body=body), "a.jsonl").passages] == ["Le pont a été ouvert lundi."]


def test_a_mark_and_windows_line_ends() -> None:
    data = b"\xef\xbb\xbf" + line().encode() + b"\r\n" + line(id="b").encode() + b"\r\n"
    assert [result.location.record for result in read_all(data, "a.jsonl")] == ["a1", "b"]


def test_gzip() -> None:
    assert read_article(gzip.compress(line().encode()), "a.jsonl.gz").location.record == "a1"


@pytest.mark.parametrize("data", [b"", b"\n\n  \n"])
def test_an_empty_file(data: bytes) -> None:
    assert "is empty" in read_reason(data, "a.jsonl")


def test_half_a_surrogate_pair_can_be_written_on() -> None:
    article = read_article(
        line(id="\ud83d", title="Pont \ud83d", captions=[{"text": "Le pont \udc00", "image": "\ud800"}]), "a.jsonl"
    )
    texts = [article.headline, article.captions[0].text, str(article.location.record), str(article.captions[0].picture)]
    assert "\ufffd" in "".join(texts).encode().decode()


def test_a_gzip_that_breaks_off() -> None:
    data = gzip.compress((line() + "\n").encode() * 2000)
    results = read_all(data[: len(data) // 2], "a.jsonl.gz")
    assert isinstance(results[-1], Skipped)
    assert "cannot be read" in results[-1].reason
