from __future__ import annotations

import json
from typing import Any

import pytest

from captioncheck.datatypes import Article
from tests.extract.reading import read_all, read_article

BASE: dict[str, Any] = {"type": "story", "version": "0.10.9", "_id": "S", "headlines": {"basic": "Bridge opens"}}
IMAGE: dict[str, Any] = {"type": "image", "url": "a.jpg", "caption": "The bridge at dawn."}


def ans(*elements: Any, **more: Any) -> str:
    return json.dumps(
        {**BASE, "content_elements": [{"type": "text", "content": "It opened on <i>Monday</i>."}, *elements], **more}
    )


@pytest.mark.parametrize(
    "element",
    [
        {"type": "image", "url": "a.jpg"},
        {"type": "image", "caption": "  "},
        {"type": "video", "caption": "A film."},
        {"type": "video", "promo_items": {"basic": IMAGE}},
        {"type": "reference", "referent": {"type": "image", "id": "X"}},
        None,
        "text",
    ],
)
def test_no_captions(element: Any) -> None:
    article = read_article(ans(element), "a.json")
    assert article.captions == ()
    assert [passage.text for passage in article.passages] == ["It opened on Monday."]


@pytest.mark.parametrize(
    "more",
    [
        {"promo_items": {"basic": IMAGE}},
        {"promo_items": {"lead_art": {"type": "gallery", "content_elements": [IMAGE]}}},
        {"promo_items": {"basic": {"type": "video", "promo_items": {"basic": IMAGE}}}},
    ],
)
def test_leading_pictures(more: dict[str, Any]) -> None:
    assert [caption.text for caption in read_article(ans(**more), "a.json").captions] == ["The bridge at dawn."]


def test_a_picture_that_leads_and_stands_in_the_text_counts_once() -> None:
    assert len(read_article(ans(IMAGE, promo_items={"basic": IMAGE}), "a.json").captions) == 1


def test_a_gallery_and_a_picture_alone() -> None:
    gallery = {"type": "gallery", "_id": "G", "headlines": {"basic": "Bridges"}, "content_elements": [IMAGE]}
    assert len(read_article(json.dumps(gallery), "a.json").captions) == 1
    assert len(read_article(json.dumps({**IMAGE, "_id": "I", "version": "0.10"}), "a.json").captions) == 1


def test_a_search_result_gives_its_stories() -> None:
    found = {"type": "results", "content_elements": [json.loads(ans()), {**json.loads(ans()), "_id": "T"}]}
    items = read_all(json.dumps(found), "a.json")
    assert [item.location.record for item in items if isinstance(item, Article)] == ["S", "T"]
