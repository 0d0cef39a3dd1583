"""Comments to captioncheck in a source ("captioncheck: ignore[CC101] reason"): where they stand, and what they say.

The readers leave them out of what they read, and note that there are some; `gate.comments` obeys them where it can, and
complains of those that nobody obeys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from captioncheck.extract.base import one_line

IGNORE, IGNORE_FILE, DISABLE, ENABLE = VERBS = ("ignore", "ignore-file", "disable", "enable")
EXAMPLE = "captioncheck: ignore[CC101] reason"
UNHEARD = "holds comments to captioncheck, which have no effect here"
"""The note on an article with such comments in its source; whoever obeys them takes it away."""

_SAID = re.compile(r"(?P<verb>[\w-]*)\s*(?:\[(?P<rules>[^\]]*)\])?(?P<reason>.*)", re.DOTALL)
_BLANK = " \t\v\f\u00a0\u2000-\u200b\u202f\u3000\ufeff"
# In a text nothing else marks a comment, so the line must look like a directive: a known verb, or codes in brackets.
_LINE = re.compile(
    rf"[{_BLANK}]*(?:#+|//+|<!--)?[{_BLANK}]*captioncheck:[{_BLANK}]*"
    rf"(?P<said>(?:(?:{'|'.join(VERBS)})(?![\w-])|[\w-]+[{_BLANK}]*\[).*?)(?:-->)?[{_BLANK}]*"
)
_TEXT_LINE = re.compile("[^\n\r\u2028\u2029\x85]+")
_COMMENT = re.compile(
    r"<!--\s*captioncheck:(?P<said>.*?)-->"
    # Comments of others and what is no markup go as a whole: what looks like a comment in them is none.
    r"|<!--.*?(?:-->|\Z)|<(?P<raw>script|style|textarea|template)\b.*?(?:</(?P=raw)|\Z)",
    re.IGNORECASE | re.DOTALL,
)
REMARK = re.compile(
    r"^[ ]{0,3}\[[^\]\n]{1,40}\]:[ \t]*(?:<>|<#>|#)[ \t]*[(\"'][ \t]*captioncheck:(?P<said>[^\r\n]*?)"
    r"[)\"']?[ \t]*(?=[\r\n]|\Z)",
    re.MULTILINE,
)
"""A comment in Markdown without HTML: a link to nothing, with the comment as its title."""
_MATTER_LINE = re.compile(r"^[ \t]*#+[ \t]*captioncheck:(?P<said>[^\r\n]*)", re.MULTILINE)
_MATTER_KEY = re.compile(r"^[ \t{]*\[{0,2}[\"']?captioncheck[\"']?[ \t]*\]{0,2}[ \t]*(?:[:=]|[\r\n]|\Z)", re.MULTILINE)
_INLINE_CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)")
_LOOKS_LIKE = re.compile(
    rf"(?:\A|<!--|[\"'\n\r]|\\n)[{_BLANK}]*(?:#+|//+)?[{_BLANK}]*captioncheck:[{_BLANK}]*(?:{'|'.join(VERBS)})[{_BLANK}]*\["
    r'|"captioncheck"\s*:'
)
"""What looks like a comment where there are none: at the beginning of a line or a string, or a key."""
_NOT_BREAK = re.compile(r"[^\r\n]")
_MATTER_KEYS = ("ignore", "reason")


@dataclass(frozen=True, slots=True)
class Directive:
    """One comment: its verb, rules and reason, where it stands in the text, and what is wrong with it ("" nothing)."""

    verb: str
    rules: tuple[str, ...]
    reason: str
    start: int
    end: int
    problem: str = ""

    def __str__(self) -> str:
        return f"{self.verb}[{', '.join(self.rules)}]"


def is_directive_line(line: str) -> bool:
    """Return whether a line of a plain text is a comment to captioncheck, and no part of the article."""
    return "captioncheck:" in line and _LINE.fullmatch(line) is not None


def directives_of(text: str, reader: str) -> list[Directive]:
    """Return the directives of a document, in its order; `reader` names what it was read as."""
    scan = {"text": _in_text, "html": _in_html, "nitf": _in_html, "markdown": _in_markdown}.get(reader)
    return sorted(scan(text), key=lambda directive: directive.start) if scan else []


def noted(text: str, reader: str = "") -> tuple[str, ...]:
    """Return the note that a document holds directives, () where it holds none; `reader` is "" for any other format."""
    if "captioncheck" not in text:
        return ()
    found = directives_of(text, reader) if reader else _LOOKS_LIKE.search(text)
    return (UNHEARD,) if found else ()


def noted_in(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the note that a record holds directives in any of its fields, () where it holds none."""
    return noted(json.dumps(record, ensure_ascii=False, default=str))


def parse(said: str, start: int, end: int) -> Directive:
    """Return the directive that the words behind "captioncheck:" make."""
    match = _SAID.match(one_line(said))
    assert match is not None  # every part of the pattern may be empty
    verb, names = match["verb"], match["rules"] or ""
    rules = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    made = Directive(verb, rules, match["reason"].strip(" \t:–—-"), start, end)
    if verb not in VERBS:
        close = get_close_matches(verb, VERBS, n=1)
        hint = f" (did you mean '{close[0]}'?)" if close else f"; known: {', '.join(VERBS)}"
        return replace(made, problem=f"unknown comment '{verb}'{hint}; write '{EXAMPLE}'")
    if not rules:
        return replace(
            made, problem=f"'{verb}' does nothing without the rules: write '{EXAMPLE.replace(IGNORE, verb)}'"
        )
    return made


def _in_text(text: str) -> Iterator[Directive]:
    for row in _TEXT_LINE.finditer(text):
        match = _LINE.fullmatch(row[0]) if "captioncheck:" in row[0] else None
        if match:
            yield parse(match["said"], row.start(), row.end())


def _in_html(text: str) -> Iterator[Directive]:
    for match in _COMMENT.finditer(text):
        if match["said"] is not None:
            yield parse(match["said"], *match.span())


def _in_markdown(text: str) -> Iterator[Directive]:
    from captioncheck.extract.markdown_matter import read_matter

    matter = read_matter(text)
    yield from _in_matter(text[: matter.length], matter.values)
    # Its line breaks stay: on one line with the blanks, what follows would look like indented code.
    body = _without_code(_blanked(text[: matter.length]) + text[matter.length :])
    yield from _in_html(body)
    for match in REMARK.finditer(body):
        yield parse(match["said"], *match.span())


def _without_code(document: str) -> str:
    """Return a Markdown document with its code blanked: what it shows is no comment."""
    from markdown_it import MarkdownIt

    rows = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", document)
    for token in MarkdownIt("commonmark").parse(document):
        if token.type in ("fence", "code_block") and token.map is not None:
            for number in range(token.map[0], min(token.map[1], len(rows))):
                rows[number] = _blanked(rows[number])
    return _INLINE_CODE.sub(lambda match: _blanked(match[0]), "".join(rows))


def _blanked(text: str) -> str:
    return _NOT_BREAK.sub(" ", text)


def _in_matter(matter: str, values: dict[str, object]) -> Iterator[Directive]:
    for match in _MATTER_LINE.finditer(matter):
        yield parse(match["said"], *match.span())
    told = values.get("captioncheck")
    if told is None:
        return
    key = _MATTER_KEY.search(matter)
    start, end = key.span() if key else (0, 0)
    for item in told if isinstance(told, list) else [told]:
        if isinstance(item, str):
            made = parse(item, start, end)
            yield replace(made, verb=IGNORE_FILE) if made.verb == IGNORE else made
        else:
            yield _from_mapping(item, start, end)


def _from_mapping(item: object, start: int, end: int) -> Directive:
    """Return what `{ignore: [CC101], reason: ...}` in front matter says: it holds for the whole file."""
    wanted = "write 'captioncheck: {ignore: [CC101], reason: ...}'"
    if not isinstance(item, dict):
        return Directive(IGNORE_FILE, (), "", start, end, f"front matter 'captioncheck' is no mapping; {wanted}")
    unknown = [str(key) for key in item if key not in _MATTER_KEYS]
    given = item.get("ignore")
    names = given if isinstance(given, list) else str(given or "").split(",")
    rules = tuple(dict.fromkeys(str(name).strip() for name in names if str(name).strip()))
    problem = ""
    if unknown:
        problem = f"front matter 'captioncheck' has an unknown key '{unknown[0]}'; {wanted}"
    elif not rules:
        problem = f"front matter 'captioncheck' ignores nothing; {wanted}"
    return Directive(IGNORE_FILE, rules, one_line(str(item.get("reason") or "")), start, end, problem)
