"""What an editor reads."""

from dataclasses import replace

import pytest

from captioncheck.datatypes import Nearest, Place
from captioncheck.score.dates import DateMatch
from captioncheck.score.names import NameMatch
from captioncheck.score.rules import RULES
from captioncheck.score.rules.date import date
from captioncheck.score.rules.names import names
from captioncheck.score.rules.places import places
from captioncheck.score.rules.subject import subject
from tests.score.stories import AMERICA, KAZAKHSTAN, STORY, article, caption, hear

KAZAKH = article("Troops stand in Almaty.", "Kazakhstan asks for calm.", headline="Unrest in Kazakhstan")


def told(story=None, **changes):
    return replace(hear(caption("Beekeepers inspect hives"), story or article(STORY)), **changes)


def test_the_order_is_of_the_codes_that_are_shown():
    assert (subject, names, places, date) == RULES


@pytest.mark.parametrize(
    "people",
    [NameMatch((), ()), NameMatch(("Jo Lind",), ()), NameMatch(("Jo Lind",), ("Ada Brix",))],
    ids=["nobody", "all found", "one of two found"],
)
def test_names_are_silent(people):
    assert names(told(names=people)) is None


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("A", "A: the article does not mention the name"),
        ("AB", "A and B: the article mentions neither"),
        ("ABC", "A, B and C: the article mentions none of them"),
        ("ABCDE", "A, B, C, D and 1 more: the article mentions none of them"),
    ],
)
def test_names_that_are_missing(missing, message):
    said = names(told(names=NameMatch((), tuple(missing))))
    assert (said.code, said.message, said.score) == ("CC103", message, len(missing))


@pytest.mark.parametrize("where", [(), (KAZAKHSTAN,), (AMERICA, KAZAKHSTAN)], ids=["none", "home", "home and abroad"])
def test_places_are_silent(where):
    assert places(hear(caption("A rally", places=where), KAZAKH)) is None


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ((AMERICA,), "set in the United States (Washington); the article is about Kazakhstan"),
        ((Place("France", "FR", "country"),), "set in France; the article is about Kazakhstan"),
        (
            (Place("Frankreich", "FR", "country"), Place("syrischen", "SY", "country")),
            "set in France and Syria; the article is about Kazakhstan",
        ),
        (
            (Place("Lyon", "FR"), Place("Ulm", "DE"), Place("Nara", "JP"), Place("Lima", "PE")),
            "set in France, Germany and 2 more; the article is about Kazakhstan",
        ),
        (
            (Place("Lyon", "FR"), Place("Ulm", "DE")),
            "set in France and Germany (Lyon, Ulm); the article is about Kazakhstan",
        ),
    ],
)
def test_places_abroad(where, message):
    said = places(hear(caption("A rally", places=where), KAZAKH))
    assert (said.code, said.message, said.evidence) == ("CC102", message, tuple(place.name for place in where))


@pytest.mark.parametrize("match", [DateMatch("2019", "2022-01-10", 0), DateMatch(None, None, 0)])
def test_dates_are_silent(match):
    assert date(told(date=match)) is None


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("2019-03-08", "dated 8 March 2019, 2 years and 10 months before the article (10 January 2022)"),
        ("2019-12", "dated December 2019, 2 years and 1 month before the article (10 January 2022)"),
        ("2019", "dated 2019, 3 years before the article (10 January 2022)"),
        ("2025-02-01", "dated 1 February 2025, 3 years after the article (10 January 2022)"),
    ],
)
def test_dates_far_off(when, message):
    said = date(told(date=DateMatch(when, "2022-01-10", 3)))
    assert (said.code, said.message, said.score) == ("CC104", message, 3.0)


@pytest.mark.parametrize(
    ("similarity", "message"),
    [
        (-0.1, "about something else: even the closest passage (line 9) is only 0 % alike"),
        (0.08, "about something else: even the closest passage (line 9) is only 8 % alike"),
        (0.5, "about something else: most of what it says is not in the article (closest passage: line 9)"),
    ],
)
def test_another_subject(similarity, message):
    said = subject(told(nearest=(Nearest("A quay.", 9, similarity),)))
    assert (said.code, said.message, said.evidence) == ("CC101", message, ("Beekeepers", "hives"))


@pytest.mark.parametrize(
    ("headline", "language", "about"),
    [
        ("What is it?", "en", None),
        ("12 of 13", "en", None),
        ("台风登陆前沿海", "zh", None),
        ("日刊ゲンダイDIGITAL", "ja", None),
        ("Unrest in Kazakhstan", "en", "Unrest, Kazakhstan"),
        ("Tension au Kazakhstan : Pékin prêt à fournir une aide", "fr", "Tension, Kazakhstan, Pékin"),
        ("Наводнение в Казахстане", "ru", "Наводнение, Казахстане"),
        ("Donaudampfschifffahrtsgesellschaft geht unter", "de", None),
    ],
)
def test_another_subject_than_the_headline(headline, language, about):
    heard = hear(caption("Beekeepers inspect hives", language), article(STORY, headline=headline, language=language))
    said = subject(replace(heard, nearest=(Nearest("A quay.", 9, 0.08),)))
    start = f"not about “{about}”" if about else "about something else"
    assert said.message == f"{start}: even the closest passage (line 9) is only 8 % alike"


def test_the_headline_of_another_language_is_quoted_without_its_small_words():
    story = article(STORY, headline="Die Sturmflut und der Deich von Husum", language="de")
    said = subject(hear(caption("Beekeepers inspect hives", "en"), story))
    assert said.message.startswith("not about “Sturmflut, Deich, Husum”: ")


def test_a_headline_has_no_line():
    said = subject(told(nearest=(Nearest("A quay.", 1, 0.08, headline=True),)))
    assert said.message == "about something else: even the closest passage (the headline) is only 8 % alike"


def test_no_message_takes_more_than_two_lines():
    long = "Überwachungskameras Wahleinmischung Sparkassenpräsident"
    people = NameMatch((), tuple(f"Maximiliane von Wittelsbach-Hohenlohe {i}" for i in range(7)))
    where = tuple(Place(f"Frankfurt am Main {code}", code) for code in ("GB", "DE", "JP", "US"))
    story = article("Troops stand in Almaty.", headline=f"Kazakhstan {long}", language="de", published="2022-01-10")
    heard = hear(caption("Bees", places=where), story)
    heard = replace(heard, names=people, date=DateMatch("2001-12-28", "2022-01-10", 21))
    messages = [said.message for rule in RULES if (said := rule(heard))]
    assert len(messages) == 4
    assert all(len(message) <= 106 for message in messages), messages


def test_no_passage_is_no_subject():
    assert subject(told(nearest=())) is None
