from __future__ import annotations

import pytest

from captioncheck.datatypes import Article, Picture, Skipped, Status
from tests.extract.reading import read_all, read_article, read_reason

TOP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n'
)
END = "</channel></rss>"
BODY = "The bridge over the river opened on Monday, two years late.\n\nMany people came to see it."


def post(number: int, content: str = BODY, kind: str = "post", more: str = "") -> str:
    return (
        f"<item><title>Bridge {number} opens</title><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2015-01-02 10:00:00</wp:post_date>"
        f"<wp:post_type>{kind}</wp:post_type>{more}</item>\n"
    )


def attachment(number: int, caption: str, parent: int = 0, alt: str = "") -> str:
    key = "<wp:meta_key>_wp_attachment_image_alt</wp:meta_key>"
    meta = f"<wp:postmeta>{key}<wp:meta_value>{alt}</wp:meta_value></wp:postmeta>"
    return (
        f"<item><title>x</title><excerpt:encoded><![CDATA[{caption}]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_parent>{parent}</wp:post_parent><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>{number}.jpg</wp:attachment_url>{meta}</item>\n"
    )


def thumbnail(number: int) -> str:
    return f"<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>{number}</wp:meta_value></wp:postmeta>"


def captions(*items: str) -> list[tuple[str, float]]:
    article = read_all(TOP + "".join(items) + END, "a.xml")[0]
    assert isinstance(article, Article)
    return [(caption.text, caption.confidence) for caption in article.captions]


@pytest.mark.parametrize(
    "items",
    [
        [post(1)],
        [post(1), attachment(2, "The bridge at dawn.")],
        [post(1), attachment(2, "The bridge at dawn.", parent=9)],
        [post(1), attachment(2, "  ", parent=1)],
        [post(1, more=thumbnail(7)), attachment(2, "The bridge at dawn.")],
        [post(1, BODY + "\n\n[gallery ids='8,9']"), attachment(2, "The bridge at dawn.")],
        [post(1, BODY + "\n\n[caption id='x']<img src='a.jpg'/>[/caption]")],
        [post(1, BODY + "\n\n[embed]https://video.example/1[/embed]")],
    ],
)
def test_no_captions(items: list[str]) -> None:
    assert captions(*items) == []


@pytest.mark.parametrize(
    "items",
    [
        [post(1, more=thumbnail(2)), attachment(2, "The bridge at dawn.")],
        [
            attachment(2, "The bridge at dawn.")[:0] + post(1, more=thumbnail(2)),
            attachment(2, "<em>The bridge</em> at dawn."),
        ],
        [post(1, BODY + "\n\n[gallery ids='2']"), attachment(2, "The bridge at dawn.")],
        [post(1, BODY + "\n\n[gallery columns=3]"), attachment(2, "The bridge at dawn.", parent=1)],
        [
            post(
                1,
                BODY + "\n\n[caption id='a' width='3']<a href='b'><img src='a.jpg'/></a> The bridge at dawn.[/caption]",
            )
        ],
        [post(1, BODY + "\n\n[caption id='a' caption='The bridge at dawn.']<img src='a.jpg'/>[/caption]")],
        [post(1, BODY + "\n\n<figure><img src='a.jpg'/><figcaption>The bridge at dawn.</figcaption></figure>")],
        [
            post(1, BODY + "\n\n[caption id='a']<img src='a.jpg'/> The bridge at dawn.[/caption]", more=thumbnail(2)),
            attachment(2, "The bridge at dawn.", parent=1),
        ],
    ],
)
def test_captions_from_all_places_once(items: list[str]) -> None:
    assert captions(*items) == [("The bridge at dawn.", 1.0)]


def test_an_attachment_that_the_post_does_not_show_is_less_sure() -> None:
    assert captions(post(1), attachment(2, "The bridge at dawn.", parent=1)) == [("The bridge at dawn.", 0.7)]


def test_the_attachments_picture() -> None:
    article = read_all(TOP + post(1, more=thumbnail(2)) + attachment(2, "The bridge.", alt="A bridge") + END, "a.xml")[
        0
    ]
    assert isinstance(article, Article)
    assert article.captions[0].picture == Picture("2.jpg", "A bridge")


def test_a_blank_line_begins_a_paragraph() -> None:
    article = read_article(TOP + post(1) + END, "a.xml")
    assert [passage.line for passage in article.passages] == [3, 5]
    assert [passage.text for passage in article.passages] == [line for line in BODY.splitlines() if line]


def test_what_is_no_post_is_counted() -> None:
    items = read_all(
        TOP + post(1) + post(2, kind="nav_menu_item") + post(3, kind="revision") + attachment(4, "") + END, "a.xml"
    )
    assert [type(item) for item in items] == [Article, Skipped]
    assert isinstance(items[1], Skipped)
    assert items[1].reason == "other items of the export, no articles: 1 attachment, 1 nav_menu_item, 1 revision"
    assert items[1].status is Status.SKIPPED


def test_control_characters_and_bad_bytes_lose_nothing_else() -> None:
    data = (TOP + post(1, BODY + "\x0b\x1b") + post(2) + END).encode().replace(b"two years", b"two\xff years")
    items = read_all(data, "a.xml")
    assert len(items) == 2
    assert "could not be read" in str(items[0])


def test_posts_before_the_break_are_read() -> None:
    items = read_all(TOP + post(1) + post(2) + "<item><title>x</titel></item>", "a.xml")
    assert [type(item) for item in items] == [Article, Article, Skipped]
    assert isinstance(items[2], Skipped)
    assert "is broken XML at line" in items[2].reason
    assert items[2].reason.endswith("2 posts before that were read")


def test_plain_rss_is_no_export() -> None:
    assert "no WordPress export" in read_reason("<rss><channel><item><title>x</title></item></channel></rss>", "a.xml")


def test_entities_are_not_expanded() -> None:
    data = (
        "<!DOCTYPE rss [<!ENTITY leak SYSTEM 'file:///etc/passwd'>]>"
        + TOP.partition("\n")[2]
        + post(1).replace("Bridge 1", "&leak;")
        + END
    )
    assert "root:" not in str(read_all(data, "a.xml"))


def test_lines_are_counted_beyond_what_sixteen_bits_hold() -> None:
    article = read_article(TOP + "\n" * 70_000 + post(1) + END, "a.xml")
    assert article.location.line == 70_003
