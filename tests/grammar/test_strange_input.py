"""Nothing in a caption may make the grammar fail or crawl."""

from __future__ import annotations

import time

import pytest

from captioncheck.grammar.caption import parse_caption

STRANGE = {
    "empty": "",
    "spaces": " \t\n ",
    "zero width": "\u200b\u200e\ufeff",
    "surrogate": "caption \ud800 text",
    "nul": "a\x00b",
    "open bracket": "(((((" * 50,
    "slashes": "/" * 500,
    "copyright signs": "©" * 200,
    "digits": "9" * 400,
    "capitals": "A B C D E F G " * 40,
    "dots": "." * 1000,
    "mixed scripts": "abc абв 漢字 かな 한글 عربي ไทย हिन्दी " * 20,
    "long word": "x" * 20_000,
    "many names": "Anna Berg, " * 2_000,
    "many colons": "Foto: " * 2_000,
    "many years": "2019 " * 3_000,
    "right to left": "\u202eabc\u202c",
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_input(name: str) -> None:
    parse_caption("warm up in Rome on 3 May 2020. Foto: dpa")
    started = time.perf_counter()
    parts = parse_caption(STRANGE[name], "en", "2022-01-10")
    assert isinstance(parts.description, str)
    assert time.perf_counter() - started < 2
