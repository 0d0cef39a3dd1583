from __future__ import annotations

import gzip
import random

import pytest

from captioncheck.errors import ReaderError
from captioncheck.extract.decoding import decode, inflate

GERMAN = "Die Brücke über die Oker bleibt gesperrt. Größere Schäden wurden nicht gemeldet.\n" * 4
RUSSIAN = "В Самаре в субботу открыли новый мост через реку. Движение начнётся утром.\n" * 4
JAPANESE = "大阪市で13日、新しい図書館が開館した。市長が式典であいさつした。\n" * 4
ARABIC = "افتتح رئيس البلدية يوم الأحد الجسر الجديد فوق النهر وسط حضور كبير.\n" * 4


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "is empty"),
        (b"\xef\xbb\xbf  ", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "PNG picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "JPEG picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF document"),
        (b"PK\x03\x04" + b"\x14\x00" * 20, "ZIP archive"),
        (b"\x7fELF" + bytes(60), "a program"),
        (bytes(range(256)) * 8, "binary file"),
        (b"\x00\x01\x02\x03" * 50, "binary file"),
        (b"\x01\x02\x03\x04text" * 50, "binary file"),
        (b"\xff\xfe\x00\x01\x02" * 50, "is no text"),
        (b"\xff\xfe" + random.Random(7).randbytes(3000), "is no text"),
        (b"\xfe\xff" + random.Random(8).randbytes(3000), "is no text"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ReaderError, match=words) as caught:
        decode(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, JAPANESE, ARABIC])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_with_a_mark_or_in_utf8(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.note is None


@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, JAPANESE, ARABIC])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (GERMAN, "latin-1", "ISO-8859-1"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "shift_jis", "Shift_JIS"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (ARABIC, "cp1256", "windows-1256"),
    ],
)
def test_what_is_declared_counts(text: str, encoding: str, declared: str) -> None:
    decoded = decode(text.encode(encoding), declared)
    assert decoded.text == text
    assert decoded.note is None


def test_a_wrong_declaration_does_not_spoil_utf8() -> None:
    assert decode(GERMAN.encode(), "iso-8859-1").text == GERMAN


@pytest.mark.parametrize("declared", ["no-such-encoding", "", "base64", "utf-8"])
def test_a_useless_declaration_is_passed_over(declared: str) -> None:
    assert "gesperrt" in decode(GERMAN.encode("cp1252"), declared).text


def test_a_guess_is_said() -> None:
    decoded = decode(GERMAN.encode("cp1252"))
    assert decoded.text == GERMAN
    assert decoded.note is not None
    assert "a guess" in decoded.note


@pytest.mark.parametrize(("broken", "words"), [(1, "1 character could"), (2, "2 characters could")])
def test_lost_characters_are_counted(broken: int, words: str) -> None:
    decoded = decode(RUSSIAN.encode() + b"\xff" * broken)
    assert decoded.encoding == "utf-8"
    assert decoded.note is not None
    assert words in decoded.note


def test_gzip_is_unpacked() -> None:
    assert inflate(gzip.compress(b"text")) == b"text"
    assert inflate(b"text") == b"text"


@pytest.mark.parametrize("data", [gzip.compress(b"text" * 100, mtime=0)[:-12], b"\x1f\x8bnonsense"])
def test_a_broken_gzip_is_an_error(data: bytes) -> None:
    with pytest.raises(ReaderError, match="gzip"):
        inflate(data)
