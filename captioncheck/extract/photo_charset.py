"""Bytes of metadata to text. Few programs say which charset they wrote; those that do are often wrong."""

from __future__ import annotations

import re

_CANDIDATES = ("cp1252", "mac_roman", "cp1250", "cp1251")
_TYPOGRAPHIC = frozenset("“”„‘’‚«»–—…©®°€·•½¼¾£§")
_DOUBLED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u2013-\u203a\u20ac\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u02c6\u02dc]"
)
_LEADS = (0xC2, 0xC3)  # first bytes of Western letters in UTF-8; by themselves letters that end no word
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")


def text_of(data: bytes, charset: str | None = None) -> str:
    """Return metadata bytes as text, white space trimmed, control characters out.

    `charset` is what the metadata names for itself; UTF-8 that is valid wins, since no other text is so by chance.
    """
    data = data.partition(b"\x00")[0] or data
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if _nearly_utf8(data):
        return clean(data.decode("utf-8", "ignore"))
    if charset not in (None, "utf-8"):
        return clean(data.decode(str(charset), "replace"))
    return clean(max((data.decode(name, "replace") for name in _CANDIDATES), key=_plausible))


def clean(text: str) -> str:
    """Return the text trimmed, with doubly encoded UTF-8 mended ("MÃ¼nchen") and without control characters."""
    return _CONTROLS.sub("", mended(text)).strip()


def mended(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 or Windows-1252 and written as UTF-8 again; other text stays."""
    if not _DOUBLED.search(text):
        return text
    for name in ("cp1252", "latin-1"):
        try:
            return text.encode(name).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _nearly_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8 but for a character cut in half at the end (a field of limited length)."""
    for cut in (1, 2, 3):
        try:
            rest = data[:-cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return not rest.isascii() or data[-cut] in _LEADS
    return False


def _plausible(text: str) -> float:
    """Return how well the characters beyond ASCII suit their neighbours: letters in words, marks outside."""
    score = 0.0
    for at, sign in enumerate(text):
        if sign < "\x80":
            continue
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if sign == "\ufffd" or sign < "\xa0":
            score -= 3
        elif sign.isalpha():
            score += 1 if _fits(sign, before, after) else -1
            # Of charsets in which all is letters, Western ones are likelier, and scripts are not mixed within words.
            score -= 0.05 * (sign > "\u00ff") + 0.5 * (sign > "\u024f") * (before.isascii() and before.isalpha())
        else:
            between = before.isalpha() and after.isalpha() and sign != "’"
            score += 0.9 if sign in _TYPOGRAPHIC and not between else -1
    return score


def _fits(sign: str, before: str, after: str) -> bool:
    """Return whether a letter's case is right where it stands: no capital inside a word in small letters."""
    if sign.islower():
        return before.isalpha() or after.islower() or not (before or after).strip()
    inside = before.islower() or (before.isupper() and after.islower())
    return not inside
