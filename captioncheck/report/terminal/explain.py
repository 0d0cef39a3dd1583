"""Why a caption got its verdict: what was found in it, the nearest passages, and each witness's part."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from captioncheck.datatypes import Caption, Judgement, Nearest, Verdict
from captioncheck.report.base import short_reference
from captioncheck.report.terminal.caption import LONGEST, Page
from captioncheck.report.terminal.fitting import clean, cut, right_to_left, wrap
from captioncheck.report.terminal.shared import shared_spans
from captioncheck.report.terminal.wording import date, percent, weight

PASSAGES = 3
"""Passages shown."""

PASSAGE_LINES = 2
"""Lines shown of each."""


def explain_lines(judgement: Judgement, page: Page, *, colour: bool) -> Iterator[Text]:
    """Yield the lines below a caption; without colour, shared words stand between asterisks."""
    for title, lines in (
        ("found in it", _found(judgement.caption)),
        ("nearest passages", _passages(judgement, page, colour)),
        ("witnesses", _witnesses(judgement, page)),
        ("words behind it", _evidence(judgement)),
        ("not checked", _unchecked(judgement)),
    ):
        shown = list(lines)
        if not shown:
            continue
        yield Text(" " * page.margin).append(title, "bold")
        for line in shown:
            yield from _indented(line, page)


def _indented(line: Text, page: Page) -> Iterator[Text]:
    margin = page.margin + 2
    if line.cell_len <= page.width - margin or "\n" in line.plain:
        for whole in line.split("\n"):
            yield Text(" " * margin).append_text(whole)
        return
    for part in wrap(line.plain, page.width - margin, page.width - margin - 2):
        yield Text(" " * margin).append(part)
        margin = page.margin + 4


def _found(caption: Caption) -> Iterator[Text]:
    parts = caption.parts
    places = [f"{place.name} ({place.country})" for place in parts.places]
    said = f' ("{parts.date_text}")' if parts.date_text else ""
    for name, value in (
        ("names", ", ".join(parts.people)),
        ("places", ", ".join(places)),
        ("date", date(parts.date) + said if parts.date else ""),
        ("credit", parts.credit or ""),
        ("marked as", ", ".join(parts.markers)),
        ("picture", short_reference(caption.picture) if caption.picture else ""),
        ("language", caption.language or ""),
        ("confidence", f"{percent(caption.confidence)} that this is a caption" if caption.confidence < 1 else ""),
    ):
        if value:
            yield Text(f"{name:<11}{clean(value[:LONGEST])}")


def _passages(judgement: Judgement, page: Page, colour: bool) -> Iterator[Text]:
    for passage in judgement.nearest[:PASSAGES]:
        yield _passage(passage, judgement.caption, page, colour)


def _passage(passage: Nearest, caption: Caption, page: Page, colour: bool) -> Text:
    text = clean(passage.text[:LONGEST])
    spans = shared_spans(text, clean(caption.parts.description[:LONGEST]))
    if not colour:
        for start, end in reversed(spans):
            text = f"{text[:start]}*{text[start:end]}*{text[end:]}"
    head = f"line {passage.line:<4}{round(passage.similarity * 100):>4} % alike  "
    edge, room = len(head), page.width - page.margin - 2 - len(head)
    shown = Text(head, "dim")
    if right_to_left(text):
        shown.append("\n  ")
        edge, room = 2, page.width - page.margin - 4
    lines = wrap(text, room, room)
    if len(lines) > PASSAGE_LINES:
        rest = " ".join(lines[PASSAGE_LINES - 1 :])
        lines = [*lines[: PASSAGE_LINES - 1], cut(rest, room, page.signs.ellipsis)]
    for number, line in enumerate(lines):
        shown.append("" if number == 0 else "\n" + " " * edge, "not dim")
        body = Text(line, "not dim")
        if colour:
            # The lines are cut from the text, so what is shared is found again in each.
            for start, end in shared_spans(line, caption.parts.description[:LONGEST]):
                body.stylize("bold underline", start, end)
        shown.append_text(body)
    return shown


def _witnesses(judgement: Judgement, page: Page) -> Iterator[Text]:
    names = max((len(witness.name) for witness in judgement.witnesses), default=0)
    minus = "\N{MINUS SIGN}" if page.signs.dot != "-" else "-"
    for witness in sorted(judgement.witnesses, key=lambda one: -abs(one.share)):
        value = f"{witness.value:+.2f}".replace("-", minus)
        share = f"{witness.share:+.1f}".replace("-", minus)
        detail = f", {clean(witness.detail)}" if witness.detail else ""
        words = weight(witness.share)
        yield Text(f"{witness.name:<{names}}  {value:>6}  {words} ({share} of the log-odds){detail}")


def _evidence(judgement: Judgement) -> Iterator[Text]:
    for rule in judgement.rules:
        more = [words for words in rule.evidence if words not in rule.message]
        if more:
            yield Text(f"{rule.code}  {clean('; '.join(more)[:LONGEST])}")


def _unchecked(judgement: Judgement) -> Iterator[Text]:
    codes: dict[str, list[str]] = {}
    for one in judgement.unchecked:
        codes.setdefault(one.reason, []).append(one.code)
    for reason, same in codes.items():
        yield Text(f"{', '.join(same)}  {clean(reason)}")
    if judgement.verdict is not Verdict.UNVERIFIABLE and judgement.reason:
        yield Text(clean(judgement.reason))
