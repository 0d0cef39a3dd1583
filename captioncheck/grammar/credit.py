"""Splits a caption into what it says and whom it credits.

A credit stands at the end ("… (AP Photo/Ann Lee, File)", "… Foto: dpa", "… ANN LEE / AFP"), sometimes in front
(`creditfirst`), in many languages and spellings. The words live in `data/agencies.toml` and
`data/credit_words.toml`; here is only how they may stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from captioncheck.grammar import creditfirst
from captioncheck.grammar import creditwords as words
from captioncheck.grammar.creditwords import UNCASED

_LONGEST = 170  # characters: no credit is longer
_OPEN, _CLOSE = "([（［【〔{<", ")]）］】〕}>"
_BRACKET = re.compile(r"[(\[（［【〔{<]([^()\[\]（）［］【】〔〕{}<>]{1,170})[)\]）］】〕}>]\s*[.。]?\s*$")
_SIGN = re.compile(r"(?:©|ⓒ|\(c\)\s|&copy;|(?<![/\w])copyright\s+(?=[A-Z©0-9]))\s*", re.I)
_TOKEN = re.compile(r"[^\s/|,;:()\[\]©ⓒ=＝·•]+")
_NAME = re.compile(
    r"^(?:[^\W\d_a-zß-öø-ÿ].*|\d{1,4}(?:th|st|nd)?|[@#].+|.*\.(?:com|de|org|net|ru|pl|fr|es|it|nl|br|uk)\b.*)$"
)
_CLAUSE_END = re.compile(
    r"(?<=[.!?…。！？।»”\"')\]])(?<!\b[A-ZÀ-Þ]\.)\s+|(?<=[。！？])|\s+[—–|•·]+\s+|\n+|(?<=[a-zà-ÿ0-9])\.(?=[A-ZÀ-Þ]\w)"
)
_NAME_BEFORE_SLASH = re.compile(
    r"(?:(?:\b[A-ZÀ-Þ][\w.'’-]*\s+)?(?:(?:von|van|der|de|di|al|el|bin)\s+){0,2}\b[A-ZÀ-Þ][\w.'’-]*)\s*/\s*$"
)
_CAPITALS_BEFORE_SLASH = re.compile(r"(?:\b[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+\s+)*\b[A-ZÀ-Þ.'’-]{2,}\s*/\s*$")
_SLASH_BEHIND = re.compile(r"(?:\s+(?:PHOTO|Photo|photo))?\s*/")
_NAME_AFTER_SLASH = re.compile(
    r"(?:\s+[Pp]hoto)?\s*/\s*[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-Þ][\w.'’-]*){0,3}"
    r"(?:\s*[,/]\s*(?:[Ff]ile|[Pp]ool|FILE|POOL)(?:\s+[Pp]hoto)?)?\s*\.?$"
)
_SEPARATOR = re.compile(r"(?:\s*(?:[:：=＝﹕∶／]|\.\.\.|…)\s*|(?<=[图圖文摄攝写真사진])\s*/\s*)")
_LABEL_START = re.compile(r"(?<![^\W_])[^\W\d_©]|(?<=[a-zà-ÿ])[A-ZÀ-Þ]")
_GLUED = re.compile(r"(?<=[.!?a-zà-ÿ”\"'’])(?:Credit)+\s*(?=[A-ZÀ-Þ])")
_VIA = re.compile(r"\b[A-ZÀ-Þ]\S+(?:\s[A-ZÀ-Þ]\S+)?\s+via\s+(?:Getty(?:\s+Images)?|AP|Reuters|REUTERS)\s*$")
_PHOTOGRAPHER = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]+|[A-Z]\.)(?:\s(?:de\s|van\s|von\s|al-|da\s)?[A-ZÀ-Þ][\w'’-]+){1,2}")
_STRIP = " \t\r\n\u00a0\u200b\u200e\u200f|/–—-,;:·•"


@dataclass(frozen=True, slots=True)
class Credit:
    """A caption in two parts.

    `description` is what is left without the credit ("" when there is nothing else), `credit` as written, `agency` by
    its usual name.
    """

    description: str
    credit: str | None = None
    agency: str | None = None


def split_credit(text: str, language: str | None = None) -> Credit:
    """Split the credit off a caption; `language` is not needed, as credits come in any language beside the text."""
    rest = words.noise().sub("", text.strip())
    found: list[str] = []
    for _ in range(3):  # "… (Foto: A) © B": at most a few stand in a row
        cut = _cut(rest)
        if cut is None:
            break
        rest, credit, trailing = cut
        if trailing:
            found.insert(0, credit)
        else:
            found.append(credit)
        if not rest:
            break
    if not found:
        return Credit(rest)
    name = _photographer(rest)
    if name is not None:
        found.insert(0, rest[name:].strip(_STRIP))
        rest = rest[:name].rstrip(_STRIP)
    credit = " ".join(found)
    return Credit(rest, credit, find_agency(credit))


def _photographer(rest: str) -> int | None:
    """Return where a bare name between the text and the credit begins ("… in Rome. Ann Lee" before "(AFP)")."""
    cuts = [match.end() for match in _CLAUSE_END.finditer(rest)]
    return cuts[-1] if cuts and _PHOTOGRAPHER.fullmatch(rest[cuts[-1] :].strip()) else None


def find_agency(text: str) -> str | None:
    """Return the usual name of the first agency that `text` (a credit) names."""
    pattern, names = words.agencies()
    match = pattern.search(text)
    return names[match.group(1)] if match else None


def _cut(text: str) -> tuple[str, str, bool] | None:
    """Return (rest, credit, whether it stood at the end) for one credit, or None."""
    if not text:
        return None
    first = creditfirst.end(text, _whole)
    if first is not None:
        return text[first:].strip(_STRIP), text[:first].strip(_STRIP), False
    for split in (_bracketed, _labelled, _signed, _closing):
        at = split(text)
        if at is not None:
            credit = text[at:].strip(_STRIP)
            return text[:at].strip().rstrip("|/–—-,;:·•(").strip(), credit, True
    return ("", text.strip(_STRIP), True) if len(text) <= _LONGEST and _whole(text) else None


def _whole(text: str) -> bool:
    """Whether the text is a credit and nothing else."""
    inner = text.strip(_STRIP + _OPEN + _CLOSE + ".")
    for opening in (_SIGN.match(inner), words.label().match(inner), words.phrase().match(inner)):
        if opening is not None:
            rest = inner[opening.end() :]
            return not rest or _creditish(rest, least=0.6 if len(rest.split()) <= 3 else 0.85)
    if words.ending().fullmatch(inner):
        return True
    pattern, _ = words.agencies()
    match = pattern.search(inner)
    if match is None or (text.rstrip()[-1] in _CLOSE and text.lstrip()[0] not in _OPEN):
        return False
    if inner == match.group(1):
        return inner not in words.weak_agencies() or inner.isupper()
    if match.end() == len(inner) or (match.start() == 0 and _SLASH_BEHIND.match(inner, match.end())):
        return len(inner) <= 70 and len(inner.split()) <= 7 and _creditish(inner) and not _CLAUSE_END.search(inner)
    return False


def _bracketed(text: str) -> int | None:
    """Return where a credit in brackets at the very end begins."""
    match = _BRACKET.search(text)
    if match is None:
        return None
    inner = match.group(1).strip()
    before = text[: match.start()]
    if (
        words.label().match(inner)
        or words.phrase().match(inner)
        or _SIGN.match(inner)
        or words.ending().fullmatch(inner)
    ):
        return match.start()
    bare = words.bare_label().match(inner)
    if bare is not None and _creditish(inner[bare.end() :]):
        return match.start()
    pattern, _ = words.agencies()
    agency = pattern.search(inner)
    if agency is None or _acronym_of(inner, before):
        return None
    if inner == agency.group(1) and inner in words.weak_agencies() and len(inner) > 3:
        return None
    return match.start() if _creditish(inner) else None


def _signed(text: str) -> int | None:
    """Return where a trailing "© …" begins."""
    for match in _SIGN.finditer(text):
        tail = text[match.end() :]
        if not match.start() or len(tail) > 120 or not tail.strip():
            continue
        few = len(tail.split()) <= 6
        if _creditish(tail, least=0.3 if few else 0.6) or (few and len(tail.split()) <= 3):
            return match.start()
    return None


def _labelled(text: str) -> int | None:
    """Return where a trailing "Foto: …" or "Photo by …" begins."""
    for at, end in _label_or_phrase(text):
        tail = text[end:]
        if not at or not tail.strip() or len(tail) > 130:
            continue
        if text[at].islower() and text[:at].rstrip()[-1:].islower() and not UNCASED.match(text[at]):
            continue  # "in a photo from the school's yearbook"
        if text[at - 1].isalnum() and not text[at].isupper() and not UNCASED.match(text[at - 1]):
            continue
        few = len(tail.split()) <= 6
        if _creditish(tail, least=0.6 if few else 0.75):
            return at
        if few and words.agencies()[0].search(tail) and _creditish(tail, least=0.0):
            return at
    glued = _GLUED.search(text, max(0, len(text) - _LONGEST))
    if glued is not None and _creditish(text[glued.end() :]):
        return glued.start()
    for bare in words.bare_label().finditer(text, max(0, len(text) - _LONGEST)):
        at = bare.start()
        if at and text[:at].rstrip()[-1:] in ".!?/|—–" and len(text) - bare.end() < 60:
            tail = text[bare.end() :]
            if tail[:1].isupper() and _creditish(tail, least=0.9):
                return at
    ending = words.ending().search(text, max(0, len(text) - 60)) if UNCASED.search(text[-12:]) else None
    return ending.start() if ending and ending.start() else None


def _closing(text: str) -> int | None:
    """Return where a last clause that is only names and agencies begins ("… . ANN LEE / AFP")."""
    cuts = [match.end() for match in _CLAUSE_END.finditer(text)]
    pattern, _ = words.agencies()
    offset = max(0, len(text) - 90)
    agencies = [match for match in pattern.finditer(text, offset) if match.start() > 0]
    for cut in reversed(cuts):
        tail = text[cut:].strip(" .*")
        if tail[:1].isdigit():  # "… on Dec. 13, 2014, in Rome": no sentence ends at an abbreviation
            continue
        if len(tail) > 110 or len(tail.split()) > 12:
            break
        signed = any(match.start() >= cut for match in agencies)
        if signed and _creditish(tail) and not (tail in words.weak_agencies() and len(tail) > 3):
            return cut
        if not signed and re.search(r"\S/\S|\s\|\s", tail) and len(tail) <= 60 and _creditish(tail, least=1.0):
            return cut
    if not agencies:
        return None
    # no sentence ends before it: a slash parts it from the text, or a name that is never a word of a sentence
    for agency in agencies:
        if _NAME_AFTER_SLASH.match(text, agency.end()):
            return agency.start()
    via = _VIA.search(text)
    if via is not None and text[: via.start()].rstrip()[-2:].lower() != "by":
        return via.start()
    last = agencies[-1]
    if text[last.end() :].strip(" .").lower() not in ("", "images", "photo", "photos", "pool", "file", "/pool"):
        return None
    for agency in agencies:
        head = text[: agency.start()].rstrip()
        head = head.removesuffix("via").rstrip()
        slash = _CAPITALS_BEFORE_SLASH.search(head) or _NAME_BEFORE_SLASH.search(head)
        if slash is not None and _creditish(text[slash.start() :]):
            return slash.start()
    before = text[: last.start()].split()
    if last.group(1) in words.plain_agencies() and before and before[-1].lower() not in words.fillers():
        return last.start()
    return None


def _creditish(text: str, least: float = 0.8) -> bool:
    """Whether a run of words is made of names, agencies and what stands between them in a credit."""
    text = text.strip(_STRIP + _OPEN + _CLOSE)
    if not text or len(text) > _LONGEST:
        return False
    pattern, _ = words.agencies()
    bare = pattern.sub(" ", text)
    if UNCASED.search(bare):
        return len(text) <= 45 and not re.search(r"[。！？،؛]|[.!?]\s", text.strip(" .。"))
    tokens = _TOKEN.findall(bare)
    if len(tokens) > 18:
        return False
    fillers = words.fillers()
    good = named = 0
    for token in tokens:
        word = token.strip(".'’\"“”„«»!").lower()
        if word in fillers:
            good += 1
        elif _NAME.match(token):
            good += 1
            named += 1
    if named > 9 or (named == 0 and bare == text and not good):
        return False
    return good >= least * len(tokens)


def _acronym_of(inner: str, before: str) -> bool:
    """Whether "(EPA)" only shortens the words before it ("Environmental Protection Agency")."""
    letters = re.sub(r"\W", "", inner)
    if not letters.isalpha() or len(letters) > 6:
        return False
    words = re.findall(r"[^\W\d_]+", before)[-len(letters) - 3 :]
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return len(letters) > 1 and capitals.lower().endswith(letters.lower())


def _label_or_phrase(text: str) -> list[tuple[int, int]]:
    """Return (start, end of its separator) of every label and phrase near the end of a text."""
    since = max(0, len(text) - _LONGEST)
    spans = {match.span() for match in words.phrase().finditer(text, since)}
    for separator in _SEPARATOR.finditer(text, since):
        label = _label_before(text, separator.start())
        if label is not None:
            spans.add((label, separator.end()))
    return sorted(spans)


def _label_before(text: str, end: int) -> int | None:
    """Return where the label that ends at `end` begins: looking words up is ten times faster than one long pattern."""
    head = text[max(0, end - 34) : end].rstrip()
    if not head:
        return None
    base = max(0, end - 34)
    if UNCASED.match(head[-1]):
        for length in (8, 7, 6, 5, 4, 3, 2, 1):
            if head[-length:] in words.labels():
                return base + max(0, len(head) - length)
    bounds = [match.start() for match in _LABEL_START.finditer(head)][-5:]
    for start in bounds:
        if words.label().fullmatch(head[start:] + ":"):
            return base + start
    return None
