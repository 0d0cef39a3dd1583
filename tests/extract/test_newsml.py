from __future__ import annotations

import pytest

from tests.extract.reading import read_all, read_article, read_reason

TEXT = "<NewsComponent><ContentItem><DataContent>{}</DataContent></ContentItem></NewsComponent>"


def newsml(*components: str) -> str:
    inside = "".join(components)
    return (
        "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Le pont rouvre</HeadLine>"
        f"<CopyrightLine>© 2023 ADM</CopyrightLine></NewsLines>{inside}</NewsComponent></NewsItem></NewsML>"
    )


def photo(lines: str = "", kind: str = "Photo") -> str:
    return (
        f"<NewsComponent>{lines}<NewsComponent><Role FormalName='Caption'/><ContentItem><DataContent>Le pont rouvert."
        "</DataContent></ContentItem></NewsComponent><NewsComponent>"
        f"<ContentItem Href='pont.jpg'><MediaType FormalName='{kind}'/></ContentItem></NewsComponent></NewsComponent>"
    )


def test_a_caption_is_no_paragraph_and_the_storys_rights_are_no_credit() -> None:
    article = read_article(newsml(TEXT.format("<p>Le pont a rouvert jeudi matin.</p>"), photo()), "a.xml")
    assert [passage.text for passage in article.passages] == ["Le pont a rouvert jeudi matin."]
    (caption,) = article.captions
    assert (caption.text, caption.parts.credit) == ("Le pont rouvert.", None)
    assert caption.picture is not None
    assert caption.picture.reference == "pont.jpg"


@pytest.mark.parametrize(
    ("lines", "credit"),
    [
        ("<NewsLines><CreditLine>AFP/Jean Dupont</CreditLine></NewsLines>", "AFP/Jean Dupont"),
        ("<NewsLines><ByLine>Jean Dupont</ByLine><CreditLine>AFP</CreditLine></NewsLines>", "Jean Dupont / AFP"),
        ("<NewsLines><CopyrightLine>© AFP</CopyrightLine></NewsLines>", "© AFP"),
    ],
)
def test_credits(lines: str, credit: str) -> None:
    (caption,) = read_article(newsml(photo(lines)), "a.xml").captions
    assert caption.parts.credit == credit


def test_a_video_is_no_picture() -> None:
    (caption,) = read_article(newsml(photo(kind="Video")), "a.xml").captions
    assert caption.picture is None


@pytest.mark.parametrize(
    "content",
    [
        "<p>Un.</p><p>Deux.</p>",
        "<nitf><body><body.content><p>Un.</p><p>Deux.</p></body.content></body></nitf>",
        "<html><body><p>Un.</p><p>Deux.</p></body></html>",
        "Un.\n\nDeux.",
        "<![CDATA[<p>Un.</p>\n<p>Deux.</p>]]>",
    ],
)
def test_texts_in_all_clothes(content: str) -> None:
    article = read_article(newsml(TEXT.format(content)), "a.xml")
    assert " ".join(passage.text for passage in article.passages) == "Un. Deux."


def test_every_item_has_its_row() -> None:
    items = read_all("<NewsML><NewsItem/><NewsItem><NewsComponent><NewsLines><HeadLine>Pont</HeadLine></NewsLines></NewsComponent></NewsItem></NewsML>", "a.xml")  # fmt: skip  # noqa: E501
    assert len(items) == 2
    assert "without a <NewsItem>" in read_reason("<NewsML/>", "a.xml")
