"""Comments in the sources that silence findings, and CC401 for those that silence nothing.

They are obeyed in text, Markdown, HTML and NITF files. Elsewhere (JSON, feeds of several articles, members of an
archive) the reader notes that there are some, and that is a finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from captioncheck.datatypes import (
    Checked,
    Evidence,
    Finding,
    Judgement,
    Level,
    Location,
    Result,
    Skipped,
    Suppression,
)
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source
from captioncheck.extract.decoding import decode
from captioncheck.extract.directives import DISABLE, ENABLE, IGNORE, IGNORE_FILE, UNHEARD, Directive, directives_of
from captioncheck.extract.html import declared_encoding
from captioncheck.extract.markdown_matter import read_matter
from captioncheck.extract.readers import reader_for
from captioncheck.extract.xml_stream import first_element
from captioncheck.gate.reach import Reach

CODE, NAME = "CC401", "unused-suppression"
ARCHIVE_RULES = {"CC301": "belongs-elsewhere", "CC302": "reused-picture"}
"""Rules that only a scan of an archive applies: a comment for one is never called unused by a check."""

NOT_HERE = (
    "comments have no effect here, only in text, Markdown, HTML and NITF files: take them out, and use [[overrides]] "
    "or exclude in the config file, or a baseline"
)
_MARKED_UP = {"html": "html", "nitf": "nitf"}
"""Readers by the first element of an .xml file."""
_WORD = "captioncheck"
_NEEDLES = tuple(_WORD.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))
_HEAD = 4_096
_CODE_FORM = re.compile(r"[a-z]{2}\d+", re.IGNORECASE)


@dataclass(slots=True)
class _Claim:
    """One rule that a comment silences, the captions that it reaches, and whether one of them needed it."""

    directive: Directive
    code: str
    captions: tuple[int, ...]
    used: bool = False
    beaten: int = 0  # the line of a closer comment that silences the same finding


@dataclass(slots=True)
class Comments:
    """Silences the findings that comments in the sources name.

    `rules` are names by code; `source_of` gives the source of a path, to be read again; `idle` are the codes that this
    run does not apply: a comment for one is not called unused, and with CC401 among them none is.
    """

    rules: Mapping[str, str]
    source_of: Callable[[str], Source | Skipped]
    input_format: str | None = None
    idle: frozenset[str] = frozenset(ARCHIVE_RULES)
    _codes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {**self.rules, **ARCHIVE_RULES, CODE: NAME}
        self._codes = {word.casefold(): code for code, name in known.items() for word in (code, name)}

    def apply(self, result: Result) -> Result:
        """Return the result with what its source silences marked, and with the comments that silence nothing."""
        if isinstance(result, Skipped) or result.article.photo:
            return result
        read = None if result.article.location.record is not None else self._read(result.article.location.path)
        if read is None:
            return self._unheard(result)
        text, reader = read
        directives = directives_of(text, reader)
        if not directives:
            return result
        result = _without_note(result)
        matter = read_matter(text).length if reader == "markdown" else 0
        reach = Reach(text, reader, [judgement.caption for judgement in result.judgements], matter)
        return self._silenced(result, directives, reach)

    def _read(self, path: str) -> tuple[str, str] | None:
        """Return the text of a source and what it was read as; None where no comment can be in it."""
        try:
            source = self.source_of(path)
            if isinstance(source, Skipped):
                return None
            data = source.data()
            if not any(needle in data for needle in _NEEDLES):
                return None
            reader = reader_for(path, data[:_HEAD], self.input_format)
            if reader == "xml":
                reader = _MARKED_UP.get(first_element(source), reader)
            if reader not in ("text", "markdown", "html", "nitf"):
                return None
            return decode(data, declared_encoding(data) if reader in _MARKED_UP else None).text, reader
        except (ReaderError, OSError):
            return None  # it was read a moment ago; where it cannot be read again, every finding counts

    def _unheard(self, checked: Checked) -> Checked:
        """Return the result with a finding where its source has comments that nobody obeys."""
        if UNHEARD not in checked.article.notes:
            return checked
        where = checked.article.location
        found = Finding(where, Level.WARNING, Evidence(CODE, NAME, NOT_HERE, 0.0, (UNHEARD,)))
        plain = _without_note(checked)
        return plain if CODE in self.idle else replace(plain, findings=(*plain.findings, found))

    def _silenced(self, checked: Checked, directives: Sequence[Directive], reach: Reach) -> Checked:
        claims: list[_Claim] = []
        problems: list[tuple[Directive, str]] = [(one, one.problem) for one in directives if one.problem]
        ends, unpaired = self._pairs(directives)
        problems += unpaired
        for directive in directives:
            known, unknown = self._known(directive)
            problems += [(directive, problem) for problem in unknown]
            if directive.problem or directive.verb == ENABLE:
                continue
            for code in known:
                reached = self._reached(directive, code, reach, ends, len(checked.judgements))
                if reached is not None:
                    claims.append(_Claim(directive, code, reached))
        judgements = tuple(
            self._judged(judgement, index, claims, reach) for index, judgement in enumerate(checked.judgements)
        )
        problems += _unused([one for one in claims if one.code != CODE], checked.judgements, reach, self.idle)
        if CODE in self.idle:
            problems = []
        findings = [_finding(checked, reach, directive, problem) for directive, problem in problems]
        findings.sort(key=lambda one: (one.location.line, one.location.column, one.evidence.message))
        own = next((one for one in claims if one.code == CODE and one.directive.verb == IGNORE_FILE), None)
        if own is not None:
            why = _suppression(own.directive, reach)
            findings = [replace(one, evidence=replace(one.evidence, suppressed=why)) for one in findings]
        return replace(checked, judgements=judgements, findings=(*checked.findings, *findings))

    def _judged(self, judgement: Judgement, index: int, claims: Sequence[_Claim], reach: Reach) -> Judgement:
        """Return a judgement whose silenced rules say so; of several comments the closest one silences."""
        rules = []
        for rule in judgement.rules:
            own = [claim for claim in claims if claim.code == rule.code and index in claim.captions]
            if not own or (rule.suppressed is not None and rule.suppressed.kind != "settings"):
                rules.append(rule)
                continue
            closest = max(own, key=_closeness)
            closest.used = True
            for claim in own:
                if claim is not closest:
                    claim.beaten = reach.position(closest.directive.start)[0]
            rules.append(rule if rule.suppressed else replace(rule, suppressed=_suppression(closest.directive, reach)))
        return replace(judgement, rules=tuple(rules))

    def _known(self, directive: Directive) -> tuple[list[str], list[str]]:
        """Return the codes that a comment names, and a complaint for each word that is none."""
        codes, complaints = [], []
        for word in directive.rules:
            code = self._codes.get(word.casefold())
            if code is not None:
                codes.append(code)
                continue
            close = get_close_matches(word.casefold(), self._codes, n=1)
            shown = close[0].upper() if close and _CODE_FORM.fullmatch(close[0]) else "".join(close)
            known = ", ".join(sorted({*self._codes.values()}))
            hint = f"did you mean '{shown}'?" if close else f"known: {known}"
            complaints.append(f"{directive.verb}[{word}]: there is no rule '{word}' ({hint})")
        return list(dict.fromkeys(codes)), complaints

    def _pairs(self, directives: Sequence[Directive]) -> tuple[dict[tuple[int, str], int], list[tuple[Directive, str]]]:
        """Return where each rule that is disabled is enabled again, by (offset, code), and what has no other half."""
        ends: dict[tuple[int, str], int] = {}
        problems: list[tuple[Directive, str]] = []
        open_: dict[str, list[Directive]] = defaultdict(list)
        for directive in directives:
            if directive.problem or directive.verb not in (DISABLE, ENABLE):
                continue
            for code in self._known(directive)[0]:
                if directive.verb == DISABLE:
                    open_[code].append(directive)
                elif open_[code]:
                    ends[open_[code].pop().start, code] = directive.start
                else:
                    problems.append((directive, f"enable[{code}] ends nothing: no disable[{code}] stands above it"))
        problems += [
            (
                directive,
                f"disable[{code}] does nothing: no enable[{code}] stands below it; add one, or write "
                f"ignore-file[{code}] for the whole file",
            )
            for code, left in open_.items()
            for directive in left
        ]
        return ends, problems

    @staticmethod
    def _reached(
        directive: Directive, code: str, reach: Reach, ends: Mapping[tuple[int, str], int], captions: int
    ) -> tuple[int, ...] | None:
        """Return the captions that a comment speaks of; None where it has no end and does nothing."""
        if directive.verb == IGNORE_FILE:
            return tuple(range(captions))
        if directive.verb == DISABLE:
            end = ends.get((directive.start, code))
            return None if end is None else tuple(reach.within(directive.end, end))
        target = reach.target(directive.start, directive.end)
        return () if target is None else (target,)


def _without_note(checked: Checked) -> Checked:
    """Return a result without the note on comments: what becomes of them is known now."""
    notes = tuple(note for note in checked.article.notes if note != UNHEARD)
    return replace(checked, article=replace(checked.article, notes=notes))


def _closeness(claim: _Claim) -> tuple[int, int]:
    return {IGNORE: 2, DISABLE: 1}.get(claim.directive.verb, 0), claim.directive.start


def _suppression(directive: Directive, reach: Reach) -> Suppression:
    return Suppression("comment", directive.reason, reach.position(directive.start)[0])


def _unused(
    claims: Sequence[_Claim], judgements: Sequence[Judgement], reach: Reach, idle: frozenset[str]
) -> Iterator[tuple[Directive, str]]:
    """Yield each comment that silences nothing, with the reason; what could not be checked is not called unused."""
    for claim in claims:
        unchecked = {one.code for index in claim.captions for one in judgements[index].unchecked}
        if claim.used or claim.code in idle or claim.code in unchecked:
            continue
        said = f"{claim.directive.verb}[{claim.code}] suppresses nothing"
        if claim.beaten:
            yield claim.directive, f"{said}: the comment on line {claim.beaten} does already; take it out"
        elif claim.directive.verb == IGNORE and not claim.captions:
            yield (
                claim.directive,
                f"{said}: no caption stands on its line or directly below; move it there, or take it out",
            )
        elif claim.directive.verb == IGNORE:
            where = judgements[claim.captions[0]].caption.location
            yield (
                claim.directive,
                f"{said}: {claim.code} does not fire on the caption at {where.line}:{where.column}; take it out",
            )
        else:
            within = "in this file" if claim.directive.verb == IGNORE_FILE else "before it is enabled again"
            yield claim.directive, f"{said}: {claim.code} fires on no caption {within}; take it out"


def _finding(checked: Checked, reach: Reach, directive: Directive, problem: str) -> Finding:
    line, column = reach.position(directive.start)
    where = Location(checked.article.location.path, line, column)
    return Finding(where, Level.WARNING, Evidence(CODE, NAME, problem, 0.0, (f"captioncheck: {directive}",)))
