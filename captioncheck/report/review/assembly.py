"""One file of a page's parts: what varies is escaped, and the browser is told to run and fetch nothing else."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from hashlib import sha256
from html import escape as escaped
from importlib.resources import files
from typing import Any

from captioncheck.datatypes import Verdict
from captioncheck.report.review.entries import Entries, Row
from captioncheck.report.terminal.wording import count, percent
from captioncheck.version import __version__

_PLAIN = 500
"""Findings in the list for readers without scripts."""
_OPEN = 3
"""Inputs that could not be read which stand open: more would push the findings out of sight."""
_ORDER = (Verdict.MISMATCH, Verdict.UNVERIFIABLE, Verdict.CONSISTENT)
_PLURALS = {Verdict.MISMATCH: "mismatches"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HOLE = re.compile(r"\{\{(\w+)\}\}")
_SCRIPTS = ("card.js", "exports.js", "page.js")
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def escape(text: str) -> str:
    """Return text as HTML shows it, with a mark for the control characters that it must not have."""
    return _CONTROL.sub("\ufffd", escaped(text))


def page(entries: Entries, thumbs: Sequence[str]) -> str:
    """Return the whole page. The rows must have their pictures."""
    style, script = _part("page.css"), "\n".join(map(_part, _SCRIPTS))
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    holes = {
        "policy": policy,
        "style": style,
        "script": script,
        "version": escape(__version__),
        "title": escape(f"{_headline(entries)} · captioncheck"),
        "headline": escape(_headline(entries)),
        "counts": escape(_counts(entries)),
        "unread_hidden": "" if entries.problems else " hidden",
        "unread_open": " open" if len(entries.problems) <= _OPEN else "",
        "unread_title": f"{count(len(entries.problems), 'input')} could not be read",
        "unread": "".join(
            f'<li><bdi>{escape(where)}</bdi>: <span dir="auto">{escape(why)}</span></li>'
            for where, why in entries.problems
        ),
        "plain": _plain(entries),
        "about": escape(_about(entries)),
        "data": _safe_json(_data(entries, thumbs)),
    }
    return _HOLE.sub(lambda hole: holes[hole[1]], _part("page.html"))


def _data(entries: Entries, thumbs: Sequence[str]) -> dict[str, Any]:
    said = {"articles": entries.articles, "findings": [row.shown for row in entries.rows]}
    known = {
        "articles": entries.articles,
        "findings": [
            {name: value for name, value in row.shown.items() if name not in ("thumb", "heat", "note")}
            for row in entries.rows
        ],
    }
    # Decisions are kept under the digest of what was decided on; that a picture was found since changes nothing.
    digest = sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:20]
    return {"digest": digest, "none": _none(entries), **said, "thumbs": thumbs}


def _safe_json(value: Any) -> str:
    """Return JSON in which no "</script>" or "<!--" can stand."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_UNSAFE)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


def _part(name: str) -> str:
    return files("captioncheck.report.review").joinpath(name).read_text(encoding="utf-8")


def _none(entries: Entries) -> str:
    return f"No captions flagged in {count(entries.checked, 'article')}."


def _headline(entries: Entries) -> str:
    if not entries.flagged:
        return _none(entries).rstrip(".")
    verb = "does not" if entries.flagged == 1 else "do not"
    whose = "its article" if entries.flagged == 1 else "their articles"
    return f"{count(entries.flagged, 'caption')} {verb} fit {whose}"


def _counts(entries: Entries) -> str:
    verdicts = ", ".join(
        count(number, name, _PLURALS.get(name, name)) for name in _ORDER if (number := entries.verdicts[name])
    )
    said = f"{count(entries.captions, 'caption')} in {count(entries.checked, 'article')}"
    said += f": {verdicts}." if verdicts else "."
    if entries.suppressed:
        said += f" {entries.suppressed:,} suppressed."
    if entries.problems:
        said += f" {count(len(entries.problems), 'input')} could not be read."
    if entries.skipped:
        said += f" {count(entries.skipped, 'input')} skipped."
    if entries.interrupted:
        said += " The check was interrupted: the rest of the articles was not looked at."
    return said


def _about(entries: Entries) -> str:
    left = ""
    if entries.left_out:
        left = f" {count(entries.left_out, 'consistent caption')} that fit best are left out of this page."
    return f"Written by captioncheck {__version__}. Nothing on this page comes from the network.{left}"


def _plain(entries: Entries) -> str:
    """Return the findings as a list that needs no script."""
    found = sorted((row for row in entries.rows if row.loudness[0] == 0), key=lambda row: row.loudness)
    if not found:
        return f'<p class="empty">{escape(_none(entries))}</p>'
    more = f"<p>{len(found) - _PLAIN:,} more need scripts to be shown.</p>" if len(found) > _PLAIN else ""
    return f'<ol class="plain">{"".join(_plain_row(row, entries) for row in found[:_PLAIN])}</ol>{more}'


def _plain_row(row: Row, entries: Entries) -> str:
    shown = row.shown
    article = entries.articles[shown["article"]]
    reasons = "".join(
        f'<li>{escape(rule["code"])} {escape(rule["name"])}: <span dir="auto">{escape(rule["message"])}</span></li>'
        for rule in shown["rules"]
    )
    fit = "" if shown["fit"] is None else f" fit {percent(shown['fit'])}"
    record = f" [{escape(article['record'])}]" if article["record"] else ""
    return (
        f'<li><p class="verdict {escape(shown["level"])}"><b>{escape(shown["verdict"])}</b> '
        f"{escape(shown['level'])}{fit}</p>"
        f'<p class="caption" dir="auto">{escape(shown["text"])}</p><ul>{reasons}</ul>'
        f'<p><span dir="auto">{escape(article["headline"])}</span>'
        f'<span class="where">{escape(article["path"])}{record}:{shown["line"]}</span></p></li>\n'
    )
