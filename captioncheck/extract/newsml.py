"""NewsML 1: one article a <NewsItem>, its pictures and their captions in components with roles."""

from __future__ import annotations

from collections.abc import Iterator

from captioncheck.datatypes import Article, Caption, Location, Passage, Picture, Skipped, TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source
from captioncheck.extract.draft import Draft, DraftCaption, article_or_reason, not_this
from captioncheck.extract.embedded import embedded
from captioncheck.extract.html_markup import Element
from captioncheck.extract.nitf import ASIDE, BLOCKS, body_of
from captioncheck.extract.xml_tree import below, first, first_text, line_of, parse, said, texts_in

_CAPTIONS = frozenset({"caption", "legende", "légende", "bildtext", "piedefoto"})
_PICTURES = ("photo", "picture", "image", "graphic")


class NewsMlReader:
    """Reads the articles of a NewsML 1 document."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield an article for every news item, and a `Skipped` for what is none."""
        where = Location(source.path)
        try:
            tree = parse(source.data())
        except ReaderError as error:
            yield Skipped(where, str(error))
            return
        if tree.root.tag != "NewsML":
            yield not_this(source, f"is XML, but no NewsML 1: it begins with <{tree.root.tag}>")
            return
        items = list(below(tree.root, "NewsItem"))
        if not items:
            yield Skipped(where, "is NewsML without a <NewsItem>: there is no article in it")
        for item in items:
            yield article_or_reason(
                _draft(item, tree.root, tree.notes), Location(source.path, line_of(item), 1, _id(item))
            )


def _id(item: Element) -> str | None:
    identifier = first(item, "Identification", "NewsIdentifier")
    return first_text(identifier, "PublicIdentifier") or first_text(identifier, "NewsItemId") or None


def _draft(item: Element, root: Element, notes: tuple[str, ...]) -> Draft:
    captions: list[DraftCaption] = []
    passages: list[Passage] = []
    headline = next((text for one in item.iter("HeadLine") if (text := said(one))), "")
    language = next((one.get("FormalName") for one in item.iter("Language") if one.get("FormalName")), None)
    made: list[Caption] = []
    for component in item.iter("NewsComponent"):
        if _role(component) in _CAPTIONS:
            captions += _captions(component)
    for content in item.iter("DataContent"):
        if any(_role(one) in _CAPTIONS for one in content.iterancestors("NewsComponent")) or not _is_text(content):
            continue
        body = body_of(content)
        captions += body.captions
        texts = list(body.passages) or list(texts_in(content, BLOCKS, ASIDE))
        if not texts and (text := "".join(content.itertext())).strip():
            inside = embedded(text, headline, line=line_of(content), language=language)
            texts, made = list(inside.passages), [*made, *inside.captions]
        passages += texts
    return Draft(
        headline=headline,
        passages=passages,
        captions=captions,
        made=made,
        dates=_dates(item, root),
        language=language,
        dateline=next((text for one in item.iter("DateLine") if (text := said(one))), ""),
        notes=notes,
    )


def _captions(component: Element) -> Iterator[DraftCaption]:
    """Yield the caption that a component with that role holds, with the picture and the credit beside it."""
    around = next((one for one in component.iterancestors("NewsComponent") if _references(one)), component)
    language = next((one.get("FormalName") for one in component.iter("Language")), None)
    references = list(dict.fromkeys(_references(around)))
    picture = Picture(references[0], "", tuple(references[1:])) if references else None
    for content in component.iter("DataContent"):
        yield DraftCaption(said(content), line_of(content), _credit(component, around), picture, language)


def _credit(component: Element, around: Element) -> str:
    for lines in (*below(component, "NewsLines"), *below(around, "NewsLines")):
        if found := next((text for name in ("CreditLine", "CopyrightLine") if (text := first_text(lines, name))), ""):
            by = first_text(lines, "ByLine")
            return f"{by} / {found}" if by and by not in found and found[:1] not in "©(" else found
    return ""


def _references(component: Element) -> list[str]:
    found = []
    for item in component.iter("ContentItem"):
        kind = next((one.get("FormalName") or "" for one in below(item, "MediaType")), "").casefold()
        if item.get("Href") and kind in _PICTURES:
            found.append(item.get("Href").strip())
    return found


def _is_text(content: Element) -> bool:
    kind = next((one.get("FormalName") or "" for one in below(content.getparent(), "MediaType")), "Text")
    return kind.casefold() in ("text", "complexdata", "")


def _role(component: Element) -> str:
    return next((one.get("FormalName") or "" for one in below(component, "Role")), "").casefold().replace(" ", "")


def _dates(item: Element, root: Element) -> list[tuple[object, str]]:
    management = first(item, "NewsManagement")
    return [
        (first_text(management, "FirstCreated"), "NewsML FirstCreated"),
        (first_text(management, "ThisRevisionCreated"), "NewsML ThisRevisionCreated"),
        (first_text(item, "Identification", "NewsIdentifier", "DateId"), "NewsML DateId"),
        (first_text(root, "NewsEnvelope", "DateAndTime"), "NewsML DateAndTime"),
    ]
