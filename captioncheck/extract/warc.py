"""WARC: one article for every page that a crawl stored, read record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from captioncheck.datatypes import Article, Caption, Location, Skipped, Status, TextEncoder
from captioncheck.errors import CaptionCheckError, MissingExtraError, ReaderError, fault
from captioncheck.extract.base import Source
from captioncheck.extract.decoding import decode
from captioncheck.extract.draft import not_this
from captioncheck.extract.html import article_of, declared_encoding
from captioncheck.extract.packed import DAMAGED
from captioncheck.extract.warc_http import Response, response_of
from captioncheck.extract.warc_members import opened
from captioncheck.extract.warc_records import Record, RecordStream

_PAGES = ("response", "resource", "conversion")
_SHOWN = 8  # kinds of records that are counted by name


class WarcReader:
    """Reads the pages of a WARC file; packed ones as they are."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield an article a page; a `Skipped` for every page that cannot be read, and one that counts the rest."""
        where = Location(source.path)
        others: Counter[str] = Counter()
        known = False
        damage = ""
        try:
            with source.open() as stream:
                packed = opened(stream)
                records = RecordStream(packed.stream)
                try:
                    for record in records:
                        known = True
                        item = _item(record, source.path)
                        if isinstance(item, str):
                            others[item] += 1
                        else:
                            yield item
                except ReaderError as error:
                    damage = str(error)
                except DAMAGED as error:
                    damage = f"cannot be read: {error}"
                lost = packed.damage()
        except (ReaderError, MissingExtraError) as error:
            yield Skipped(where, str(error))
            return
        if damage:
            yield Skipped(where, damage)
        elif not known:
            yield not_this(source, "is no WARC file, or an empty one: there is no record in it")
        elif records.lost or lost:
            lost = lost or f"{records.lost:,} bytes between its records belong to none: what stood there is lost"
            yield Skipped(where, lost)
        if others:
            yield Skipped(where, f"other records, no pages: {_counted(others)}", Status.SKIPPED)


def _item(record: Record, path: str) -> Article | Skipped | str:
    """Return what a record gives: an article, the reason why there is none, or what kind of other record it is."""
    if record.type not in _PAGES and not (record.damage and not record.type):
        return record.type or "without a type"
    where = Location(path, record=record.headers.get("warc-record-id", "").strip("<>") or None)
    page = record.headers.get("warc-target-uri", "").strip("<>")
    shown = f"{page}: " if page else ""
    response = _response(record)
    if not response.is_page:
        if record.damage and not response.type:
            return Skipped(where, f"{shown}the record {record.damage}" if record.block else f"{shown}{record.damage}")
        return f"{response.type or 'no type'}{f' {response.status}' if response.status >= 300 else ''}"
    if record.damage:
        return Skipped(where, f"{shown}the record is damaged: {record.damage}")
    claimed = record.headers.get("warc-payload-digest", "")
    if claimed and not record.headers.get("warc-truncated") and not response.agrees(claimed):
        return Skipped(where, f"{shown}the record is damaged: its page is not what {claimed} was made of")
    try:
        data = response.body()
        article = article_of(decode(data, response.charset or declared_encoding(data)), path)
    except ReaderError as error:
        return Skipped(where, f"{shown}{error}")
    except CaptionCheckError:
        raise
    except Exception as error:  # ours, and no other page's fault
        return Skipped(where, f"{shown}{fault(error)}")
    cut = record.headers.get("warc-truncated")
    notes = (f"the crawler cut the page short ({cut})",) if cut else ()
    return replace(
        article,
        location=replace(article.location, record=where.record),
        captions=tuple(_placed(caption, where, page) for caption in article.captions),
        notes=(*article.notes, *notes),
    )


def _response(record: Record) -> Response:
    if record.type == "response" and "http" in record.headers.get("content-type", "application/http"):
        return response_of(record.block)
    kind = record.headers.get("content-type", "").partition(";")[0].strip().casefold()
    return Response(0, kind, "", {}, record.block)


def _placed(caption: Caption, where: Location, page: str) -> Caption:
    """Return a caption with the record it stands in; its picture counts from the page's address."""
    picture = caption.picture
    if picture is not None and not picture.base and page:
        picture = replace(picture, base=page)
    return replace(caption, location=replace(caption.location, record=where.record), picture=picture)


def _counted(others: Counter[str]) -> str:
    most = others.most_common(_SHOWN)
    rest = sum(others.values()) - sum(count for _, count in most)
    parts = [f"{count:,} {kind}" for kind, count in most]
    return ", ".join([*parts, f"{rest:,} of other kinds"] if rest else parts)
