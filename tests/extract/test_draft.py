from __future__ import annotations

import pytest

from captioncheck.datatypes import Location, Passage
from captioncheck.errors import ReaderError
from captioncheck.extract.draft import Draft, DraftCaption, article_from, article_or_reason, language_code, paragraphs

WHERE = Location("a.xml", 3, 1, "r")


def test_a_draft_without_words_is_no_article() -> None:
    with pytest.raises(ReaderError, match="holds no article"):
        article_from(Draft(headline=" ", passages=[Passage("—")], captions=[DraftCaption("…")]), WHERE)
    assert article_or_reason(Draft(), WHERE).location == WHERE


@pytest.mark.parametrize(
    "text",
    ["Nunca vimos algo así", "Él dijo: «¡Qué día!»", "Ça va, Ângela", "À São João", "naïve café – “quoted”", "Â"],
)
def test_good_characters_get_no_note(text: str) -> None:
    assert article_from(Draft(headline=text), WHERE).notes == ()


@pytest.mark.parametrize("text", ["Nunca vimos algo así", "the company’s debt", "für die Straße", "“so”"])
@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_characters_encoded_twice_are_told_and_left(text: str, wrong: str) -> None:
    broken = "".join(
        bytes([byte]).decode(wrong, "replace") if wrong == "latin-1" else _cp1252(byte) for byte in text.encode()
    )
    article = article_from(Draft(headline=broken), WHERE)
    assert article.headline == " ".join(broken.split())
    assert "encoded twice" in article.notes[0]


def _cp1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def test_lost_characters_are_told() -> None:
    assert "could not be read" in article_from(Draft(headline="Br\ufffdcke"), WHERE).notes[0]


def test_a_marked_credit_follows_its_caption_once() -> None:
    captions = [
        DraftCaption("The bridge at dawn.", credit="AP/Jo Doe"),
        DraftCaption("The river. AP/Jo Doe", credit="AP/Jo Doe"),
    ]
    article = article_from(Draft(headline="Bridge", captions=captions), WHERE)
    assert [caption.text for caption in article.captions] == ["The bridge at dawn. AP/Jo Doe", "The river. AP/Jo Doe"]
    assert [caption.parts.credit for caption in article.captions] == ["AP/Jo Doe", "AP/Jo Doe"]
    assert [caption.parts.description for caption in article.captions] == ["The bridge at dawn.", "The river."]


def test_a_caption_does_not_match_itself() -> None:
    draft = Draft(passages=[Passage("The bridge at dawn, seen from the river."), Passage("It opened on Monday.")])
    captions = [DraftCaption("The bridge at dawn, seen from the river.", credit="AP")]
    article = article_from(Draft(headline="B", passages=draft.passages, captions=captions), WHERE)
    assert [passage.text for passage in article.passages] == ["It opened on Monday."]


@pytest.mark.parametrize(
    ("dateline", "first", "passages"),
    [
        ("Oslo", "A bridge opened.", ["Oslo", "A bridge opened."]),
        ("Oslo", "OSLO (NTB): A bridge opened.", ["OSLO (NTB): A bridge opened."]),
        (
            "Strasbourg, 10 juil 2024 (AFP)",
            "Strasbourg, 10 juil 2024 - Un pont.",
            ["Strasbourg, 10 juil 2024 - Un pont."],
        ),
        ("", "A bridge opened.", ["A bridge opened."]),
    ],
)
def test_the_dateline_stands_before_the_report(dateline: str, first: str, passages: list[str]) -> None:
    article = article_from(Draft(passages=[Passage(first)], dateline=dateline), WHERE)
    assert [passage.text for passage in article.passages] == passages


@pytest.mark.parametrize(
    ("claim", "code"), [("nb-NO", "nb"), ("en_US", "en"), ("FR", "fr"), ("", None), (None, None), ("français", None)]
)
def test_language_codes(claim: str | None, code: str | None) -> None:
    assert language_code(claim) == code


def test_paragraphs_keep_their_lines() -> None:
    assert list(paragraphs("a\n\n b \r\nc", 5)) == [Passage("a", 5), Passage("b", 7), Passage("c", 8)]
