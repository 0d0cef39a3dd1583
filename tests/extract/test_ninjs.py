from __future__ import annotations

import json
from typing import Any

import pytest

from captioncheck.datatypes import Article, Picture
from tests.extract.reading import read_all, read_article, read_reason

BASE: dict[str, Any] = {
    "uri": "urn:x:1",
    "type": "text",
    "headline": "Bridge opens",
    "body_text": "It opened on Monday.\nMany came.",
}


def ninjs(**more: Any) -> str:
    return json.dumps({**BASE, **more})


def picture(**more: Any) -> dict[str, Any]:
    return {"type": "picture", "description_text": "The bridge at dawn.", **more}


@pytest.mark.parametrize(
    "associations",
    [
        None,
        {},
        [],
        {"a": None},
        {"a": {"type": "picture"}},
        {"a": {"type": "video", "description_text": "A film."}},
        {"a": {"type": "text", "description_text": "Another article.", "associations": {"b": picture()}}},
    ],
)
def test_no_captions(associations: Any) -> None:
    article = read_article(ninjs(associations=associations), "a.json")
    assert article.captions == ()
    assert [passage.text for passage in article.passages] == ["It opened on Monday.", "Many came."]


@pytest.mark.parametrize(
    "associations",
    [
        {"main": picture()},
        [picture(name="main")],
        {"gallery": {"type": "composite", "associations": [picture()]}},
        [
            {
                "type": "picture",
                "descriptions": [
                    {"role": "alttext", "value": "x"},
                    {"role": "caption", "value": "The bridge at dawn."},
                ],
            }
        ],
        [{"mimetype": "image/jpeg", "description_html": "<p>The bridge at dawn.</p>"}],
    ],
)
def test_pictures_of_all_versions(associations: Any) -> None:
    assert [c.text for c in read_article(ninjs(associations=associations), "a.json").captions] == [
        "The bridge at dawn."
    ]


def test_the_largest_rendition_is_the_picture() -> None:
    renditions = [
        {"href": "s.jpg", "width": 100},
        {"href": "l.jpg", "width": 3000},
        {"href": "x.mp4", "mimetype": "video/mp4"},
        {},
    ]
    (caption,) = read_article(
        ninjs(associations=[picture(renditions=renditions, alttext="A bridge")]), "a.json"
    ).captions
    assert caption.picture == Picture("l.jpg", "A bridge", ("s.jpg",))


@pytest.mark.parametrize(
    ("more", "credit"),
    [
        ({"creditline": "Jo Doe/AP", "byline": "Jo Doe"}, "Jo Doe/AP"),
        ({"descriptions": [{"role": "creditline", "value": "Jo Doe/AP"}], "by": "Jo"}, "Jo Doe/AP"),
        ({"byline": "Jo Doe"}, "Jo Doe"),
        ({"by": "Jo Doe"}, "Jo Doe"),
        ({"copyrightholder": "AP"}, None),
    ],
)
def test_credits(more: dict[str, Any], credit: str | None) -> None:
    (caption,) = read_article(ninjs(associations=[picture(**more)]), "a.json").captions
    assert caption.parts.credit == credit


def test_a_package_gives_its_articles() -> None:
    inner = {**BASE, "uri": "urn:x:2", "headline": "Inner"}
    package = {
        "uri": "urn:x:0",
        "type": "composite",
        "headline": "Package",
        "associations": {"a": inner, "p": picture()},
    }
    article = read_article(json.dumps(package), "a.json")
    assert (article.headline, len(article.captions)) == ("Inner", 1)
    two = {**package, "associations": {"a": inner, "b": {**inner, "headline": "Second"}, "p": picture()}}
    items = read_all(json.dumps(two), "a.json")
    assert [(item.headline, len(item.captions)) for item in items if isinstance(item, Article)] == [
        ("Inner", 0),
        ("Second", 0),
    ]


@pytest.mark.parametrize(
    "wrap", [lambda one: [one], lambda one: {"items": [one]}, lambda one: {"data": {"items": [{"item": one}]}}]
)
def test_feeds_name_their_records(wrap: Any) -> None:
    article = read_article(json.dumps(wrap(BASE)), "a.json")
    assert article.location.record == "urn:x:1"


def test_broken_json_says_where() -> None:
    assert read_reason('{"uri": "x",\n "type": }', "a.json") == "is broken JSON at line 2, column 10: Expecting value"
    assert "nested too deep" in read_reason("[" * 200_000, "a.json")


def test_a_record_of_our_own_is_read_from_json() -> None:
    record = {"id": "r", "title": "Bridge", "body": "It opened.", "captions": [{"text": "The bridge"}]}
    assert read_article(json.dumps(record, indent=1), "a.json").location.record == "r"
    assert "'captions' must be a list" in read_reason(json.dumps({**record, "captions": 3}), "a.json")
