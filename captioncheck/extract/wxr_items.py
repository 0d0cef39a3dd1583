"""The items of a WordPress export: posts, attachments, and the fields that name them."""

from __future__ import annotations

from dataclasses import dataclass

from captioncheck.extract.base import one_line
from captioncheck.extract.embedded import plain
from captioncheck.extract.html_markup import Element
from captioncheck.extract.xml_tree import line_of

_ALT = "_wp_attachment_image_alt"
_THUMBNAIL = "_thumbnail_id"
_DATES = ("wp:post_date_gmt", "wp:post_date", "pubDate")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture of the media library: its own id, the post it was uploaded to, its caption and alternative text."""

    id: str
    parent: str
    url: str
    caption: str
    alt: str
    line: int

    @classmethod
    def of(cls, element: Element) -> Attachment | None:
        """Return the attachment that an item is; None when it is none, or says nothing."""
        fields = _fields(element)
        if fields.get("wp:post_type") != "attachment":
            return None
        caption, alt = plain(fields.get("excerpt:encoded", "")), one_line(_meta(element, _ALT))
        url = fields.get("wp:attachment_url", "") or fields.get("guid", "")
        number = fields.get("wp:post_id", "")
        line = next((line_of(child) for child in element if _name(child) == "excerpt:encoded"), line_of(element))
        return cls(number, fields.get("wp:post_parent", ""), url, caption, alt, line) if caption else None


@dataclass(frozen=True, slots=True)
class Item:
    """A post as exported; `content_line` is where its HTML begins, `dates` are what it says of its day."""

    id: str
    type: str
    status: str
    title: str
    content: str
    content_line: int
    excerpt: str
    thumbnail: str
    dates: tuple[tuple[object, str], ...]
    language: str | None
    line: int


def item_of(element: Element) -> Item:
    """Return what an <item> says."""
    fields = _fields(element)
    content = next((child for child in element if _name(child) == "content:encoded"), None)
    return Item(
        id=fields.get("wp:post_id", ""),
        type=fields.get("wp:post_type", ""),
        status=fields.get("wp:status", ""),
        title=plain(fields.get("title", "")),
        content=(content.text or "") if content is not None else "",
        content_line=line_of(content) if content is not None else line_of(element),
        excerpt=fields.get("excerpt:encoded", ""),
        thumbnail=_meta(element, _THUMBNAIL),
        dates=tuple((_day(fields.get(name, "")), f"WXR {name.removeprefix('wp:')}") for name in _DATES),
        language=fields.get("language") or _channel_language(element),
        line=line_of(element),
    )


def _day(text: str) -> str:
    return "" if text.startswith(("0000", "-0001")) else text


def _fields(element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in element:
        found.setdefault(_name(child), (child.text or "").strip())
    return found


def _name(element: Element) -> str:
    """Return an element's name with the usual prefix of its namespace, whatever the version in it."""
    space, _, name = str(element.tag).rpartition("}")
    if "/excerpt/" in space:
        return f"excerpt:{name}"
    if "rss/1.0/modules/content" in space:
        return f"content:{name}"
    return f"wp:{name}" if "wordpress.org/export/" in space else name


def _meta(element: Element, wanted: str) -> str:
    """Return one of the post's own fields, which are pairs of key and value."""
    for child in element:
        if _name(child) == "wp:postmeta":
            pair = {_name(one): (one.text or "").strip() for one in child}
            if pair.get("wp:meta_key") == wanted:
                return pair.get("wp:meta_value", "")
    return ""


def _channel_language(element: Element) -> str | None:
    channel = element.getparent()
    found = None if channel is None else channel.find("language")
    return None if found is None else found.text
