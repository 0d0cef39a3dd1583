"""WordPress's shortcodes for captions and galleries, which stand unrendered in an export."""

from __future__ import annotations

import re

_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b(?P<inside>[^\]\n]{0,2000})\](?P<content>(?:(?!\[(?:wp_)?caption\b).){0,20000}?)\[/(?:wp_)?caption\]",
    re.DOTALL,
)
_IMAGE = re.compile(r"(?:<a\b[^<>]{0,2000}>\s*)?<img\b[^<>]{0,4000}>(?:\s*</a>)?", re.IGNORECASE)
_OLD = re.compile(r"\bcaption=(?:\"([^\"]*)\"|'([^']*)')")
_GALLERY = re.compile(r"\[gallery\b([^\]]{0,2000})\]")
_IDS = re.compile(r"\b(?:ids|include)=[\"']?([\d,\s]+)")
_OTHER = re.compile(r"\[/?(?:gallery|embed|audio|video|playlist|contact-form|vc_\w+|et_pb_\w+)\b[^\]]{0,2000}\]")


def with_figures(content: str) -> str:
    """Return a post's HTML with its caption shortcodes as figures, and without other shortcodes; lines stay."""
    return _OTHER.sub(lambda match: "\n" * match[0].count("\n"), _CAPTION.sub(_figure, content))


def galleries(content: str) -> list[str]:
    """Return the attachments' ids that gallery shortcodes name; "" for one that shows all of the post's own."""
    found: list[str] = []
    for match in _GALLERY.finditer(content):
        ids = _IDS.search(match[1])
        found += re.findall(r"\d+", ids[1]) if ids else [""]
    return list(dict.fromkeys(found))


def _figure(match: re.Match[str]) -> str:
    image = _IMAGE.search(match["content"])
    text = match["content"][image.end() :] if image else match["content"]
    if not text.strip() and (old := _OLD.search(match["inside"])):
        text = old[1] or old[2] or ""
    shown = match["content"][: image.end()] if image else ""
    return f"<figure>{shown}<figcaption>{text}</figcaption></figure>"
