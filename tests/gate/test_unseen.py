"""Comments are no part of an article: with them or without, everything is read and judged the same."""

# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from captioncheck.datatypes import Article, Checked
from captioncheck.extract.base import Source
from captioncheck.extract.directives import UNHEARD
from captioncheck.extract.readers import load_reader
from captioncheck.pipeline import Checker

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"
SAID = "captioncheck: ignore[CC101, CC103] Canadian Heritage Minister, the barrage of the desk knows"
FORMS = {
    ".txt": (SAID, f"# {SAID}", f"  // {SAID}", f"<!-- {SAID} -->", "captioncheck: ignore", "captioncheck: ignroe[CC101]"),
    ".html": (f"<!-- {SAID} -->", "<!-- captioncheck: ignore -->", f"<!--\n{SAID}\n\n-->"),
    ".md": (f"<!-- {SAID} -->", "<!-- captioncheck: ignore -->", f"[//]: # ({SAID} (so (it)) is)", f"[x]: <> '{SAID}'"),
}  # fmt: skip


def spots(lines: list[str], ending: str) -> list[int]:
    """Return the lines that a comment may stand above: anywhere in text, between blocks in markup."""
    if ending == ".txt":
        return list(range(len(lines) + 1))
    if ending == ".html":
        start = next(number for number, line in enumerate(lines) if "<body" in line) + 1
        return list(range(start, len(lines) - 3))
    start = lines.index(lines[0], 1) + 1
    return [number for number in range(start, len(lines)) if lines[number - 1] == "\n" or lines[number] == "\n"]


def read(text: str, path: str) -> Article:
    reader = {".txt": "text", ".html": "html", ".md": "markdown"}[Path(path).suffix]
    article = next(iter(load_reader(reader).read(Source(path, lambda: BytesIO(text.encode())))))
    assert isinstance(article, Article)
    return article


def without_lines(article: Article) -> Article:
    return replace(
        article,
        captions=tuple(replace(one, location=replace(one.location, line=0)) for one in article.captions),
        passages=tuple(replace(one, line=0) for one in article.passages),
    )


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*-wrong.*")), ids=lambda path: path.name)
def test_an_article_is_read_the_same_with_comments_everywhere(path):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    plain = read(text, path.name)
    for number, form in enumerate(FORMS[path.suffix]):
        places = spots(lines, path.suffix)[number :: len(FORMS[path.suffix])]
        assert len(places) > 3
        full = "".join(f"{form}\n{line}" if at in places else line for at, line in enumerate([*lines, ""]))
        article = read(full, path.name)
        assert UNHEARD in article.notes
        kept = replace(article, notes=tuple(one for one in article.notes if one != UNHEARD))
        assert without_lines(kept) == without_lines(plain)
        added = form.count("\n") + 1
        moved = [one.location.line + added * sum(at < one.location.line for at in places) for one in plain.captions]
        if path.suffix != ".html":  # where a comment may stand within the tag that a caption is found by
            assert [one.location.line for one in article.captions] == moved


def test_a_caption_behind_a_comment_is_no_code():
    plain = "# Harbour\n\n![](a.jpg 'Caption of the quay')\n\nThe harbour opened again on Monday.\n"
    full = plain.replace("![", f"<!-- {SAID} --> <!-- x --> ![").replace("The", f"<!-- {SAID}\n--> The")
    assert without_lines(read(full, "a.md")).passages == without_lines(read(plain, "a.md")).passages
    (caption,) = read(full, "a.md").captions
    assert (caption.text, caption.location.line) == ("Caption of the quay", 3)
    assert full.splitlines()[2][caption.location.column - 1 :].startswith("Caption")


@pytest.mark.parametrize("ending", [".txt", ".html", ".md"])
def test_judgements_are_the_same_with_and_without(ending, tmp_path):
    text = (ARTICLES / f"fr-wrong{ending}").read_text(encoding="utf-8")
    anchor = {".txt": "Canadian", ".html": '<figure class="article__figure">', ".md": '{{< figure src="/images/ott'}[
        ending
    ]
    commented = text.replace(anchor, f"{FORMS[ending][0]}\n{anchor}", 1)
    assert commented != text
    found = []
    for name, content in (("plain", text), ("commented", commented)):
        path = tmp_path / f"{name}{ending}"
        path.write_text(content, encoding="utf-8")
        (result,) = Checker().check([Source(str(path), partial(path.open, "rb"))])
        assert isinstance(result, Checked)
        found.append(
            [(one.verdict, one.level, one.fit, [rule.score for rule in one.rules]) for one in result.judgements]
        )
    assert found[0] == found[1]
    assert any(verdict == "mismatch" for verdict, *_ in found[0])
