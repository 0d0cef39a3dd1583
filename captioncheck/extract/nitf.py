"""NITF 3: one article a document; also the body of an article inside NewsML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from captioncheck.datatypes import Article, Location, Passage, Picture, Skipped, TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source
from captioncheck.extract.draft import Draft, DraftCaption, article_from, not_this
from captioncheck.extract.html_markup import Element
from captioncheck.extract.xml_tree import below, first, first_text, line_of, parse, said, texts_in

BLOCKS = ("p", "hl2", "li", "dd", "blockquote", "h2", "h3", "h4")
ASIDE = frozenset({"media", "table", "nitf-table", "media-metadata", "media-object"})
_PICTURES = ("image", "photo", "picture", "graphic", "")


class NitfReader:
    """Reads the article of a NITF document."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield the document's article, or a `Skipped` that says why there is none."""
        try:
            tree = parse(source.data())
            if tree.root.tag != "nitf":
                yield not_this(source, f"is XML, but no NITF: it begins with <{tree.root.tag}>")
                return
            yield article_from(draft_of(tree.root, tree.notes), Location(source.path))
        except ReaderError as error:
            yield Skipped(Location(source.path), str(error))


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs and captions of a NITF body."""

    passages: tuple[Passage, ...]
    captions: tuple[DraftCaption, ...]


def draft_of(root: Element, notes: tuple[str, ...] = ()) -> Draft:
    """Return what a <nitf> element says."""
    head, docdata = first(root, "body", "body.head"), first(root, "head", "docdata")
    abstract = [Passage(said(one), line_of(one)) for one in below(head, "abstract", "p|hl2") if said(one)]
    body = body_of(root)
    return Draft(
        headline=first_text(head, "hedline", "hl1") or first_text(root, "head", "title"),
        passages=(*abstract, *body.passages),
        captions=body.captions,
        dates=_dates(root, docdata, head),
        language=root.get("baselang") or _attribute(root, "lang"),
        dateline=_dateline(head, docdata),
        notes=notes,
    )


def body_of(root: Element) -> Body:
    """Return the paragraphs and captions below the <body.content> of an element."""
    passages: list[Passage] = []
    captions: list[DraftCaption] = []
    for content in root.iter("body.content"):
        passages += texts_in(content, BLOCKS, ASIDE) or ()
        if not passages and (text := said(content)):
            passages.append(Passage(text, line_of(content)))
        for media in content.iter("media"):
            captions += _captions(media)
    return Body(tuple(passages), tuple(captions))


def _captions(media: Element) -> Iterator[DraftCaption]:
    """Yield the captions of a block of media; those of recordings are about no picture."""
    if (media.get("media-type") or "").strip().casefold() not in _PICTURES:
        return
    producer = first_text(media, "media-producer")
    picture = _picture(media)
    for caption in below(media, "media-caption"):
        inside = next((said(one) for one in caption.iter("media-producer", "credit", "byline")), "")
        yield DraftCaption(
            said(caption),
            line_of(caption),
            inside or producer,
            picture,
            caption.get("lang") or _attribute(caption, "lang"),
        )


def _picture(media: Element) -> Picture | None:
    references: list[str] = []
    alt = ""
    for reference in below(media, "media-reference"):
        names = (reference.get(name) for name in ("source", "data-location", "name", "src"))
        references += [name.strip() for name in names if name and name.strip()][:1]
        alt = alt or (reference.get("alternate-text") or "").strip()
    unique = list(dict.fromkeys(references))
    return Picture(unique[0], alt, tuple(unique[1:])) if unique else None


def _dates(root: Element, docdata: Element | None, head: Element | None) -> list[tuple[object, str]]:
    claims: list[tuple[object, str]] = [
        (one.get("norm"), f"NITF {name}") for name in ("date.issue", "date.release") for one in below(docdata, name)
    ]
    claims[1:1] = [(one.get("norm") or said(one), "NITF story.date") for one in below(head, "dateline", "story.date")]
    claims += [(one.get("date.publication"), "NITF date.publication") for one in below(root, "head", "pubdata")]
    return claims


def _dateline(head: Element | None, docdata: Element | None) -> str:
    place = first_text(head, "dateline", "location")
    if not place and (dateline := first(head, "dateline")) is not None and first(dateline, "story.date") is None:
        place = said(dateline)
    return place or next((one.get("city") or "" for one in below(docdata, "evloc")), "")


def _attribute(element: Element, name: str) -> str | None:
    """Return an attribute, whatever its namespace."""
    value = element.get(f"{{http://www.w3.org/XML/1998/namespace}}{name}")
    return str(value) if value else None
