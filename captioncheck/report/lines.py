"""A finding on one line, in the form that editors and terminals make clickable: path:line:column."""

from __future__ import annotations

from captioncheck.report.findings import Row
from captioncheck.report.plain import plain, plain_path

LONGEST_MESSAGE = 500
LONGEST_CAPTION = 100
"""Characters of a message and of a caption that are shown."""


def place(row: Row) -> str:
    """Return "story.html:12:5", or with its record "feed.jsonl:3:1 [a-17]"."""
    where = row.location
    record = f" [{plain(where.record, LONGEST_CAPTION)}]" if where.record else ""
    return f"{plain_path(where.path)}:{where.line}:{where.column}{record}"


def quoted(row: Row, most: int = LONGEST_CAPTION) -> str:
    """Return the caption, cut and in quotation marks, or "" where a finding is about none."""
    return f"“{plain(row.caption, most)}”" if row.caption else ""


def said(row: Row, most: int = LONGEST_MESSAGE) -> str:
    """Return the message on one line, cut."""
    return plain(row.message, most) or row.name


def said_of(row: Row) -> str:
    """Return the message and, where there is one, the caption that it is about."""
    return " · ".join(filter(None, (said(row), quoted(row))))


def line(row: Row) -> str:
    """Return the whole line: place, level, rule, message and caption."""
    return f"{place(row)}: {row.level} {row.rule}: {said_of(row)}"
