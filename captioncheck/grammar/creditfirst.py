"""Credits that stand in front of what the caption says: "Foto: dpa – …", "SN/APA/ANN LEE …", "(写真：ロイター)…".

A colon, a dash or a slash is far commoner in a plain sentence than behind a credit, so what stands before it must be a
credit as a whole, and what follows must read like a text: a sentence in small letters, not another name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from captioncheck.grammar import creditwords as words
from captioncheck.grammar.creditwords import UNCASED

_LONGEST = 170
_LEAST, _LEAST_UNCASED = 20, 8
"""Letters that the text behind a credit has at least, in scripts with small letters and without."""
_BRACKET = re.compile(r"^\s*[(\[（［【〔]([^()\[\]（）［］【】〔〕]{1,170})[)\]）］】〕]\s*")
_SIGN = re.compile(r"(?:©|ⓒ|\(c\)\s|&copy;)\s*", re.I)
_END = re.compile(r"\n+|\u3000+|(?<=[^\s.][^\s.])[.。]\s+|\s+[—–|｜]\s+|\s+-\s+(?=\S)")
_STRONG_END = re.compile(r"\s+[—–|｜-]\s+|\n+|\u3000+")
_AGENCY_ENDS = re.compile(r"\s+(?=\S)")
_CAPITALS = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.&-]*(?:\s[A-ZÀ-Þ][A-ZÀ-Þ.-]*){0,2}(?:\sPhoto)?\s?/\s?){1,4}(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*\s+){1,3}"
    r"(?=[\"“„«]?[A-ZÀ-Þ](?:\w*[a-zà-ÿ]|[A-ZÀ-Þ-]+\s+[a-zà-ÿ]))"
)
_NAME = re.compile(r"^(?:[A-ZÀ-Þ][\w.'’-]*\s+){1,3}[A-ZÀ-Þ][\w.'’-]*\s*/\s*$")
_STOCK = re.compile(
    r"(?:©\s*)?(?:iStock(?:photo)?|Shutterstock|Adobe ?Stock|stock\.adobe\.com|Pixabay|Unsplash|Pexels|Fotolia|Freepik)"
    r"/[^\s/]+\s+(?=[\"“„«]?[A-ZÀ-Þ])"
)
_WORD = re.compile(r"[^\W\d_]+")


def end(text: str, whole: Callable[[str], bool]) -> int | None:
    """Return where the text begins behind a credit in front, None where there is no such credit.

    `whole` says whether a piece of text is a credit and nothing else.
    """
    capitals = _capitals(text)
    if capitals is not None and len(text) - capitals >= _LEAST:
        return capitals
    at = _bracket(text, whole)
    for way in (_parted, _signed_by_agency, _slashed, _stock):
        if at is None:
            at = way(text, whole)
    return at if at is not None and _reads_like_text(text[at:], whole) else None


def _capitals(text: str) -> int | None:
    """Read "SN/APA/ANN LEE Neue Ministerin …": the change from capitals to small letters is the end."""
    label = _label(text)
    match = _CAPITALS.match(text, label.end() if label else 0)
    if match is None:
        return None
    names = {found.group(1) for found in words.agencies()[0].finditer(match.group())}
    sure = names - words.weak_agencies() or (names and match.group().count("/") > 1)
    return match.end() if sure else None


def _bracket(text: str, whole: Callable[[str], bool]) -> int | None:
    """Read "(AP Photo/Ann Lee) …"."""
    match = _BRACKET.match(text)
    return match.end() if match is not None and whole(match.group(1)) else None


def _parted(text: str, whole: Callable[[str], bool]) -> int | None:
    """Read "Foto: dpa – …", "© Ann Lee, AFP | …", "REUTERS/Ann Lee. …": a credit and a stop, a dash or a bar."""
    label = _label(text)
    opened = label is not None or _SIGN.match(text) is not None
    for match in _END.finditer(text, 0, _LONGEST):
        head = text[: match.start()]
        if not whole(head):
            continue
        if opened or (words.agencies()[0].search(head) and "/" in head):
            return match.end()
        if head in words.front_agencies() and _STRONG_END.fullmatch(match.group()):
            return match.end()
    return None


def _signed_by_agency(text: str, whole: Callable[[str], bool]) -> int | None:
    """Read "写真：ロイター …" and "Foto: dpa …": a label, an agency and no more."""
    label = _label(text)
    agency = words.agencies()[0].match(text, label.end()) if label else None
    if agency is None or agency.group(1) in words.weak_agencies():
        return None
    gap = _AGENCY_ENDS.match(text, agency.end())
    return gap.end() if gap else None


def _slashed(text: str, whole: Callable[[str], bool]) -> int | None:
    """Read "Ann Lee/Getty Images The minister …": nothing but a slash."""
    if words.label().match(text):
        return None
    agency = words.agencies()[0].search(text, 0, 70)
    if agency is None or not _NAME.match(text[: agency.start()]):
        return None
    rest = text[agency.end() :]
    return agency.end() + 1 if rest[:1] == " " and rest[1:2].isupper() else None


def _stock(text: str, whole: Callable[[str], bool]) -> int | None:
    """Read "iStock/somebody Der Baum …"."""
    match = _STOCK.match(text)
    return match.end() if match else None


def _label(text: str) -> re.Match[str] | None:
    """Return the label that a text begins with ("Foto:"); "FILE PHOTO:" marks an archive picture and credits nobody."""
    label = words.label().match(text)
    return None if label and label.group().lower().startswith(("file", "archiv")) else label


def _reads_like_text(rest: str, whole: Callable[[str], bool]) -> bool:
    """Say whether what follows is a text, not more of the credit: long enough, and not only names."""
    rest = rest.strip()
    if UNCASED.search(rest[:12]):
        return len(rest) >= _LEAST_UNCASED and not (words.label().match(rest) or words.ending().fullmatch(rest))
    if len(rest) < _LEAST or (rest[0].islower() and len(rest.split()) < 3):
        return False
    said = [word for word in _WORD.findall(rest) if word.lower() not in words.fillers()]
    return sum(word[0].islower() for word in said) > 0.2 * len(said) or (len(said) > 4 and not whole(rest))
