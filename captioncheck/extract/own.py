"""What captioncheck writes itself, and is no article: a page, a row of results. Found in a folder it is passed by."""

from __future__ import annotations

import json
import re

_PAGE = re.compile(rb'<meta name="generator" content="captioncheck ')
_HEAD = 2048
_ROW = {"path", "record", "status"}

PAGE = "is a page that captioncheck wrote"
ROWS = "is results that captioncheck wrote; captioncheck review shows them"


def is_own_page(data: bytes) -> bool:
    """Return whether bytes are a page of `review`, `--format html` or `--explain-pictures`."""
    return _PAGE.search(data, 0, _HEAD) is not None


def is_own_row(line: bytes) -> bool:
    """Return whether a line is one of `--format jsonl` or of `scan --out`."""
    if b'"status"' not in line:
        return False
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and record.keys() >= _ROW
