"""Two captions of one picture: what is no contradiction first."""

from __future__ import annotations

import pytest

from captioncheck.score.reuse import Said, contradiction

OWN = "Maria Okafor opens an exhibition of glass lamps in Lyon, France, on 3 May 2014."
MUST_NOT_FIRE = [
    ("the same", "en", OWN, "en", OWN),
    ("shortened", "en", OWN, "en", "Maria Okafor opens an exhibition"),
    ("extended", "en", OWN, "en", OWN + " It had been put off since 2011 in Berlin."),
    ("credited otherwise", "en", OWN, "en", OWN + " (Photo: Ines Falk/Reuters)"),
    ("to the month", "en", OWN, "en", "Maria Okafor at the show in Lyon, May 2014"),
    ("sent two days later", "en", OWN, "en", "Maria Okafor opens a show in Lyon on 5 May 2014."),
    ("a year that is history", "en", OWN, "en", "The hall where Maria Okafor spoke was built in 1932."),
    ("an event named by its year", "en", "Runners at Tokyo 2020", "en", "Runners in Tokyo on 5 August 2021."),
    ("marked as archive", "en", OWN, "en", "Maria Okafor in Turin on 9 June 2017 (archive photo)"),
    ("marked as archive, fr", "fr", "Maria Okafor à Lyon le 3 mai 2014.", "fr", "Mme Okafor à Turin (archives)"),
    ("marked as symbol", "de", "Eine Frau in Köln am 3. Mai 2014.", "de", "Frau in Wien (Symbolbild)"),
    ("translated, de", "en", OWN, "de", "Maria Okafor eröffnet am 3. Mai 2014 in Lyon (Frankreich) eine Ausstellung."),
    ("translated, fr", "en", OWN, "fr", "Maria Okafor ouvre une exposition de lampes à Lyon, le 3 mai 2014."),
    ("translated, es", "en", OWN, "es", "Maria Okafor inaugura una exposición en Lyon el 3 de mayo de 2014."),
    ("translated, ru", "en", OWN, "ru", "Мария Окафор открывает выставку стеклянных ламп в Лионе, 3 мая 2014 года."),
    ("translated, ja", "en", OWN, "ja", "2014年5月3日、フランスのリヨンで展覧会を開くマリア・オカフォー氏"),
    ("translated, pl", "en", OWN, "pl", "Maria Okafor otwiera wystawę lamp w Lyonie, 3 maja 2014 r."),
    ("a place that it speaks of", "en", "Maria Okafor talks in Berlin.", "en", "Maria Okafor wants talks with Russia."),
    ("a war elsewhere", "en", "A petrol pump in Berlin.", "en", "The war in Ukraine makes petrol dear."),
    ("a city of the same country, without another", "en", "A tram in Leipzig.", "en", "Public transport in Germany."),
    ("a city by another name", "de", "Eine Tram in München.", "en", "A tram in Munich, Germany."),
    ("neighbouring towns", "en", "A fire in Leipzig, Germany.", "en", "Firemen in Halle, Germany."),
    ("disputed territory", "en", "A street in Taipei, Taiwan.", "en", "Shops in Taipei in China."),
    ("two people of one picture", "en", "Maria Okafor at the opening.", "en", "Jonas Lindqvist talks to the press."),
    ("a description for the blind", "en", OWN, "en", "A woman in a red coat cuts a ribbon before a crowd."),
    ("a bare credit", "en", OWN, "en", "Photo: Ines Falk/Reuters"),
    ("nothing", "en", OWN, "en", ""),
]  # fmt: skip
MUST_FIRE = [
    ("another year", ("dates",), "en", OWN, "en", OWN.replace("3 May 2014", "9 June 2022")),
    ("another day", ("dates",), "en", OWN, "en", OWN.replace("3 May", "19 May")),
    ("a year in brackets", ("dates",), "en", OWN, "en", "Maria Okafor opens a show (2019)"),
    ("another language", ("dates",), "en", OWN, "de", "Maria Okafor am 9. Juni 2022 in Lyon."),
    ("another country", ("places",), "en", OWN, "en", "Maria Okafor opens an exhibition in Krakow, Poland."),
    ("another city", ("places",), "en", "A fire in Leipzig, Germany.", "en", "Firemen in Hamburg, Germany."),
    ("other countries, fr and de", ("places",), "fr", "Des pompiers à Lyon.", "de", "Die Feuerwehr in Warschau."),
    ("Japanese", ("places",), "ja", "ベルリンで開かれた展覧会", "ja", "ワルシャワで開かれた展覧会"),
    ("another name", ("people",), "en", OWN, "en", OWN.replace("Maria Okafor", "Elena Petrova")),
    ("all of it", ("dates", "places", "people"), "en", OWN, "en",
     "Jonas Lindqvist tastes cheese at a market in Bergen, Norway, on 2 March 2019."),
]  # fmt: skip


@pytest.mark.parametrize(("one", "mine", "other", "theirs"), [row[1:] for row in MUST_NOT_FIRE], ids=[r[0] for r in MUST_NOT_FIRE])  # fmt: skip  # noqa: E501
def test_what_may_both_be_true(one: str, mine: str, other: str, theirs: str) -> None:
    a, b = Said(mine, one, "2024-01-01"), Said(theirs, other, "2024-01-01")
    assert contradiction(a, b) is None
    assert contradiction(b, a) is None


@pytest.mark.parametrize(("kinds", "one", "mine", "other", "theirs"), [row[1:] for row in MUST_FIRE], ids=[r[0] for r in MUST_FIRE])  # fmt: skip  # noqa: E501
def test_what_cannot_both_be_true(kinds: tuple[str, ...], one: str, mine: str, other: str, theirs: str) -> None:
    a, b = Said(mine, one, "2024-01-01"), Said(theirs, other, "2024-01-01")
    found, turned = contradiction(a, b), contradiction(b, a)
    assert found is not None
    assert turned is not None
    assert found.kinds == turned.kinds == kinds
    assert found.hard
    assert [(there, here) for here, there in found.said] == list(turned.said)


def test_another_subject_is_weak() -> None:
    one = Said("Fans of Real Betis celebrate the opening goal at the Villamarin stadium in Seville.", "en")
    found = contradiction(one, Said("Palermo nurse Lucia Ferrante prepares vaccines.", "en"))
    assert found is not None
    assert found.kinds == ("subject",)
    assert not found.hard
