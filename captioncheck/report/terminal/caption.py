"""One judgement as lines: the verdict first, then the text, then the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from captioncheck.datatypes import Evidence, Finding, Judgement, Level, Suppression, Verdict
from captioncheck.report.terminal.console import Signs
from captioncheck.report.terminal.fitting import clean, cut, right_to_left, wrap
from captioncheck.report.terminal.wording import percent

LONGEST = 2000
"""Characters of a caption that are looked at; no terminal shows more."""

FLAGGED_LINES = 2
"""Lines of a flagged caption's text; the others get one."""

_SOME = 16  # columns in which a caption can be told from others

STYLES = {
    (Verdict.MISMATCH, Level.ERROR): "bold red",
    (Verdict.MISMATCH, Level.WARNING): "bold yellow",
    (Verdict.UNVERIFIABLE, Level.NOTE): "cyan",
}
WORDS = {
    (Verdict.MISMATCH, Level.ERROR): "MISMATCH",
    (Verdict.MISMATCH, Level.WARNING): "MISMATCH?",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What lines are laid out on: its columns, its signs, and the columns of the widest place, verdict and fit."""

    width: int
    signs: Signs
    place: int
    word: int
    fit: int

    @property
    def margin(self) -> int:
        """Return the column that everything below a caption's first line starts in."""
        return 6 + self.place


def page_for(judgements: tuple[Judgement, ...], width: int, signs: Signs, findings: tuple[Finding, ...] = ()) -> Page:
    """Return the layout that fits all judgements of an article, and the findings on it."""
    places = [len(f"{finding.location.line}:{finding.location.column}") for finding in findings]
    return Page(
        width,
        signs,
        max((*(len(place(judgement)) for judgement in judgements), *places), default=0),
        max((len(word(judgement)) for judgement in judgements), default=0),
        max((len(percent(judgement.fit)) for judgement in judgements), default=0),
    )


def place(judgement: Judgement) -> str:
    """Return where a caption stands: "7:1"."""
    return f"{judgement.caption.location.line}:{judgement.caption.location.column}"


def word(judgement: Judgement) -> str:
    """Return the verdict as the reader sees it: capitals for a finding, with a question mark where it is unsure."""
    if judgement.suppressed:
        return "suppressed"
    return WORDS.get((judgement.verdict, judgement.level), str(judgement.verdict))


def style(judgement: Judgement) -> str:
    """Return the style of the verdict."""
    if judgement.suppressed:
        return "dim"
    return STYLES.get((judgement.verdict, judgement.level), "green")


def caption_lines(judgement: Judgement, page: Page, *, whole: bool = False) -> Iterator[Text]:
    """Yield the lines of one judgement; `whole` shows all of the caption's text."""
    if judgement.suppressed and not whole:
        yield _suppressed_line(judgement, page)
        return
    head = Text("  ")
    head.append(page.signs.mark(judgement.verdict, judgement.level), style(judgement))
    head.append(f" {place(judgement):<{page.place}}  ", "dim")
    head.append(f"{word(judgement):<{page.word}}", style(judgement))
    head.append(f"  fit {percent(judgement.fit):<{page.fit}}  ", "dim")
    yield from _text_lines(head, judgement, page, whole)
    if judgement.verdict is Verdict.UNVERIFIABLE and judgement.reason:
        yield from hanging(Text(" " * page.margin), clean(judgement.reason), page.width, "cyan")
    names = max((len(rule.name) for rule in judgement.rules), default=0)
    for rule in judgement.rules:
        yield from _rule_lines(rule, names, page, whole)


def _text_lines(head: Text, judgement: Judgement, page: Page, whole: bool) -> Iterator[Text]:
    caption = judgement.caption
    text = clean(caption.said[:LONGEST])
    credit = clean((caption.parts.credit or "")[:LONGEST]) if caption.parts.description else ""
    flagged = judgement.verdict is Verdict.MISMATCH
    quiet = "" if flagged or whole else "dim"
    first = page.width - head.cell_len
    # The credit is there to recognise a picture by, the text to judge: it gets at most a third.
    tail = f" {page.signs.dot} {cut(credit, max(first // 3, 12), page.signs.ellipsis)}" if credit else ""
    if right_to_left(text):
        # On a line of its own: a terminal that turns it around must not turn our words with it.
        yield Text(head.plain.rstrip(), spans=head.spans)
        head, first = Text(" " * page.margin), page.width - page.margin
    rest = page.width - page.margin
    lines = wrap(text, first, rest)
    most = len(lines) if whole else (FLAGGED_LINES if flagged else 1)
    if len(lines) > most:
        room = (first if most == 1 else rest) - cell_len(tail)
        lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), room, page.signs.ellipsis)]
    elif cell_len(lines[-1]) + cell_len(tail) > (first if len(lines) == 1 else rest):
        if len(lines) < most or whole:
            lines.append("")
            tail = tail.removeprefix(f" {page.signs.dot} ")
        else:
            room = (first if most == 1 else rest) - cell_len(tail)
            lines[-1] = cut(lines[-1], room, page.signs.ellipsis)
    for number, line in enumerate(lines):
        shown = head if number == 0 else Text(" " * page.margin)
        shown.append(line, quiet)
        if number == len(lines) - 1:
            shown.append(tail, "dim")
        yield shown


def _suppressed_line(judgement: Judgement, page: Page) -> Text:
    """Return the one line of a finding that does not count: by what, why, and as much of the caption as fits."""
    by = dict.fromkeys(suppressed_by(rule.suppressed) for rule in judgement.rules if rule.suppressed is not None)
    why = f" {page.signs.dot} ".join((*by, ", ".join(rule.code for rule in judgement.rules)))
    text = clean(judgement.caption.said[:LONGEST])
    head = f"  {page.signs.dot} {place(judgement):<{page.place}}  {word(judgement):<{page.word}}  "
    room = page.width - cell_len(head)
    some = room - cell_len(why) >= _SOME and not right_to_left(text)
    return Text(head + cut(f"{why} {page.signs.dot} {text}" if some else why, room, page.signs.ellipsis), "dim")


def suppressed_by(suppression: Suppression) -> str:
    """Return what keeps a finding from counting, and the reason that was given: "line 6: a file picture"."""
    by = f"line {suppression.line}" if suppression.line is not None else suppression.kind
    return by + (f": {clean(suppression.reason[:LONGEST])}" if suppression.reason else "")


def finding_lines(finding: Finding, page: Page) -> Iterator[Text]:
    """Yield the lines of a finding that is about no caption, such as a comment that suppresses nothing."""
    rule = finding.evidence
    loud = rule.suppressed is None
    style = {Level.ERROR: "bold red", Level.WARNING: "bold yellow"}.get(finding.level, "cyan") if loud else "dim"
    mark = page.signs.mark(Verdict.MISMATCH, finding.level) if loud else page.signs.dot
    where = f"{finding.location.line}:{finding.location.column}"
    head = Text("  ").append(mark, style).append(f" {where:<{page.place}}  ", "dim")
    head.append(f"{rule.code} {rule.name}", style).append("  ")
    message = clean(rule.message[:LONGEST])
    if loud:
        yield from hanging(head, message, page.width, "")
    else:
        said = f"suppressed ({suppressed_by(rule.suppressed)}) {page.signs.dot} {message}" if rule.suppressed else ""
        yield head.append(cut(said, page.width - head.cell_len, page.signs.ellipsis), "dim")


def _rule_lines(rule: Evidence, names: int, page: Page, whole: bool) -> Iterator[Text]:
    head = Text(" " * page.margin)
    head.append(f"{rule.code} {rule.name:<{names}}  ", "dim")
    message = clean(rule.message).replace("“", page.signs.opening).replace("”", page.signs.closing)
    if rule.suppressed is not None:
        by = f"suppressed ({suppressed_by(rule.suppressed)})"
        message = f"{by} {page.signs.dot} {message}" if whole else by
    yield from hanging(head, message, page.width, "dim" if rule.suppressed else "")


def hanging(head: Text, text: str, width: int, quiet: str) -> Iterator[Text]:
    """Yield a head and a text beside it, the text's further lines below its first."""
    edge = head.cell_len
    lines = wrap(text, width - edge, width - edge)
    for number, line in enumerate(lines):
        shown = head if number == 0 else Text(" " * edge)
        shown.append(line, quiet)
        yield shown
