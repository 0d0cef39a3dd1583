from __future__ import annotations

import pytest

from captioncheck.grammar.places import find_places

NOT_PLACES = [
    ("Nice weather and reading in the park", "en"),
    ("Jordan Peterson and Chad Smith", "en"),
    ("J. Lincoln was shot", "en"),
    ("Victoria Beckham", "en"),
    ("Of course most of them split", "en"),
    ("Er hat recht, der Rest ist egal", "de"),
    ("Die Bar im Keller ist neu", "de"),
    ("Une réunion de crise", "fr"),
    ("タイトルを守った", "ja"),
]


@pytest.mark.parametrize(("text", "language"), NOT_PLACES)
def test_must_not_fire(text: str, language: str) -> None:
    assert find_places(text, language) == ()


@pytest.mark.parametrize(
    ("text", "language", "countries"),
    [
        ("the US Capitol in Washington, DC", "en", ["US", "US"]),
        ("in Paris, Texas", "en", ["US", "US"]),
        ("Paris, France", "en", ["FR", "FR"]),
        ("Birmingham, Ala.", "en", ["US", "US"]),
        ("London, Ontario", "en", ["CA", "CA"]),
        ("в Казахстане и в Москве", "ru", ["KZ", "RU"]),
        ("w Kazachstanie", "pl", ["KZ"]),
        ("Kasachstans Hauptstadt", "de", ["KZ"]),
        ("Venäjällä", "fi", ["RU"]),
        ("Londra'da", "tr", ["GB"]),
        ("EE.UU. y México", "es", ["US", "MX"]),
        ("chinesische Soldaten", "de", ["CN"]),
        ("soldats américains", "fr", ["US"]),
        ("米国のワシントンで", "ja", ["US", "US"]),
        ("서울에서 미국과", "ko", ["KR", "US"]),
        ("في القاهرة والولايات المتحدة", "ar", ["EG", "US"]),
        ("در تهران", "fa", ["IR"]),
        ("दिल्ली में", "hi", ["IN"]),
        ("בישראל", "he", ["IL"]),
        ("Kremlin, Downing Street, Élysée", "en", ["RU", "GB", "FR"]),
    ],
)
def test_countries(text: str, language: str, countries: list[str]) -> None:
    assert [place.country for place in find_places(text, language)] == countries


def test_offsets_and_weights() -> None:
    text = "Troops in Almaty, Kazakhstan's largest city"
    for place in find_places(text, "en"):
        assert text[place.start : place.start + len(place.text)] == place.text
        assert 0 < place.weight <= 1


def test_an_ambiguous_city_follows_its_country() -> None:
    found = find_places("Spain mourns: candles in Valencia", "en")
    assert {place.country for place in found} == {"ES"}
