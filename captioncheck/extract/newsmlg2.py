"""NewsML-G2: news items alone or in a message; pictures are items of their own, linked to the articles by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from captioncheck.datatypes import Article, Caption, Location, Passage, Picture, Skipped, Status, TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source
from captioncheck.extract.draft import Draft, DraftCaption, article_or_reason, not_this, paragraphs
from captioncheck.extract.embedded import MARKUP, embedded
from captioncheck.extract.feed_dates import published_of
from captioncheck.extract.html_markup import Element
from captioncheck.extract.nitf import ASIDE, BLOCKS, body_of
from captioncheck.extract.xml_tree import below, first, first_text, line_of, parse, said, texts_in

ROOTS = ("newsItem", "newsMessage", "packageItem", "itemSet")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PICTURES = ("picture", "photo", "graphic", "image", "photograph")
_OTHERS = ("video", "audio", "animation", "composite", "planning", "event")


class NewsMlG2Reader:
    """Reads the articles of a NewsML-G2 document."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield an article for every text item and for every picture that belongs to none; `Skipped` for the rest."""
        where = Location(source.path)
        try:
            tree = parse(source.data())
        except ReaderError as error:
            yield Skipped(where, str(error))
            return
        root = tree.root
        if root.tag not in ROOTS:
            yield not_this(source, f"is XML, but no NewsML-G2: it begins with <{root.tag}>")
            return
        items = [_Item.of(one) for one in root.iter("newsItem")]
        if not items:
            yield not_this(source, "is NewsML-G2 without a news item: there is no article in it")
        links = _links(root, items)
        taken = {guid for guids in links.values() for guid in guids}
        for item in items:
            if item.kind == "picture" and item.guid in taken:
                continue
            where = Location(source.path, line_of(item.element), 1, None if root.tag == "newsItem" else item.guid)
            if item.kind == "other":
                yield Skipped(where, "is no text and no picture", Status.SKIPPED)
                continue
            pictures = [one for one in items if one.kind == "picture" and one.guid in links.get(item.guid, ())]
            yield article_or_reason(_draft(item, pictures, tree.notes), where)


@dataclass(frozen=True, slots=True)
class _Item:
    element: Element
    guid: str
    kind: str

    @classmethod
    def of(cls, element: Element) -> _Item:
        classed = next(
            (one.get("qcode") or one.get("uri") or "" for one in below(element, "itemMeta", "itemClass")), ""
        )
        name = classed.rpartition(":")[2].rpartition("/")[2].casefold()
        contents = list(below(element, "contentSet", "inlineXML|inlineData"))
        remote = [one.get("contenttype") or "" for one in below(element, "contentSet", "remoteContent")]
        if name in _PICTURES or (not name and not contents and any(one.startswith("image/") for one in remote)):
            kind = "picture"
        else:
            kind = "other" if name in _OTHERS and not contents else "text"
        return cls(element, (element.get("guid") or "").strip(), kind)

    @property
    def meta(self) -> Element | None:
        return first(self.element, "contentMeta")

    @property
    def language(self) -> str | None:
        tag = next((one.get("tag") for one in below(self.meta, "language") if one.get("tag")), None)
        return tag or str(self.element.get(_XML_LANG) or "") or None


def _links(root: Element, items: Sequence[_Item]) -> dict[str, set[str]]:
    """Return the ids of the pictures of every text item: by its links, by packages, or as the message's only text."""
    pictures = {item.guid for item in items if item.kind == "picture"}
    texts = [item for item in items if item.kind == "text"]
    links: dict[str, set[str]] = {}
    for item in texts:
        named = {
            one.get("residref") or one.get("href") for one in item.element.iter("link", "itemRef", "remoteContent")
        }
        links[item.guid] = pictures & {name for name in named if name}
    for group in root.iter("group"):
        named = {one.get("residref") for one in below(group, "itemRef")}
        inside = [item.guid for item in texts if item.guid in named]
        if len(inside) == 1:
            links[inside[0]] |= pictures & {name for name in named if name}
    if len(texts) == 1:
        links[texts[0].guid] = pictures
    return links


def _draft(item: _Item, pictures: Sequence[_Item], notes: tuple[str, ...]) -> Draft:
    headline = _headline(item)
    dates = _dates(item)
    passages: list[Passage] = []
    captions = list(_captions(item, told=item.kind == "picture"))
    made: list[Caption] = []
    for content in below(item.element, "contentSet", "inlineXML|inlineData"):
        if passages:
            break  # the same text in another form
        body = body_of(content)
        if body.passages:
            passages, captions = list(body.passages), [*captions, *body.captions]
            continue
        markup = _markup(content)
        if markup:
            inside = embedded(
                markup, headline, line=line_of(content), published=published_of(dates)[0], language=item.language
            )
            passages, made = list(inside.passages), [*made, *inside.captions]
        if not passages:
            passages = list(texts_in(content, BLOCKS, ASIDE)) or list(
                paragraphs("".join(content.itertext()), line_of(content))
            )
    for picture in pictures:
        captions += _captions(picture, told=True)
    return Draft(
        headline=headline,
        passages=passages,
        captions=captions,
        made=made,
        dates=dates,
        language=item.language,
        dateline=first_text(item.meta, "dateline") or _located(item.meta),
        notes=notes,
    )


def _captions(item: _Item, *, told: bool) -> Iterator[DraftCaption]:
    """Yield the captions that an item's own description gives; unless it is `told`, only those in the role of one."""
    descriptions = list(below(item.meta, "description"))
    roles = [(one.get("role") or "").rpartition(":")[2].casefold() for one in descriptions]
    chosen = [one for one, role in zip(descriptions, roles, strict=True) if role == "caption"]
    if not chosen and told:
        chosen = descriptions
    references = [
        one.get("href") or one.get("residref") or ""
        for one in below(item.element, "contentSet", "remoteContent")
        if (one.get("contenttype") or "image/").startswith("image/")
    ]
    named = list(dict.fromkeys(reference.strip() for reference in references if reference.strip()))
    picture = Picture(named[0], "", tuple(named[1:])) if named else None
    for one in chosen:
        yield DraftCaption(said(one), line_of(one), _credit(item.meta), picture, one.get(_XML_LANG) or item.language)


def _credit(meta: Element | None) -> str:
    creator = next(iter(below(meta, "creator")), None)
    name = first_text(creator, "name") if creator is not None else ""
    return first_text(meta, "creditline") or first_text(meta, "by") or name


def _headline(item: _Item) -> str:
    headlines = list(below(item.meta, "headline"))
    plain = [
        one
        for one in headlines
        if not one.get("role") or one.get("role", "").casefold().endswith((":main", "headline"))
    ]
    plain = [one for one in plain if "sub" not in (one.get("role") or "").casefold()]
    return next((said(one) for one in (*plain, *headlines)), "") or first_text(item.element, "itemMeta", "title")


def _dates(item: _Item) -> list[tuple[object, str]]:
    meta = first(item.element, "itemMeta")
    return [
        (first_text(item.meta, "contentCreated"), "NewsML-G2 contentCreated"),
        (first_text(meta, "firstCreated"), "NewsML-G2 firstCreated"),
        (first_text(meta, "versionCreated"), "NewsML-G2 versionCreated"),
    ]


def _located(meta: Element | None) -> str:
    located = first(meta, "located")
    return "" if located is None else first_text(located, "name") or str(located.get("literal") or "")


def _markup(content: Element) -> str:
    """Return the HTML of a piece of content, "" when it is none."""
    from lxml import etree

    body = next(content.iter("html", "body", "article", "section", "div"), None)
    if body is not None:
        for element in body.iter():
            if isinstance(element.tag, str):
                etree.cleanup_namespaces(element)
                break
        return str(etree.tostring(body, encoding="unicode", method="html", with_tail=False))
    text = "".join(content.itertext()) if not len(content) else ""
    return text if MARKUP.search(text) else ""
