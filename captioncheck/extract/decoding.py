"""Bytes to text: byte-order mark, UTF-16 without one, UTF-8, the declaration, then charset-normalizer.

What is no text at all (a picture, a PDF, a program) is refused; characters that were lost on the way are counted.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass

from captioncheck.errors import ReaderError

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
)
_MEND = "captioncheck reads text, Markdown, HTML, JSON and XML of newsrooms"
# What a browser understands by these names (WHATWG Encoding), where Python means something narrower.
_ALIASES = {
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "big5": "cp950",
    "tis-620": "cp874",
}
_LOST = "\ufffd"
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 65_536  # bytes or characters that are looked at where the whole would be slow
_MAX_STRANGE = 0.02  # share of control, unassigned and private characters above which it is no text
_MAX_LOST = 0.05
_MAX_NULS = 0.003  # share of NULs that a sloppy program may leave in a text
_MIN_COHERENT = 0.9  # share of a text's characters that stand in few Unicode rows or in the large scripts
_ROWS = 4
_MAX_INFLATED = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read by, and what a user should know about that (None when all is well)."""

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return `data` as text; `declared` is the encoding that the document names for itself.

    Raises ReaderError when it is empty or no text.
    """
    if not data.strip():
        raise ReaderError("is empty: there is no article in it")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise ReaderError(f"is {kind}, not text; {_MEND}")
    decoded = _by_mark(data) or _by_nulls(data) or _by_name(data, declared) or _guessed(data)
    if not decoded.text.strip():
        raise ReaderError("is empty: there is no article in it")
    _refuse_strange(decoded.text)
    return decoded


def inflate(data: bytes) -> bytes:
    """Return `data`, unpacked when it is gzip. Raises ReaderError when the archive is broken or far too large."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpack = zlib.decompressobj(wbits=31)
    try:
        out = unpack.decompress(data, _MAX_INFLATED)
    except zlib.error as error:
        raise ReaderError(f"is a broken gzip file ({error}); pack it anew") from error
    if unpack.unconsumed_tail:
        raise ReaderError(f"unpacks to more than {_MAX_INFLATED // 2**20} MB; unpack and split it")
    if not unpack.eof:
        raise ReaderError("is a gzip file that ends too early; pack it anew")
    return out


def _by_mark(data: bytes) -> Decoded | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            decoded = _lossy(data, name)
            if name != "utf-8-sig" and not _coherent(decoded.text):
                raise ReaderError(f"is no text, though it begins like {name.upper()}; {_MEND}")
            return decoded
    return None


def _coherent(text: str) -> bool:
    """Return whether the characters are of few kinds, as words are and numbers read as characters are not."""
    sample = text[:_SAMPLE]
    rows = Counter(ord(character) >> 8 for character in sample)
    large = sum(count for row, count in rows.items() if 0x30 <= row <= 0xD7)
    few = sum(
        count for _, count in Counter({row: rows[row] for row in rows if not 0x30 <= row <= 0xD7}).most_common(_ROWS)
    )
    return "\ufeff" not in sample[1:] and large + few >= _MIN_COHERENT * len(sample)


def _by_nulls(data: bytes) -> Decoded | None:
    """Recognise UTF-16 without a mark: its ASCII letters, spaces and line ends have a NUL at every other byte."""
    head = data[:_SAMPLE]
    if b"\x00" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > 20 * min(even, odd):
        name = "utf-16-le" if odd > even else "utf-16-be"
        decoded = _lossy(data, name)
        if _strange_share(decoded.text) <= _MAX_STRANGE and _coherent(decoded.text):
            return decoded
    if head.count(0) <= _MAX_NULS * len(head):
        return None
    raise ReaderError(f"is a binary file, not text; {_MEND}")


def _by_name(data: bytes, declared: str | None) -> Decoded | None:
    """Try UTF-8, then what is declared: text that is valid UTF-8 by chance is rarer than a wrong declaration."""
    name = encoding_name(declared)
    seven_bit = name is not None and name.startswith(("iso2022", "hz", "utf-7"))
    for candidate in (name, "utf-8") if seven_bit else ("utf-8", name):
        if candidate is None:
            continue
        try:
            return Decoded(data.decode(candidate), candidate)
        except UnicodeError:
            continue
    text = data.decode("utf-8", "replace")
    lost = text.count(_LOST)
    multibyte = (len(data) - len(text)) // 2
    if multibyte >= (1 if name == "utf-8" else 4) * lost:
        return _noted(text, "utf-8", lost)
    return _lossy(data, name) if name not in (None, "utf-8") else None


def _guessed(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data[: _SAMPLE * 4]).best()
    if best is None:
        raise ReaderError("is in no encoding that captioncheck knows; save it as UTF-8")
    name = encoding_name(best.encoding) or best.encoding
    decoded = _lossy(data, name)
    return decoded if decoded.note else Decoded(decoded.text, name, f"decoded as {name}, a guess; save it as UTF-8")


def _lossy(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    return _noted(text, name.removesuffix("-sig"), text.count(_LOST))


def _noted(text: str, name: str, lost: int) -> Decoded:
    if not lost:
        return Decoded(text, name)
    if lost > _MAX_LOST * len(text):
        raise ReaderError(f"is no text in {name}: {lost:,} of {len(text):,} characters cannot be read; {_MEND}")
    return Decoded(text, name, f"decoded as {name}; {lost} character{'s' * (lost != 1)} could not be read")


def encoding_name(name: str | None) -> str | None:
    """Return Python's name of an encoding that a text is said to be in, as a browser takes it; None if it is none."""
    if not name:
        return None
    label = name.strip().casefold()
    try:
        info = codecs.lookup(_ALIASES.get(label, label))
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _strange_share(text: str) -> float:
    sample = text[:_SAMPLE]
    strange = sum(unicodedata.category(character) in ("Cn", "Co", "Cs") for character in set(sample))
    if strange:
        strange = sum(unicodedata.category(character) in ("Cn", "Co", "Cs") for character in sample)
    return (strange + len(_CONTROLS.findall(sample))) / max(len(sample), 1)


def _refuse_strange(text: str) -> None:
    share = _strange_share(text)
    if share > _MAX_STRANGE:
        raise ReaderError(f"is a binary file, not text ({share:.0%} of its characters are no text); {_MEND}")
