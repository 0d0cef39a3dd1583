"""The pieces of a SARIF 2.1.0 run: the tool with its rules, a result, and what happened besides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from captioncheck.datatypes import Level, Suppression
from captioncheck.report.findings import MISMATCH, UNREADABLE, Row
from captioncheck.report.lines import quoted, said
from captioncheck.report.places import BASE_ID, Places
from captioncheck.report.plain import plain
from captioncheck.rules import HOME, RULES, RuleText
from captioncheck.version import __version__

MESSAGE, SNIPPET, PASSAGE, RECORD = 500, 200, 120, 200
"""Characters that are kept of each: GitHub takes no more than 10 MB."""

NOTICES = {
    UNREADABLE: "An input could not be read.",
    "interrupted": "The run was interrupted before everything was checked.",
    "nothing-checked": "Nothing was found to check.",
    "left-out": "More was found than is listed.",
}
MISMATCHES = "The caption does not belong to its article or picture."
_TAGS = {"CC1": "text", "CC2": "picture", "CC3": "archive", "CC4": "suppression"}
_KINDS = {"comment": "inSource"}


def driver(codes: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the tool: every rule, and those of `codes` (code and name) that no text describes."""
    known = {rule.code for rule in RULES}
    more = [
        _described(code, MISMATCHES if code == MISMATCH else f"{name}.", name)
        for code, name in codes
        if code not in known
    ]
    return {
        "name": "captioncheck",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [*map(_rule, RULES), *more],
        "notifications": [_described(name, text, name) for name, text in NOTICES.items()],
    }


def _described(code: str, text: str, name: str) -> dict[str, Any]:
    # GitHub asks for all three of whatever has a code.
    described = {key: {"text": text} for key in ("shortDescription", "fullDescription", "help")}
    return {"id": code, **({} if name == code else {"name": name}), **described}


def _rule(rule: RuleText) -> dict[str, Any]:
    headline, caption, reason = rule.wrong
    text = (
        f"{rule.why}\n\nFires on\nArticle: {headline}\nCaption: {caption}\nReason: {reason}\n\n"
        f"Stays silent\n{rule.right}\n\nWhat to do\n{rule.act}"
    )
    markdown = (
        f"{rule.why}\n\n**Fires on**\n\n- Article: {headline}\n- Caption: {caption}\n- Reason: {reason}\n\n"
        f"**Stays silent**\n\n{rule.right}\n\n**What to do**\n\n{rule.act}\n"
    )
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": f"{rule.what} {rule.why}"},
        "help": {"text": text, "markdown": markdown},
        "helpUri": f"{HOME}#{rule.code.lower()}-{rule.name}",
        "defaultConfiguration": {"level": "warning" if rule.code.startswith("CC4") else "error"},
        "properties": {"tags": ["captions", *filter(None, [_TAGS.get(rule.code[:3])])]},
    }


def result(row: Row, places: Places, fingerprint: str) -> dict[str, Any]:
    """Return one finding; its rule is known by its code, which stands in the driver."""
    where, message = row.location, said(row, MESSAGE)
    region: dict[str, Any] = {"startLine": where.line, "startColumn": where.column}
    if row.caption:
        region["snippet"] = {"text": plain(row.caption, SNIPPET)}
        message = f"{message.rstrip('.')}. Caption: {quoted(row)}."
    entry: dict[str, Any] = {
        "ruleId": row.code,
        "level": str(row.level),
        "message": {"text": message},
        "locations": [location(row, places, region)],
        "partialFingerprints": {"captioncheck/v1": fingerprint},
    }
    if row.nearest is not None and not row.nearest.headline:
        near = {"startLine": max(row.nearest.line, 1), "snippet": {"text": plain(row.nearest.text, PASSAGE)}}
        artifact = {"artifactLocation": places.uri(where.path), "region": near}
        text = {"text": "The passage of the article that comes nearest to the caption."}
        entry["relatedLocations"] = [{"id": 1, "physicalLocation": artifact, "message": text}]
    if row.fit is not None:
        entry["rank"] = round(100 * (1 - row.fit), 1)
        entry["properties"] = {"fit": float(f"{row.fit:.4g}")}
    if row.suppressed is not None:
        entry["suppressions"] = [_suppression(row, row.suppressed, places)]
    return entry


def location(row: Row, places: Places, region: dict[str, Any]) -> dict[str, Any]:
    """Return where a finding stands; a record of a file is a logical location."""
    entry: dict[str, Any] = {"physicalLocation": {"artifactLocation": places.uri(row.location.path), "region": region}}
    if row.location.record:
        name = plain(row.location.record, RECORD)
        whole = f"{places.shown(row.location.path)}#{name}"
        entry["logicalLocations"] = [{"name": name, "fullyQualifiedName": whole, "kind": "object"}]
    return entry


def _suppression(row: Row, suppression: Suppression, places: Places) -> dict[str, Any]:
    entry: dict[str, Any] = {"kind": _KINDS.get(suppression.kind, "external"), "status": "accepted"}
    why = plain(suppression.reason, MESSAGE) or f"suppressed by {suppression.kind}"
    entry["justification"] = why
    if suppression.line is not None and entry["kind"] == "inSource":
        region = {"startLine": max(suppression.line, 1)}
        entry["location"] = {"physicalLocation": {"artifactLocation": places.uri(row.location.path), "region": region}}
    return entry


def unread(row: Row, places: Places) -> dict[str, Any]:
    """Return the notification for an input that could not be read."""
    where = location(row, places, {"startLine": row.location.line, "startColumn": row.location.column})
    return notice(UNREADABLE, said(row, MESSAGE), Level.ERROR) | {"locations": [where]}


def notice(name: str, text: str, level: Level) -> dict[str, Any]:
    """Return a notification of one of the `NOTICES`."""
    return {"descriptor": {"id": name, "index": list(NOTICES).index(name)}, "message": {"text": text}, "level": level}


def bases() -> dict[str, Any]:
    """Return what relative URIs count from.

    No absolute URI: a repository lies elsewhere on each machine, and results must be the same on all of them.
    """
    return {BASE_ID: {"description": {"text": "The root of the repository, else the folder that the run started in."}}}
