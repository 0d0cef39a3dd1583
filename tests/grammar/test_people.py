from __future__ import annotations

import pytest

from captioncheck.grammar.people import find_organisations, find_people

NOBODY = [
    ("The Supreme Court building", "en"),
    ("Bureau of Labor Statistics", "en"),
    ("Rural Affairs in the World Cup year", "en"),
    ("New York and Los Angeles", "en"),
    ("On Thursday Morning In March", "en"),
    ("AFP via Getty Images", "en"),
    ("University of Wisconsin-Madison students", "en"),
    ("THE WHOLE TEXT IS IN CAPITALS ANNA BERG", "en"),
    ("Das Rathaus Schöneberg am Abend", "de"),
    ("Die Freiwillige Feuerwehr Musterstadt", "de"),
    ("Eine Mitarbeiterin (links) und ein Kollege (rechts)", "de"),
    ("La Plaza Mayor de Madrid", "es"),
    ("Les États-Unis et la Chine", "fr"),
    ("В Нижнем Новгороде", "ru"),
    ("市长在会上讲话", "zh"),
]


@pytest.mark.parametrize(("text", "language"), NOBODY)
def test_must_not_fire(text: str, language: str) -> None:
    assert find_people(text, language) == ()


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Rep. Ilse Omar (D-MN) (L) with Speaker of the House Nancy Brown", "en", ["Ilse Omar", "Nancy Brown"]),
        ("Mayor J. Christian Bollwage", "en", ["J. Christian Bollwage"]),
        ("Supreme Court Justice Ruth Ann Miller", "en", ["Ruth Ann Miller"]),
        ("Russia's Karen Petrov", "en", ["Karen Petrov"]),
        ("Kaja Kallas (L) and Mohammed bin Salman", "en", ["Kaja Kallas", "Mohammed bin Salman"]),
        ("Mr. Smith and President Macron", "en", ["Smith", "Macron"]),
        ("Bundeskanzlerin Anna Merk (CDU) und Horst See", "de", ["Anna Merk", "Horst See"]),
        ("EU-Kommissionspräsidentin Ursula von der Leyen", "de", ["Ursula von der Leyen"]),
        ("Der Rechtsaußen Jan Holt und die EU-Beauftragte Kaja Lind", "de", ["Jan Holt", "Kaja Lind"]),
        ("Jovo Trek (v.l.) und Mara Holt (rechts)", "de", ["Jovo Trek", "Mara Holt"]),
        ("la cote d'Emmanuel Macron", "fr", ["Emmanuel Macron"]),
        ("Luiz Inácio Lula da Silva (izq.)", "es", ["Luiz Inácio Lula da Silva"]),
        ("Владимир Путин и Олаф Петренко", "ru", ["Владимир Путин", "Олаф Петренко"]),
        ("王毅外长在北京", "zh", ["王毅"]),
        ("唐纳德·特朗普与习近平主席", "zh", ["唐纳德·特朗普", "习近平"]),
        ("岩本絹子容疑者", "ja", ["岩本絹子"]),
        ("이재명 더불어민주당 대표", "ko", ["이재명"]),
        ("الرئيس الأمريكي دونالد ترامب", "ar", ["دونالد ترامب"]),
    ],
)
def test_names(text: str, language: str, names: list[str]) -> None:
    assert [person.text for person in find_people(text, language)] == names


def test_offsets_point_at_the_names() -> None:
    text = "Left to right: Anna Berg, Dr. Omar Said and Jean-Marc Petit"
    for person in find_people(text, "en"):
        assert text[person.start :].startswith(person.text)


def test_organisations_are_acronyms() -> None:
    assert find_organisations("NATO and the EU meet the UN; NATO again") == ("NATO", "EU", "UN")
