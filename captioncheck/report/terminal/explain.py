"""Why a caption got its verdict: what it says beside what the article says, the nearest passages, and the sum."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from captioncheck.datatypes import Caption, Judgement, Nearest, Picture
from captioncheck.report.terminal.caption import LONGEST, Page
from captioncheck.report.terminal.evidence import Row, evidence
from captioncheck.report.terminal.fitting import clean, cut, right_to_left, wrap
from captioncheck.report.terminal.shared import shared_spans
from captioncheck.report.terminal.sums import sum_lines
from captioncheck.report.terminal.wording import percent

PASSAGES = 3
"""Passages shown."""

PASSAGE_LINES = 2
"""Lines shown of each."""


def explain_lines(judgement: Judgement, page: Page, *, colour: bool) -> Iterator[Text]:
    """Yield the lines below a caption; without colour, shared words stand between asterisks."""
    for title, lines in (
        ("verdict", _verdict(judgement, page)),
        ("what it says, and what the article says of that", _evidence(judgement, page)),
        ("nearest passages", _passages(judgement, page, colour)),
        ("", sum_lines(judgement, page, "how fit adds up, in log-odds")),
        ("not checked", _unchecked(judgement, page)),
    ):
        shown = list(lines)
        if shown and title:
            yield Text(" " * page.margin).append(title, "bold")
        yield from shown


def _verdict(judgement: Judgement, page: Page) -> Iterator[Text]:
    explanation = judgement.explanation
    if explanation is None:
        return
    for said in explanation.verdict:
        yield from _hanging("", said, page)
    if explanation.needed:
        yield from _hanging("", f"needed to judge it: {explanation.needed}", page)
    limits = explanation.limits
    yield from _hanging(
        "",
        f"limits: error below {percent(limits.error)}, warning {percent(limits.warning)}, in doubt "
        f"{percent(limits.doubt)}",
        page,
    )


def _evidence(judgement: Judgement, page: Page) -> Iterator[Text]:
    rows = [*evidence(judgement.caption, judgement.explanation, page.signs), *_source(judgement.caption, page)]
    width = max((len(name) for name, _ in rows), default=0)
    last = ""
    for name, said in rows:
        yield from _hanging(f"{name if name != last else '':<{width}}  ", said, page)
        last = name


def _source(caption: Caption, page: Page) -> Iterator[Row]:
    parts = caption.parts
    for name, value in (
        ("credit", f"{clean(parts.credit[:LONGEST])}, not compared" if parts.credit else ""),
        ("picture", _picture(caption.picture, page) if caption.picture else ""),
        ("language", caption.language or ""),
        ("confidence", f"{percent(caption.confidence)} that this is a caption" if caption.confidence < 1 else ""),
    ):
        if value:
            yield name, value


def _picture(picture: Picture, page: Page) -> str:
    """Return a picture's name, the end of it where it is long: that is what tells pictures apart."""
    name, room = clean(picture.reference[:LONGEST]), page.width - page.margin - 16
    return name if len(name) <= room else page.signs.ellipsis + name[-room + len(page.signs.ellipsis) :]


def _hanging(head: str, words: str, page: Page) -> Iterator[Text]:
    edge = page.margin + 2 + len(head)
    room = page.width - edge
    if right_to_left(words):
        # On lines of its own: a terminal that turns it around must not turn our words with it.
        if head.strip():
            yield Text(" " * (page.margin + 2)).append(head.rstrip(), "dim")
        head = " " * len(head)
    for number, line in enumerate(wrap(words, room, room - (0 if head else 2))):
        hang = " " * (len(head) if head else 2)
        yield Text(" " * (page.margin + 2)).append(head if number == 0 else hang, "dim").append(line)


def _passages(judgement: Judgement, page: Page, colour: bool) -> Iterator[Text]:
    for passage in judgement.nearest[:PASSAGES]:
        yield from _passage(passage, page, colour)


def _passage(passage: Nearest, page: Page, colour: bool) -> Iterator[Text]:
    text = clean(passage.text[:LONGEST])
    if not colour:
        for start, end in reversed(shared_spans(text, passage.shared)):
            text = f"{text[:start]}*{text[start:end]}*{text[end:]}"
    where = "headline" if passage.headline else f"line {passage.line}"
    head = f"{where:<9}{round(passage.similarity * 100):>4} % alike  "
    edge = page.margin + 2 + len(head)
    shown = Text(" " * (page.margin + 2)).append(head, "dim")
    if right_to_left(text):
        yield shown
        edge = page.margin + 4
        shown = Text(" " * edge)
    room = page.width - edge
    lines = wrap(text, room, room)
    if len(lines) > PASSAGE_LINES:
        rest = " ".join(lines[PASSAGE_LINES - 1 :])
        lines = [*lines[: PASSAGE_LINES - 1], cut(rest, room, page.signs.ellipsis)]
    for line in lines:
        body = Text(line)
        if colour:
            # The lines are cut from the text, so what is shared is found again in each.
            for start, end in shared_spans(line, passage.shared):
                body.stylize("bold underline", start, end)
        yield shown.append_text(body)
        shown = Text(" " * edge)


def _unchecked(judgement: Judgement, page: Page) -> Iterator[Text]:
    codes: dict[str, list[str]] = {}
    for one in judgement.unchecked:
        codes.setdefault(one.reason, []).append(one.code)
    for reason, same in codes.items():
        yield from _hanging(f"{', '.join(same)}  ", clean(reason), page)
