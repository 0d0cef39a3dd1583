"""What captioncheck wrote into a folder of articles is no article."""

import json
from functools import partial
from io import BytesIO

import pytest

from captioncheck.datatypes import Article, Skipped, Status
from captioncheck.extract.base import Source
from captioncheck.extract.html import HtmlReader
from captioncheck.extract.jsonl import JsonlReader
from captioncheck.report.picture_page import render
from tests.fakes import checked
from tests.report.review import making

PAGES = {
    "review": making.page(making.article("a.html", making.caption("A quay at dawn."))),
    "pictures": render(checked("a.html", "A quay").article, [], "model"),
}
RECORD = '{"id": "a1", "title": "A quay", "body": "The status of the quay", "status": "live", "captions": []}\n'


def read(reader, text, *, named):
    return list(reader.read(Source("site/a", partial(BytesIO, text.encode()), named)))


def test_an_article_that_speaks_of_captioncheck_is_read():
    page = "<html><head><meta name=generator content='Hugo'></head><body><h1>captioncheck</h1><p>A quay.</p></body>"
    (article,) = read(HtmlReader(), page, named=False)
    assert isinstance(article, Article)


def test_a_record_with_a_status_is_read():
    (article,) = read(JsonlReader(), RECORD, named=False)
    assert isinstance(article, Article)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_passed_by(page):
    (skipped,) = read(HtmlReader(), page, named=False)
    assert isinstance(skipped, Skipped)
    assert skipped.status is Status.SKIPPED
    assert read(HtmlReader(), page, named=True)[0].status is Status.ERROR


def test_results_are_passed_by_as_one():
    rows = "".join(f"{json.dumps(row)}\n" for row in making.many(6))
    (skipped,) = read(JsonlReader(), rows, named=False)
    assert (skipped.status, skipped.location.path) == (Status.SKIPPED, "site/a")
    assert "captioncheck review shows them" in read(JsonlReader(), rows, named=True)[0].reason
