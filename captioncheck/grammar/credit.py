"""Splits a caption into what it says and whom it credits.

A credit stands at the end ("… (AP Photo/Ann Lee, File)", "… Foto: dpa", "… ANN LEE / AFP"), sometimes in front
("Фото: … / ТАСС"), in many languages and spellings. The words live in `data/agencies.toml` and
`data/credit_words.toml`; here is only how they may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from captioncheck.grammar.tables import table

_LONGEST = 170  # characters: no credit is longer
_OPEN, _CLOSE = "([（［【〔{", ")]）］】〕}"
_BRACKET = re.compile(r"[(\[（［【〔{]([^()\[\]（）［］【】〔〕{}]{1,170})[)\]）］】〕}]\s*[.。]?\s*$")
_LEADING_BRACKET = re.compile(r"^\s*[(\[（［【〔]([^()\[\]（）［］【】〔〕]{1,170})[)\]）］】〕]\s*")
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
_NAME_AFTER_SLASH = re.compile(
    r"(?:\s+[Pp]hoto)?\s*/\s*[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-Þ][\w.'’-]*){0,3}"
    r"(?:\s*[,/]\s*(?:[Ff]ile|[Pp]ool|FILE|POOL)(?:\s+[Pp]hoto)?)?\s*\.?$"
)
_LEADING_NAME = re.compile(r"^(?:[A-ZÀ-Þ][\w.'’-]*\s+){1,3}[A-ZÀ-Þ][\w.'’-]*\s*/\s*$")
_LEADING_SLASHES = re.compile(r"(?:(?:\S+/\S+|[A-ZÀ-Þ][A-ZÀ-Þ.-]+)\s+){1,6}(?=[A-ZÀ-Þ\"“„«])")
_STRIP = " \t\r\n\u00a0\u200b\u200e\u200f|/–—-,;:·•"
_UNCASED = re.compile(r"[\u0590-\u08ff\u0900-\u109f\u1100-\u11ff\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]")


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
    rest = text.strip()
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
    credit = " ".join(found)
    return Credit(rest, credit, find_agency(credit))


def find_agency(text: str) -> str | None:
    """Return the usual name of the first agency that `text` (a credit) names."""
    pattern, names = _agencies()
    match = pattern.search(text)
    return names[match.group(1)] if match else None


def _cut(text: str) -> tuple[str, str, bool] | None:
    """Return (rest, credit, whether it stood at the end) for one credit, or None."""
    if not text:
        return None
    for split in (_bracketed, _labelled, _signed, _closing):
        at = split(text)
        if at is not None:
            credit = text[at:].strip(_STRIP)
            return text[:at].strip().rstrip("|/–—-,;:·•(").strip(), credit, True
    if len(text) <= _LONGEST and _whole(text):
        return "", text.strip(_STRIP), True
    leading = _leading(text)
    if leading is not None:
        return text[leading:].strip(_STRIP), text[:leading].strip(_STRIP), False
    return None


def _whole(text: str) -> bool:
    """Whether the text is a credit and nothing else."""
    inner = text.strip(_STRIP + _OPEN + _CLOSE + ".")
    for opening in (_SIGN.match(inner), _label().match(inner), _phrase().match(inner)):
        if opening is not None:
            rest = inner[opening.end() :]
            return not rest or _creditish(rest, least=0.6 if len(rest.split()) <= 3 else 0.85)
    pattern, _ = _agencies()
    match = pattern.search(inner)
    if match is None:
        return _ending().fullmatch(inner) is not None
    if inner == match.group(1):
        return inner not in _weak() or inner.isupper()
    if match.end() == len(inner) or (match.start() == 0 and inner[match.end()] in "/"):
        return len(inner) <= 70 and len(inner.split()) <= 7 and _creditish(inner) and not _CLAUSE_END.search(inner)
    return False


def _bracketed(text: str) -> int | None:
    """Return where a credit in brackets at the very end begins."""
    match = _BRACKET.search(text)
    if match is None:
        return None
    inner = match.group(1).strip()
    before = text[: match.start()]
    if _label().match(inner) or _phrase().match(inner) or _SIGN.match(inner) or _ending().fullmatch(inner):
        return match.start()
    bare = _bare_label().match(inner)
    if bare is not None and _creditish(inner[bare.end() :]):
        return match.start()
    pattern, _ = _agencies()
    agency = pattern.search(inner)
    if agency is None or _acronym_of(inner, before):
        return None
    if inner == agency.group(1) and inner in _weak() and len(inner) > 3:
        return None
    return match.start() if _creditish(inner) else None


def _signed(text: str) -> int | None:
    """Return where a trailing "© …" begins."""
    for match in _SIGN.finditer(text):
        tail = text[match.end() :]
        if match.start() and len(tail) <= 120 and _creditish(tail, least=0.6 if len(tail.split()) > 6 else 0.3):
            return match.start()
    return None


def _labelled(text: str) -> int | None:
    """Return where a trailing "Foto: …" or "Photo by …" begins."""
    for at, end in _label_or_phrase(text):
        tail = text[end:]
        if not at or not tail.strip() or len(tail) > 130:
            continue
        if text[at].islower() and text[:at].rstrip()[-1:].islower() and not _UNCASED.match(text[at]):
            continue  # "in a photo from the school's yearbook"
        if text[at - 1].isalnum() and not text[at].isupper() and not _UNCASED.match(text[at - 1]):
            continue
        few = len(tail.split()) <= 6
        if _creditish(tail, least=0.6 if few else 0.75):
            return at
        if few and _agencies()[0].search(tail) and _creditish(tail, least=0.4):
            return at
    for bare in _bare_label().finditer(text):
        at = bare.start()
        if at and text[:at].rstrip()[-1:] in ".!?/|—–" and len(text) - bare.end() < 60:
            tail = text[bare.end() :]
            if tail[:1].isupper() and _creditish(tail, least=0.9):
                return at
    ending = _ending().search(text)
    return ending.start() if ending and ending.start() else None


def _closing(text: str) -> int | None:
    """Return where a last clause that is only names and agencies begins ("… . ANN LEE / AFP")."""
    cuts = [match.end() for match in _CLAUSE_END.finditer(text)]
    pattern, _ = _agencies()
    offset = max(0, len(text) - 90)
    agencies = [match for match in pattern.finditer(text, offset) if match.start() > 0]
    for cut in reversed(cuts):
        tail = text[cut:].strip(" .*")
        if len(tail) > 110 or len(tail.split()) > 12:
            break
        signed = any(match.start() >= cut for match in agencies)
        if signed and _creditish(tail) and not (tail in _weak() and len(tail) > 3):
            return cut
        if not signed and re.search(r"\S/\S|\s\|\s", tail) and len(tail) <= 60 and _creditish(tail, least=1.0):
            return cut
    if not agencies:
        return None
    # no sentence ends before it: a slash parts it from the text, or a name that is never a word of a sentence
    for agency in agencies:
        if _NAME_AFTER_SLASH.match(text, agency.end()):
            return agency.start()
    last = agencies[-1]
    if text[last.end() :].strip(" .").lower() not in ("", "images", "photo", "photos", "pool", "file", "/pool"):
        return None
    for agency in agencies:
        head = text[: agency.start()]
        slash = _CAPITALS_BEFORE_SLASH.search(head) or _NAME_BEFORE_SLASH.search(head)
        if slash is not None and _creditish(text[slash.start() :]):
            return slash.start()
    before = text[: last.start()].split()
    if last.group(1) in _plain() and before and before[-1].lower() not in _fillers():
        return last.start()
    return None


def _leading(text: str) -> int | None:
    """Return where the description begins after a credit in front."""
    bracket = _LEADING_BRACKET.match(text)
    if bracket is not None and bracket.end() < len(text) and _whole(bracket.group(1)):
        return bracket.end()
    for match in re.finditer(r"\n+|(?<=[^\s.][^\s.])[.。]\s+|\s+[—–|]\s+", text[:_LONGEST]):
        head = text[: match.start()]
        if (_label().match(head) or _SIGN.match(head)) and _whole(head):
            return match.end()
    label = _label().match(text)
    if label is not None:
        slashes = _LEADING_SLASHES.match(text, label.end())
        return slashes.end() if slashes else None
    agency = _agencies()[0].search(text, 0, 70)
    if agency is not None and _LEADING_NAME.match(text[: agency.start()]) and len(text) - agency.end() > 25:
        rest = text[agency.end() :]
        if rest[:1] == " " and rest[1:2].isupper():
            return agency.end() + 1
    return None


def _creditish(text: str, least: float = 0.8) -> bool:
    """Whether a run of words is made of names, agencies and what stands between them in a credit."""
    text = text.strip(_STRIP + _OPEN + _CLOSE)
    if not text or len(text) > _LONGEST:
        return False
    pattern, _ = _agencies()
    bare = pattern.sub(" ", text)
    if _UNCASED.search(bare):
        return len(text) <= 45 and not re.search(r"[。！？،؛]|[.!?]\s", text.strip(" .。"))
    tokens = _TOKEN.findall(bare)
    if len(tokens) > 18:
        return False
    fillers = _fillers()
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


def _label_or_phrase(text: str) -> Iterator[tuple[int, int]]:
    spans = {match.span() for pattern in (_label(), _phrase()) for match in pattern.finditer(text)}
    return iter(sorted(spans))


@cache
def _agencies() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern with every agency's spellings (longest first) and the usual name of each spelling."""
    names: dict[str, str] = {}
    for usual, spellings in table("agencies")["agencies"].items():
        for spelling in spellings:
            names.setdefault(spelling, usual)
    for weak in table("agencies")["weak"]["names"]:
        names.setdefault(weak, weak)
    ordered = sorted(names, key=len, reverse=True)
    cased = "|".join(re.escape(name) for name in ordered if not _UNCASED.search(name))
    uncased = "|".join(re.escape(name) for name in ordered if _UNCASED.search(name))
    return re.compile(rf"((?<![^\W_])(?:{cased})(?![^\W_])|(?:{uncased}))"), names


@cache
def _weak() -> frozenset[str]:
    return frozenset(table("agencies")["weak"]["names"])


@cache
def _plain() -> frozenset[str]:
    return frozenset(table("agencies")["plain"]["names"])


@cache
def _fillers() -> frozenset[str]:
    words = table("credit_words")
    labels = {word for group in words["labels"].values() for word in group}
    return frozenset(words["fillers"]["all"]) | labels | {word for group in words["endings"].values() for word in group}


@cache
def _label() -> re.Pattern[str]:
    words = table("credit_words")
    labels = sorted({word for group in words["labels"].values() for word in group}, key=len, reverse=True)
    prefixes = "|".join(sorted(words["stems"]["prefixes"], key=len, reverse=True))
    body = "|".join(re.escape(label) for label in labels)
    return re.compile(
        rf"(?:(?:{prefixes})s?-?)?(?:{body})(?:\s*\([^)]{{1,12}}\)|/[a-z]{{2,12}}|\s+by)?"
        r"(?:\s*(?:[:：=＝﹕∶／]|\.\.\.|…)\s*|(?<=[图圖文摄攝写真사진])\s*/\s*)",
        re.I,
    )


@cache
def _phrase() -> re.Pattern[str]:
    phrases = sorted(table("credit_words")["phrases"]["all"], key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(re.escape(phrase) for phrase in phrases)})(?![^\W_])\s*:?\s*", re.I)


@cache
def _bare_label() -> re.Pattern[str]:
    """Return the pattern of labels that may lack their colon after a full stop or a bracket ("(Foto AP)")."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(table('credit_words')['bare']['all'])})\s+")


@cache
def _ending() -> re.Pattern[str]:
    """Return the pattern of Chinese, Japanese and Korean credits, whose verb comes last."""
    words = table("credit_words")["endings"]
    verbs = "|".join(sorted({*words["zh"], *words["ja"]}, key=len, reverse=True))
    korean = "|".join(sorted(words["ko"], key=len, reverse=True))
    agencies = "|".join(
        re.escape(name) for name in sorted(_agencies()[1], key=len, reverse=True) if _UNCASED.search(name)
    )
    return re.compile(
        rf"(?:(?:{agencies})(?:社)?(?:记者|記者|通讯员|特派员)\s*\S{{1,12}}?\s*(?:摄|攝|报道|撮影)?"
        rf"|(?<![^\s。，、；]) ?[\w·・/＝\s]{{1,14}}?(?:{verbs})(?<![意企試])"
        rf"|[＝=]\s?\S{{1,24}}(?:撮影|提供)?"
        rf"|[가-힣A-Za-z0-9·\s]{{1,14}}?(?:{korean})"
        rf"|/\s*(?:{agencies}))\s*[。.)）]?\s*$"
    )
