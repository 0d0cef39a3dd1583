"""What a page says about itself: headline, date, language, and its JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from captioncheck.extract.html_markup import Element, Page, attribute, text_of

_ARTICLES = ("article", "report", "blogposting", "story", "analysisnewsarticle", "webpage", "socialmediaposting")
_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "publishdate",
    "publish-date",
    "pubdate",
    "article.published",
    "cxenseparse:recs:publishtime",
    "pdate",
    "ptime",
    "article_date_original",
    "release_date",
)
_ISO = re.compile(r"(?<!\d)(?:(?:19|20)\d\d([-/])[01]?\d\1[0-3]?\d|(?:19|20)\d\d[01]\d[0-3]\d)(?!\d)")
_SITE = re.compile(r"\s+(?:[|·•»–—-]|::|\|\|)\s+")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


def json_ld(page: Page) -> list[tuple[Element, dict[str, Any]]]:
    """Return the objects of the page's JSON-LD, each with its script element; broken scripts are passed over."""
    found: list[tuple[Element, dict[str, Any]]] = []
    for script in page.root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        for value in _parsed(script.text or ""):
            found.extend((script, item) for item in _objects(value))
    return found


def is_article(item: dict[str, Any]) -> bool:
    """Return whether a JSON-LD object is an article."""
    return any(kind.endswith(_ARTICLES) for kind in kinds(item))


def kinds(item: dict[str, Any]) -> list[str]:
    """Return the types of a JSON-LD object, lower-case."""
    kind = item.get("@type")
    return [str(name).lower() for name in (kind if isinstance(kind, list) else [kind])]


def headline_of(page: Page, heading: Element | None, items: list[tuple[Element, dict[str, Any]]]) -> str:
    """Return the headline: the page's heading when og:title or <title> agrees, else og:title, JSON-LD or <title>."""
    metas = metas_of(page)
    title = next((text_of(element) for element in page.root.iter("title")), "")
    claimed = metas.get("og:title") or metas.get("twitter:title") or ""
    shown = text_of(heading) if heading is not None else ""
    site = metas.get("og:site_name", "").casefold()
    claims = [_without_site(claim) for claim in (claimed, title) if claim]
    if shown and shown.casefold() != site and (not claims or any(_alike(shown, claim) for claim in claims)):
        return shown
    named = next((str(item["headline"]) for _, item in items if is_article(item) and item.get("headline")), "")
    return _without_site(claimed) or " ".join(named.split()) or shown or _without_site(title)


def published_of(page: Page, items: list[tuple[Element, dict[str, Any]]], scope: Element) -> tuple[str | None, str]:
    """Return the day of publication (ISO) by JSON-LD, meta elements or the article's own <time>, and which it was."""
    metas = metas_of(page)
    claims = [("JSON-LD datePublished", item.get("datePublished")) for _, item in items if is_article(item)]
    claims += [(f"meta {name}", metas.get(name)) for name in _DATE_METAS]
    claims += [
        ("marked as datePublished", attribute(element, "content") or attribute(element, "datetime"))
        for element in _marked_dates(page)
    ]
    claims += [("the article's first <time>", attribute(element, "datetime")) for element in scope.iter("time")]
    return next(((day, source) for source, claim in claims if (day := iso_day(claim))), (None, ""))


def language_hint(page: Page) -> str | None:
    """Return the language that the page claims, two letters, or None."""
    metas = metas_of(page)
    root = page.root
    claim = attribute(root, "lang") or attribute(root, "xml:lang") or metas.get("og:locale") or ""
    claim = claim or metas.get("content-language") or ""
    code = re.match(r"[a-zA-Z]{2,3}(?=[-_]|$)", claim)
    return code[0].lower() if code else None


def metas_of(page: Page) -> dict[str, str]:
    """Return the page's meta elements, the first of each name, lower-case."""
    found: dict[str, str] = {}
    for meta in page.root.iter("meta"):
        content = attribute(meta, "content")
        for name in ("property", "name", "itemprop", "http-equiv"):
            if meta.get(name) and content:
                found.setdefault(attribute(meta, name).lower(), content)
    return found


def iso_day(claim: object) -> str | None:
    """Return the first year-month-day in `claim` as an ISO date, or None."""
    if isinstance(claim, list):
        claim = claim[0] if claim else None
    match = _ISO.search(claim) if isinstance(claim, str) else None
    if match is None:
        return None
    numbers = re.findall(r"\d+", match[0])
    if len(numbers) == 1:
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:8]]
    try:
        return date(*map(int, numbers)).isoformat()
    except ValueError:
        return None


def _marked_dates(page: Page) -> Iterator[Element]:
    for element in page.root.iter("time", "span", "meta", "div", "p"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            yield element


def _parsed(text: str) -> Iterator[Any]:
    text = (
        text.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//<![CDATA[").removesuffix("//]]>")
    )
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            yield json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return


def _objects(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    stack = [value]
    while stack and len(found) < 500:
        item = stack.pop(0)
        if isinstance(item, list):
            stack[:0] = item
        elif isinstance(item, dict):
            found.append(item)
            stack.extend(item[name] for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart") if name in item)
    return found


def _alike(one: str, other: str) -> bool:
    words = set(re.findall(r"\w+", one.casefold()))
    others = set(re.findall(r"\w+", other.casefold()))
    return bool(words) and len(words & others) >= 0.5 * min(len(words), len(others))


def _without_site(title: str) -> str:
    """Return a page title without the site's name: the longest of the pieces around its last separators."""
    pieces = _SITE.split(title)
    return max(pieces, key=len).strip() if len(pieces) > 1 else title.strip()
