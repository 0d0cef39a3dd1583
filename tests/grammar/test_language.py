from __future__ import annotations

import sys

import pytest

from captioncheck.grammar.language import detect


@pytest.mark.parametrize(
    ("text", "hint"),
    [("", None), ("12345 --- ???", None), ("\u200f\u202b", None), ("😀😀", None)],
)
def test_nothing_to_tell(text: str, hint: str | None) -> None:
    assert detect(text, hint) is None


@pytest.mark.parametrize("hint", ["de", "sv", "tr"])
def test_names_alone_keep_the_hint(hint: str) -> None:
    assert detect("Kaja Kallas", hint) == hint


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor opens the new bridge over the river on Thursday.", "en"),
        ("Der Bürgermeister eröffnet die neue Brücke über den Fluss.", "de"),
        ("Le maire inaugure le nouveau pont sur la rivière.", "fr"),
        ("El alcalde inaugura el nuevo puente sobre el río.", "es"),
        ("Il sindaco inaugura il nuovo ponte sul fiume con la banda.", "it"),
        ("O prefeito inaugura a nova ponte sobre o rio em uma festa.", "pt"),
        ("De burgemeester opent de nieuwe brug over het water.", "nl"),
        ("Burmistrz otwiera nowy most na rzece, który jest już gotowy.", "pl"),
        ("Мэр открывает новый мост через реку, который был построен.", "ru"),
        ("Мер відкриває новий міст через річку, який збудували.", "uk"),
        ("Кметът открива новия мост над реката, който е готов.", "bg"),
        ("Belediye başkanı yeni köprü için bir tören ile açılış yaptı.", "tr"),
        ("يفتتح رئيس البلدية الجسر الجديد", "ar"),
        ("شهردار پل جدید را افتتاح می‌کند", "fa"),
        ("میئر نے نئے پل کا افتتاح کیا ہے", "ur"),
        ("महापौर नए पुल का उद्घाटन करते हैं", "hi"),
        ("市长为新桥剪彩", "zh"),
        ("市長が新しい橋の開通式に出席した", "ja"),
        ("시장이 새 다리의 개통식에 참석했다", "ko"),
        ("Borgmästaren inviger den nya bron som är klar och det blir fest.", "sv"),
        ("Borgmesteren åbner den nye bro, som er blevet klar efter to år.", "da"),
        ("Pormestari avaa uuden sillan, joka on nyt valmis.", "fi"),
        ("Borgarstjórinn opnar nýja brú sem er nú tilbúin til að nota.", "is"),
        ("Ο δήμαρχος εγκαινιάζει τη νέα γέφυρα", "el"),
        ("ראש העיר חונך את הגשר החדש", "he"),
        ("นายกเทศมนตรีเปิดสะพานใหม่", "th"),
    ],
)
def test_running_text(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_caption_in_another_language_beats_the_hint() -> None:
    assert detect("Two workers repair the roof of the school in the city.", "fr") == "en"


def test_a_foreign_name_in_brackets_changes_nothing() -> None:
    assert detect("The president met Xi Jinping (习近平) in the capital on Monday", "en") == "en"


def test_running_text_needs_no_model() -> None:
    sys.modules.pop("py3langid", None)
    detect("The mayor opens the new bridge over the river on Thursday.")
    assert "py3langid" not in sys.modules
