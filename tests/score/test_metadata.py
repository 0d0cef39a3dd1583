"""What agrees and what differs between a printed caption and a photo, in several languages."""

import numpy as np
import pytest

from captioncheck.datatypes import PhotoDate, PhotoMetadata, PhotoText
from captioncheck.extract.base import make_caption
from captioncheck.score.cohort import Background, background_texts
from captioncheck.score.lexical import CaptionTerms
from captioncheck.score.metadata import PhotoProfile, compare
from tests.score.stories import HERE, HashedEncoder

ENCODER = HashedEncoder()
TEXTS = background_texts("captions")[:60]
ROWS = ENCODER.encode_texts([row.text for row in TEXTS])
BACKGROUND = Background(TEXTS, TEXTS, ROWS, ROWS)


def photo(text="", language="en", **fields):
    captions = (PhotoText(text, "IPTC caption", language),) if text else ()
    return PhotoMetadata(captions=captions, **fields)


def matched(printed, metadata, language="en", background=BACKGROUND):
    caption = make_caption(printed, HERE, language=language, published=None)
    profile = PhotoProfile.of(metadata)
    said = caption.parts.description
    vectors = ENCODER.encode_texts([said, *profile.texts])
    return compare(caption, CaptionTerms.of(said, caption.language), profile, vectors[0], vectors[1:], background)


SPEECH = photo(
    "Chancellor Maria Okafor speaks to workers in Kiel, Germany, on March 8, 2019. (Photo by Jonas Lindqvist/AFP)"
)


@pytest.mark.parametrize(
    ("printed", "metadata", "expected"),
    [
        ("Maria Okafor addresses the workers.", SPEECH, True),
        ("Okafor at the shipyard.", SPEECH, True),
        ("Chancellor Okafor and Minister Petra Novak.", SPEECH, True),
        ("Minister Petra Novak waves.", SPEECH, False),
        ("Workers wave.", SPEECH, None),
        ("Minister Petra Novak waves.", photo("Workers wave."), None),
        ("Jonas Lindqvist waves.", SPEECH, False),
        ("Minister Petra Novak waves.", photo(people=("Laura Bianchi",)), False),
        ("Minister Laura Bianchi waves.", photo(people=("Laura Bianchi",)), True),
    ],
)
def test_people(printed, metadata, expected):
    found = matched(printed, metadata).people
    assert found is expected


@pytest.mark.parametrize(
    ("printed", "language", "metadata", "expected", "city"),
    [
        ("Workers in Kiel.", "en", SPEECH, True, True),
        ("Workers in Hamburg.", "en", SPEECH, True, False),
        ("German workers wave.", "en", SPEECH, True, False),
        ("Workers in Lyon, France.", "en", SPEECH, False, False),
        ("Des ouvriers à Lyon, en France.", "fr", SPEECH, False, False),
        ("Arbeiter in Kiel.", "de", SPEECH, True, True),
        ("Workers wave.", "en", SPEECH, None, False),
        ("Chinese officials wave.", "en", SPEECH, None, False),
        ("Workers in Lyon.", "en", photo("Workers wave."), None, False),
        ("Workers in Lyon.", "en", photo(country="Germany", country_code="DE"), False, False),
        ("Workers in Lyon.", "en", photo(gps=(54.32, 10.14), gps_place=("Kiel", "DE")), False, False),
        ("Workers in Strasbourg, France.", "en", photo(gps=(48.57, 7.81), gps_place=("Strasbourg", "FR")), True, True),
        ("Workers in Freiburg, Germany.", "en", photo(gps=(48.57, 7.75), gps_place=("Strasbourg", "FR")), True, True),
        (
            "Security at Norfolk Naval Station.",
            "en",
            photo("Guards wait in Norfolk, Va.", country_code="US"),
            True,
            True,
        ),
    ],
)
def test_places(printed, language, metadata, expected, city):
    found = matched(printed, metadata, language)
    assert (found.places, found.city) == (expected, city)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Okafor speaks on 8 March 2019.", True),
        ("Okafor speaks on March 9, 2019.", True),
        ("Okafor speaks in March 2019.", True),
        ("Okafor speaks in 2019.", None),
        ("Okafor speaks.", None),
        ("Okafor speaks on 8 March.", None),
        ("Okafor speaks on 12 March 2019.", False),
        ("Okafor speaks in 2012.", False),
        ("Okafor, who retired on 1 June 2024, speaks on 8 March 2019.", True),
    ],
)
def test_dates(printed, expected):
    assert matched(printed, SPEECH).dates is expected


def test_any_of_the_photos_dates_will_do():
    several = photo("Workers wave.", dates=(PhotoDate("2013-01-21", "XMP date"), PhotoDate("2021-07-16", "IPTC date")))
    assert matched("Workers wave on 21 January 2013.", several).dates is True
    assert matched("Workers wave on 16 July 2021.", several).dates is True
    assert matched("Workers wave on 1 May 2017.", several).dates is False


def test_meaning_is_that_of_the_nearest_caption_or_sentence():
    words = "A lighthouse keeper polishes the great lamp before the night falls on the island."
    near = matched(words, photo("Storms are rare here in this season of the year. " + words))
    far = matched(words, photo("Parliament debates the budget for the coming year in a long session."))
    assert near.meaning > 4 > 1.5 > far.meaning
    assert near.words > 0.9 > 0.2 > far.words
    assert near.similarity > far.similarity


def test_without_a_caption_there_is_no_meaning():
    assert matched("Workers wave.", photo(city="Kiel", country_code="DE")).meaning is None


def test_languages_that_the_encoder_does_not_know_are_compared_only_with_themselves():
    narrow = Background(TEXTS, TEXTS, ROWS, ROWS, frozenset({"en", "de"}))
    hindi = photo("कबूल विश्वविद्यालय के सामने पुलिस गश्त करती हुई।", "hi")
    assert matched("Police patrol in front of the university in Kabul.", hindi, background=narrow).meaning is None
    assert matched("विश्वविद्यालय के सामने पुलिस गश्त करती हुई।", hindi, "hi", narrow).meaning is not None
    assert matched("Eine Streife vor der Universität von Kabul.", SPEECH, "de", narrow).meaning is not None
    assert np.isfinite(matched("कबूल में पुलिस।", hindi, "hi", BACKGROUND).meaning)
