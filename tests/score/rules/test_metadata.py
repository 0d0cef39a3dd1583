"""What CC203 says and how loudly, on matches made by hand; tests/test_photos.py has it on real texts."""

from dataclasses import replace

import pytest

from captioncheck.datatypes import Judgement, Level, PhotoDate, PhotoMetadata, PhotoText, Verdict
from captioncheck.grammar.caption import parse_caption
from captioncheck.score.metadata import PhotoMatch, PhotoProfile
from captioncheck.score.rules.metadata import metadata
from tests.score.stories import caption

PHOTO = PhotoProfile.of(
    PhotoMetadata(
        captions=(PhotoText("Maria Okafor speaks in Kiel, Germany, on March 8, 2019.", "IPTC caption", "en"),),
        dates=(PhotoDate("2019-03-08", "IPTC date"),),
        city="Kiel",
        country="Germany",
        country_code="DE",
    )
)
GENERIC = PhotoProfile.of(PhotoMetadata(captions=(PhotoText("A man at a desk", "XMP caption", "en"),)))
PLACE = PhotoProfile.of(PhotoMetadata(city="Kiel", country="Germany", country_code="DE"))
PRINTED = parse_caption("Jonas Lindqvist waves to fans in Lyon, France, on 4 May 2024.", "en")


def match(**more):
    fields = {"meaning": 0.0, "similarity": 0.05, "words": 0.0, "people": None, "places": None, "dates": None}
    return PhotoMatch(**{"photo": PHOTO, "parts": PRINTED, **fields, **more})


def beside(verdict, level=Level.ERROR):
    return Judgement(caption("x"), verdict, level, 0.5)


FITS, STRAY = beside(Verdict.CONSISTENT, Level.NONE), beside(Verdict.MISMATCH)
UNSURE = beside(Verdict.UNVERIFIABLE, Level.NOTE)


@pytest.mark.parametrize(
    ("found", "alone"),
    [
        (match(meaning=9.0, words=0.9), FITS),
        (match(meaning=2.0), STRAY),
        (match(words=0.25), STRAY),
        (match(), FITS),
        (match(), UNSURE),
        (match(photo=GENERIC), STRAY),
        (match(people=True, places=False, dates=False), STRAY),
        (match(dates=True, people=False, places=False), STRAY),
        (match(places=True, city=True), STRAY),
        (match(meaning=2.0, people=False), STRAY),
        (match(meaning=5.0, people=False, places=False, dates=False), STRAY),
        (match(meaning=9.0, people=False), FITS),
        (match(meaning=9.0, places=False), FITS),
        (match(meaning=3.0, dates=False), FITS),
        (match(meaning=9.0, words=0.9, dates=False, parts=replace(PRINTED, markers=("archive",))), FITS),
        (match(photo=PLACE, meaning=None), None),
        (match(photo=PLACE, meaning=None, dates=False), None),
        (match(photo=PLACE, meaning=None, people=False), None),
        (match(photo=PLACE, meaning=None, places=False, people=True), None),
    ],
)
def test_it_stays_silent(found, alone):
    assert metadata(found, alone) is None


@pytest.mark.parametrize(
    ("found", "alone", "level", "words"),
    [
        (match(places=False), STRAY, Level.ERROR, ["something else", "Germany (Kiel)", "France"]),
        (match(people=False), STRAY, Level.ERROR, ["the photo names Maria Okafor, the caption Jonas Lindqvist"]),
        (match(places=False), FITS, Level.WARNING, ["something else", "Germany"]),
        (match(meaning=1.2, places=False), STRAY, Level.WARNING, ["Germany"]),
        (match(words=0.15, places=False), STRAY, Level.WARNING, ["Germany"]),
        (match(), STRAY, Level.WARNING, ["Maria Okafor speaks in Kiel"]),
        (match(places=True), STRAY, Level.WARNING, ["Maria Okafor speaks in Kiel"]),
        (match(), None, Level.WARNING, ["something else"]),
        (match(photo=GENERIC), None, Level.WARNING, ["A man at a desk"]),
        (match(places=False), None, Level.WARNING, ["Germany"]),
        (match(meaning=3.0, people=False, dates=False), FITS, Level.WARNING, ["8 March 2019", "4 May 2024"]),
        (match(meaning=9.0, words=0.7, people=False), FITS, Level.WARNING, ["same words, but the photo names Maria"]),
        (
            match(meaning=9.0, words=0.7, places=False),
            FITS,
            Level.WARNING,
            ["same words, but the photo is from Germany"],
        ),
        (match(meaning=7.0, dates=False), FITS, Level.WARNING, ["same words, but the photo says 8 March 2019"]),
        (match(photo=PLACE, meaning=None, places=False), None, Level.WARNING, ["the photo is from Germany (Kiel)"]),
    ],
)
def test_it_fires_with_level_and_reason(found, alone, level, words):
    got, evidence = metadata(found, alone)
    assert got is level
    assert (evidence.code, evidence.name) == ("CC203", "metadata")
    for part in words:
        assert part in evidence.message
    assert evidence.evidence


def test_a_long_caption_is_cut_in_the_message_and_whole_in_the_evidence():
    long = PhotoProfile.of(PhotoMetadata(captions=(PhotoText("Maria Okafor " + "rows " * 60, "EXIF caption", "en"),)))
    _, evidence = metadata(match(photo=long), None)
    assert len(evidence.message) < 200
    assert evidence.evidence[0].count("rows") == 60
