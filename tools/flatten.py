"""A saved page as a copy and paste gives it: the form that plain-text articles come in."""

from __future__ import annotations

import re
from typing import Any

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "ol",
        "br",
        "option",
        "label",
        "img",
    ]
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "head",
        "template",
        "svg",
        "iframe",
        "select",
        "textarea",
        "input",
        "object",
        "nav",
        "footer",
        "header",
    ]
)


def flatten(data: bytes) -> str:
    """Return a saved page as a copy and paste gives it: one line a block, blank lines between."""
    from lxml import html

    lines = [""]

    def walk(node: Any) -> None:
        if not isinstance(node.tag, str) or node.tag.lower() in _DROPPED:
            return
        block = node.tag.lower() in _BLOCKS
        if block:
            lines.append("")
        lines[-1] += node.text or ""
        for child in node:
            walk(child)
            lines[-1] += child.tail or ""
        if block:
            lines.append("")

    walk(html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("utf-8", "replace"))))
    return "\n\n".join(text for text in (re.sub(r"\s+", " ", line).strip() for line in lines) if text)
