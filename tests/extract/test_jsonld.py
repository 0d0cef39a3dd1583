from __future__ import annotations

import json
from typing import Any

import pytest

from tests.extract.reading import read_all, read_article

BASE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge opens",
    "articleBody": "It opened on Monday.",
}


def ld(**more: Any) -> str:
    return json.dumps({**BASE, **more})


@pytest.mark.parametrize(
    "image",
    [
        None,
        "https://x.example/a.jpg",
        ["https://x.example/a.jpg"],
        {"@type": "ImageObject", "url": "a.jpg"},
        {"@type": "ImageObject", "caption": "Bridge opens"},
        {"@type": "ImageObject", "caption": ["x"]},
        {"@id": "#nowhere"},
        {"@type": "VideoObject", "description": "A film of the bridge."},
    ],
)
def test_no_captions(image: Any) -> None:
    assert read_article(ld(image=image), "a.json").captions == ()


@pytest.mark.parametrize(
    ("image", "credit"),
    [
        ({"@type": "ImageObject", "caption": "The bridge at dawn."}, None),
        ({"@type": ["ImageObject"], "description": "The bridge at dawn.", "creator": "Jo Doe"}, "Jo Doe"),
        ({"@type": "schema:ImageObject", "caption": {"@type": "MediaObject", "text": "The bridge at dawn."}}, None),
        (
            [{"@type": "https://schema.org/ImageObject", "caption": "The bridge at dawn.", "creditText": "Jo Doe/AP"}],
            "Jo Doe/AP",
        ),
        ({"caption": "The bridge at dawn.", "author": [{"@type": "Person", "name": "Jo Doe"}]}, "Jo Doe"),
    ],
)
def test_captions(image: Any, credit: str | None) -> None:
    (caption,) = read_article(ld(image=image), "a.json").captions
    assert caption.parts.description == "The bridge at dawn."
    assert caption.parts.credit == credit


def test_html_in_the_body() -> None:
    figure = "<figure><img src=a.jpg><figcaption>The bridge at dawn.</figcaption></figure>"
    body = f"<p>It opened on Monday.</p>{figure}<p>Many came.</p>"
    article = read_article(ld(articleBody=body), "a.json")
    assert [passage.text for passage in article.passages] == ["It opened on Monday.", "Many came."]
    assert [caption.text for caption in article.captions] == ["The bridge at dawn."]


def test_a_page_is_no_article_where_there_is_one() -> None:
    items = read_all(json.dumps({"@graph": [{"@type": "WebPage", "name": "Home"}, BASE]}), "a.jsonld")
    assert len(items) == 1
