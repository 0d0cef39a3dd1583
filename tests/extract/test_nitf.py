from __future__ import annotations

import pytest

from captioncheck.datatypes import Picture
from tests.extract.reading import read_article

HEAD = "<body.head><hedline><hl1>Bridge opens</hl1></hedline></body.head>"


def nitf(media: str = "", head: str = "", content: str = "<p>The bridge opened on Monday.</p>") -> str:
    return f"<nitf><head>{head}</head><body>{HEAD}<body.content>{content}{media}</body.content></body></nitf>"


@pytest.mark.parametrize(
    "media",
    [
        "",
        "<media media-type='image'><media-reference source='a.jpg'/></media>",
        "<media media-type='image'><media-caption> </media-caption><media-producer>AP</media-producer></media>",
        "<media media-type='video'><media-caption>A film of the bridge.</media-caption></media>",
        "<media media-type='audio'><media-caption>A song.</media-caption></media>",
    ],
)
def test_no_captions(media: str) -> None:
    article = read_article(nitf(media), "a.xml")
    assert article.captions == ()
    assert [passage.text for passage in article.passages] == ["The bridge opened on Monday."]


def test_a_credit_inside_the_caption() -> None:
    media = (
        "<media media-type='photo'><media-caption><p>The bridge at dawn.</p><p><media-producer>Jo Doe/AP"
        "</media-producer></p></media-caption></media>"
    )
    (caption,) = read_article(nitf(media), "a.xml").captions
    assert (caption.text, caption.parts.credit, caption.picture) == ("The bridge at dawn. Jo Doe/AP", "Jo Doe/AP", None)


def test_one_picture_in_many_sizes() -> None:
    media = (
        "<media><media-reference source='big.jpg' alternate-text='A bridge'/><media-reference source='small.jpg'/>"
        "<media-reference/><media-caption>The bridge at dawn.</media-caption></media>"
    )
    (caption,) = read_article(nitf(media), "a.xml").captions
    assert caption.picture == Picture("big.jpg", "A bridge", ("small.jpg",))


def test_a_namespace_changes_nothing() -> None:
    plain = nitf("<media><media-caption>The bridge at dawn.</media-caption></media>")
    spaced = plain.replace("<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">')
    assert read_article(spaced, "a.xml") == read_article(plain, "a.xml")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<docdata><date.issue norm='20170102T222800+0000'/></docdata>", "2017-01-02"),
        ("<docdata><date.issue norm='2020-09-07T14:45:26'/></docdata>", "2020-09-07"),
        ("<pubdata date.publication='20200907T144527'/>", "2020-09-07"),
        ("<docdata><date.issue norm=''/></docdata>", None),
        ("", None),
    ],
)
def test_days(head: str, published: str | None) -> None:
    assert read_article(nitf(head=head), "a.xml").published == published


def test_a_body_without_paragraphs_is_read_all_the_same() -> None:
    article = read_article(nitf(content="<block>The bridge opened on Monday.</block>"), "a.xml")
    assert [passage.text for passage in article.passages] == ["The bridge opened on Monday."]


def test_a_table_is_no_paragraph() -> None:
    content = "<p>The bridge opened on Monday.</p><table><tr><td><p>1</p></td></tr></table>"
    assert len(read_article(nitf(content=content), "a.xml").passages) == 1
