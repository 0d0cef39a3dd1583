import pytest

from captioncheck.score.words import UNKNOWN, fold, terms, weight

APART = [
    pytest.param("Berg", "Burg", id="vowels are letters"),
    pytest.param("Türkei", "Turm", id="accents go, letters stay"),
    pytest.param("наводнение", "народ", id="Cyrillic"),
    pytest.param("كتاب", "كلب", id="Arabic"),
]
MEET = [
    pytest.param("Überschwemmung", "uberschwemmungen", id="umlaut and ending"),
    pytest.param("Straße", "STRASSE", id="sharp s"),
    pytest.param("élections", "election", id="accent and plural"),
    pytest.param("наводнение", "наводнения", id="case ending"),
    pytest.param("Łódzki", "lodzkiego", id="Polish l"),
    pytest.param("أرشيف", "ارشيف", id="hamza"),
    pytest.param("آسيا", "اسيا", id="madda"),
    pytest.param("الحكومة", "حكومة", id="Arabic article"),
    pytest.param("İstanbul", "istanbul", id="dotted I"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_stay_apart(one, other):
    assert terms(one)[0].stem != terms(other)[0].stem


@pytest.mark.parametrize(("one", "other"), MEET)
def test_forms_of_a_word_meet(one, other):
    assert terms(one)[0].stem == terms(other)[0].stem


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("", []),
        ("... — !", []),
        ("a b c", []),
        ("😀 🎉", []),
        ("3 / 8", ["3", "8"]),
        ("東京都", ["東京", "京都"]),
        ("東", ["東"]),
        ("서울시", ["서울", "울시"]),
        ("The 2022 floods", ["the", "2022", "floods"]),
    ],
)
def test_terms(text, stems):
    assert [term.stem for term in terms(text)] == stems


@pytest.mark.parametrize(
    ("common", "rare", "language"),
    [
        ("the", "glacie", "en"),
        ("und", "seilba", "de"),
        ("это", "ледник", "ru"),
        ("في", "زلزال", "ar"),
        ("して", "津波", "ja"),
    ],
)
def test_rare_words_weigh_more(common, rare, language):
    assert 0 <= weight(common, language) < 1.5 < weight(rare, language) <= UNKNOWN


@pytest.mark.parametrize("language", ["en", "xx", "", None, "zz-invalid", "nb", "no"])
@pytest.mark.parametrize("stem", ["qqzzxx", "a", "東京", "7", "2022", "123456", "é"])
def test_weights_keep_their_bounds(stem, language):
    assert 0 <= weight(stem, language) <= UNKNOWN


def test_numbers_weigh_by_their_length():
    assert weight("3", "en") < weight("38", "en") < weight("2022", "en")


@pytest.mark.parametrize("word", ["Straße", "أرشيف", "İZMİR", "Ёлка", "Ōsaka"])
def test_folding_twice_changes_nothing(word):
    assert fold(fold(word)) == fold(word)
