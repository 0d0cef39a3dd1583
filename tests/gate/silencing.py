"""Runs comments over documents whose every caption is a mismatch by CC101 and CC103, read by the real readers."""

from __future__ import annotations

import re
from io import BytesIO

from captioncheck.datatypes import (
    Article,
    Caption,
    CaptionParts,
    Checked,
    Evidence,
    Judgement,
    Level,
    Location,
    Unchecked,
    Verdict,
)
from captioncheck.extract.base import Source
from captioncheck.extract.readers import load_reader
from captioncheck.extract.text_lines import split_lines
from captioncheck.gate.comments import Comments
from captioncheck.rules import RULES

NAMES = {rule.code: rule.name for rule in RULES}
FIRED = ("CC101", "CC103")
ENDINGS = {"text": "txt", "html": "html", "markdown": "md", "nitf": "nitf"}

BODY = (
    "The harbour of Trieste opened again on Monday, three days after the storm, and the first cargo ships came in "
    "before noon, guided by the tugs that the port authority had called in from Koper and Monfalcone."
)


def read(data: bytes, reader: str) -> Article:
    """Return the article; a plain text's captions are its lines that begin with "Caption"."""
    source = Source(f"story.{ENDINGS[reader]}", lambda: BytesIO(data))
    article = next(iter(load_reader(reader).read(source)))
    assert isinstance(article, Article), article
    if reader != "text":
        return article
    from captioncheck.extract.decoding import decode

    lines, _ = split_lines(decode(source.data()).text)
    captions = tuple(
        Caption(line.text, CaptionParts(line.text), Location(source.path, line.number, line.column))
        for line in lines
        if line.text.startswith("Caption")
    )
    return Article(article.location, article.headline, article.passages, captions, notes=article.notes)


def silenced(document: str | bytes, reader: str, *, unchecked: tuple[str, ...] = (), **options: object) -> Checked:
    """Return what the comments of a document make of its captions."""
    data = document.encode() if isinstance(document, str) else document
    article = read(data, reader)
    rules = tuple(Evidence(code, NAMES[code], "is wrong", 0.1) for code in FIRED)
    left = tuple(Unchecked(code, "not there") for code in unchecked)
    judgements = tuple(
        Judgement(one, Verdict.MISMATCH, Level.ERROR, 0.01, rules=rules, unchecked=left) for one in article.captions
    )
    comments = Comments(NAMES, lambda path: Source(path, lambda: BytesIO(data)), **options)  # type: ignore[arg-type]
    return comments.apply(Checked(article, judgements))  # type: ignore[return-value]


def codes(checked: Checked) -> dict[str, str]:
    """Return the silenced codes of every caption, by the capital letter that it has for a name: {"A": "CC101"}."""
    found = {}
    for judgement in checked.judgements:
        name = re.search(r"\b[A-Z]\b", judgement.caption.text)
        assert name is not None, judgement.caption.text
        found[name[0]] = " ".join(rule.code for rule in judgement.rules if rule.suppressed is not None)
    return found


def complaints(checked: Checked) -> list[tuple[int, str]]:
    """Return the lines and messages of the findings on the article."""
    assert all(one.evidence.code == "CC401" and one.level is Level.WARNING for one in checked.findings)
    return [(one.location.line, one.evidence.message) for one in checked.findings]
