from __future__ import annotations

import pytest

from captioncheck.datatypes import Article, Skipped, Status
from tests.extract.reading import read_all, read_article

HTML = 'html xmlns="http://www.w3.org/1999/xhtml"'
PLAIN = 'inlineData contenttype="text/plain"'
SPACE = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def item(guid: str, kind: str, content: str, meta: str = "") -> str:
    return (
        f'<newsItem guid="{guid}"><itemMeta><itemClass qcode="ninat:{kind}"/></itemMeta>'
        f"<contentMeta>{meta}</contentMeta>{content}</newsItem>"
    )


def text(guid: str, more: str = "") -> str:
    html = (
        "<contentSet><inlineXML><html><body><p>The bridge opened on Monday.</p></body></html></inlineXML></contentSet>"
    )
    return item(guid, "text", more + html, f"<headline>Bridge {guid} opens</headline>")


def picture(guid: str, description: str) -> str:
    remote = f'<contentSet><remoteContent contenttype="image/jpeg" href="{guid}.jpg"/></contentSet>'
    return item(guid, "picture", remote, description)


def message(*items: str, after: str = "") -> str:
    return f"<newsMessage {SPACE}><itemSet>{''.join(items)}{after}</itemSet></newsMessage>"


CAPTION = '<description role="drol:caption">The bridge at dawn, in {}.</description>'


def captions_of(items: list[Article | Skipped]) -> dict[str | None, list[str]]:
    return {one.location.record: [c.text for c in one.captions] for one in items if isinstance(one, Article)}


def test_a_picture_belongs_to_the_only_text() -> None:
    items = read_all(message(text("t"), picture("p", CAPTION.format("Oslo"))), "a.xml")
    assert captions_of(items) == {"t": ["The bridge at dawn, in Oslo."]}


def test_pictures_belong_to_the_texts_that_link_them() -> None:
    linked = text("t", '<link rel="irel:seeAlso" residref="p1"/>')
    items = read_all(
        message(linked, text("u"), picture("p1", CAPTION.format("Oslo")), picture("p2", CAPTION.format("Rome"))),
        "a.xml",
    )
    assert captions_of(items) == {
        "t": ["The bridge at dawn, in Oslo."],
        "u": [],
        "p2": ["The bridge at dawn, in Rome."],
    }


def test_pictures_belong_to_the_text_of_their_package() -> None:
    package = (
        '<packageItem guid="k"><groupSet><group><itemRef residref="u"/><itemRef residref="p"/></group></groupSet>'
        "</packageItem>"
    )
    items = read_all(message(text("t"), text("u"), picture("p", CAPTION.format("Oslo")), after=package), "a.xml")
    assert captions_of(items) == {"t": [], "u": ["The bridge at dawn, in Oslo."]}


def test_a_texts_own_description_is_no_caption_unless_it_is_said_to_be() -> None:
    summary = '<headline>Bridge</headline><description role="drol:summary">A summary of it.</description>'
    content = "<contentSet><inlineXML><html><body><p>The bridge opened.</p></body></html></inlineXML></contentSet>"
    assert read_article(message(item("t", "text", content, summary)), "a.xml").captions == ()
    said = summary.replace("summary", "caption")
    assert len(read_article(message(item("t", "text", content, said)), "a.xml").captions) == 1


@pytest.mark.parametrize(
    ("meta", "credit"),
    [
        ("<creditline>Jo Doe/AP</creditline><by>Jo Doe</by>", "Jo Doe/AP"),
        ("<by>Jo Doe</by>", "Jo Doe"),
        ("<creator><name>Jo Doe</name></creator>", "Jo Doe"),
        ("", None),
    ],
)
def test_credits(meta: str, credit: str | None) -> None:
    article = read_article(message(picture("p", CAPTION.format("Oslo") + meta)), "a.xml")
    assert article.captions[0].parts.credit == credit


def test_films_are_skipped() -> None:
    items = read_all(message(text("t"), item("v", "video", "")), "a.xml")
    assert isinstance(items[1], Skipped)
    assert items[1].status is Status.SKIPPED


@pytest.mark.parametrize(
    "content",
    [
        f"<{PLAIN}><![CDATA[<p>One here.</p><p>Two here.</p>]]></inlineData>",
        f"<{PLAIN}>One here.\nTwo here.</inlineData>",
        "<inlineXML><nitf><body.content><p>One here.</p><p>Two here.</p></body.content></nitf></inlineXML>",
        f"<inlineXML><{HTML}><body><p>One here.</p><p>Two here.</p></body></html></inlineXML>",
    ],
)
def test_texts_in_all_clothes(content: str) -> None:
    meta = "<contentMeta><headline>Bridge</headline></contentMeta>"
    data = f'<newsItem {SPACE} guid="t">{meta}<contentSet>{content}</contentSet></newsItem>'
    article = read_article(data, "a.xml")
    assert [passage.text for passage in article.passages] == ["One here.", "Two here."]
    assert article.location.record is None
