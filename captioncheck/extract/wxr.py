"""WordPress exports (WXR): one article a post, streamed, with the captions of its attachments joined by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from captioncheck.datatypes import Article, Location, Picture, Skipped, Status, TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source, key
from captioncheck.extract.directives import noted
from captioncheck.extract.draft import Draft, DraftCaption, article_or_reason, not_this
from captioncheck.extract.embedded import embedded
from captioncheck.extract.feed_dates import published_of
from captioncheck.extract.packed import DAMAGED
from captioncheck.extract.wxr_items import Attachment, Item, item_of
from captioncheck.extract.wxr_markup import galleries, with_figures
from captioncheck.extract.xml_stream import elements

_ARTICLES = frozenset({"post", "page", "article", "story", "news"})
_NOT_ARTICLES = frozenset({"trash", "auto-draft"})
_UPLOADED = 0.7  # an attachment of a post that the post's text does not show: perhaps it was never printed
_MAX_ATTACHMENTS = 1_000_000


class WxrReader:
    """Reads the posts of a WordPress export, in two passes: attachments may come after the posts that show them."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield an article for every post, a `Skipped` for what is none, and one that counts all that is no post."""
        try:
            attachments = _attachments(source)
        except ReaderError as error:
            # What stands before the break is read all the same; the second pass meets the break again, and says so.
            attachments = {}
            if "broken XML" not in str(error) and "ends too early" not in str(error):
                yield Skipped(Location(source.path), str(error))
                return
        except DAMAGED as error:
            yield Skipped(Location(source.path), f"cannot be read: {getattr(error, 'strerror', None) or error}")
            return
        yield from _posts(source, _Attachments(attachments))


class _Attachments:
    """The attachments of an export, by their own ids and by the posts that they were uploaded to."""

    def __init__(self, by_id: dict[str, Attachment]) -> None:
        self.by_id = by_id
        self._by_parent: dict[str, list[Attachment]] = {}
        for attachment in by_id.values():
            self._by_parent.setdefault(attachment.parent, []).append(attachment)

    def of(self, post: str) -> list[Attachment]:
        return self._by_parent.get(post, []) if post and post != "0" else []


def _attachments(source: Source) -> dict[str, Attachment]:
    found: dict[str, Attachment] = {}
    for element in elements(source, "item"):
        attachment = Attachment.of(element)
        if attachment is not None and len(found) < _MAX_ATTACHMENTS:
            found[attachment.id] = attachment
    return found


def _posts(source: Source, attachments: _Attachments) -> Iterator[Article | Skipped]:
    posts = items = 0
    others: dict[str, int] = {}
    try:
        for element in elements(source, "item"):
            items += 1
            item = item_of(element)
            if not item.type and not item.id:
                continue  # RSS without WordPress's fields
            if item.type not in _ARTICLES and not (item.content and "public" in item.type):
                others[item.type] = others.get(item.type, 0) + 1
                continue
            posts += 1
            where = Location(source.path, item.line, 1, item.id or None)
            if item.status in _NOT_ARTICLES:
                yield Skipped(where, f"is in the bin: its status is '{item.status}'", Status.SKIPPED)
            else:
                yield article_or_reason(_draft(item, attachments), where)
    except ReaderError as error:
        yield Skipped(Location(source.path), f"{error}; {posts} posts before that were read")
        return
    except DAMAGED as error:
        yield Skipped(Location(source.path), f"cannot be read: {getattr(error, 'strerror', None) or error}")
        return
    if not posts:
        reason = "is a WordPress export without posts" if others else "is RSS, but no WordPress export: it has no posts"
        yield not_this(source, f"{reason}; there is no article in it")
    elif others:
        counted = ", ".join(f"{count} {kind or 'without a type'}" for kind, count in sorted(others.items()))
        yield Skipped(Location(source.path), f"other items of the export, no articles: {counted}", Status.SKIPPED)


def _draft(item: Item, attachments: _Attachments) -> Draft:
    day = published_of(item.dates)[0]
    inside = embedded(
        with_figures(item.content),
        item.title,
        line=item.content_line,
        published=day,
        language=item.language,
    )
    lead = embedded(item.excerpt, "", line=item.line).passages if item.excerpt else ()
    printed = {key(caption.text) for caption in inside.captions}
    shown = [attachments.by_id.get(one) for one in (item.thumbnail, *galleries(item.content))]
    if galleries(item.content) == [""]:
        shown += attachments.of(item.id)
    captions = [_caption(one) for one in dict.fromkeys(shown) if one is not None and one.caption]
    known = {key(caption.text) for caption in captions} | printed
    captions += [
        replace(_caption(one), confidence=_UPLOADED)
        for one in attachments.of(item.id)
        if one.caption and key(one.caption) not in known
    ]
    return Draft(
        headline=item.title,
        passages=[*lead, *inside.passages],
        captions=captions,
        made=inside.captions,
        dates=item.dates,
        language=item.language,
        notes=noted(item.content, "html") or noted(item.content),
    )


def _caption(attachment: Attachment) -> DraftCaption:
    picture = Picture(attachment.url, attachment.alt) if attachment.url else None
    return DraftCaption(attachment.caption, attachment.line, picture=picture)
