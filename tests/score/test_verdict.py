import math
from dataclasses import replace

import pytest

from captioncheck.datatypes import Level, Place, Verdict
from captioncheck.extract.base import make_caption
from captioncheck.score.fusion import Thresholds, load
from captioncheck.score.verdict import DOUBT, decide, judge, too_little
from tests.score.stories import HERE, STORY, article, caption, hear

LIMITS = Thresholds(error=0.02, warning=0.06, doubt=0.2, confidence=0.6)

TOO_LITTLE = [
    ("en", "(AFP photo)"),
    ("de", "Foto: dpa"),
    ("fr", "©Reuters"),
    ("en", "3 / 8"),
    ("fr", "1/12"),
    ("en", "Conan O'Brien"),
    ("en", "Jane Halvorsen-Reed"),
    ("de", "Angela Merkel"),
    ("ru", "Владимир Путин"),
    ("zh", "习近平"),
    ("de", "Symbolbild"),
    ("de", "Symbolfoto (Archiv)"),
    ("en", "File photo"),
    ("es", "Imagen de archivo"),
    ("ru", "Архивное фото"),
    ("ja", "資料写真"),
    ("ja", "イメージ写真"),
    ("zh", "资料图片"),
    ("ko", "자료사진"),
    ("ar", "صورة أرشيفية"),
]
ENOUGH = [
    ("fr", "Angela Merkel à Strasbourg"),
    ("en", "Glaciologists drill through the Antarctic ice shelf"),
    ("de", "Archivfoto: Feuerwehrleute löschen einen Dachstuhlbrand in Recklinghausen"),
    ("ja", "火山の噴火で避難する住民たち（資料写真）"),
    pytest.param(
        "ja",
        "資料写真：火山の噴火で避難する住民たち",
        marks=pytest.mark.xfail(reason="what follows 資料写真： is read as a credit"),
    ),
    ("fr", "Des apiculteurs inspectent leurs ruches en Ardèche"),
]


@pytest.mark.parametrize(
    ("fit", "verdict", "level"),
    [
        (1.0, Verdict.CONSISTENT, Level.NONE),
        (0.2, Verdict.CONSISTENT, Level.NONE),
        (0.1999, Verdict.UNVERIFIABLE, Level.NOTE),
        (0.06, Verdict.UNVERIFIABLE, Level.NOTE),
        (0.0599, Verdict.MISMATCH, Level.WARNING),
        (0.0201, Verdict.MISMATCH, Level.WARNING),
        (0.0199, Verdict.MISMATCH, Level.ERROR),
        (0.0, Verdict.MISMATCH, Level.ERROR),
    ],
)
def test_fit_decides(fit, verdict, level):
    assert decide(fit, 0.0, LIMITS, "", 1.0) == (verdict, level)


@pytest.mark.parametrize("fit", [0.0, 1e-9, 0.019, 0.059])
def test_what_may_be_no_caption_is_never_an_error(fit):
    assert decide(fit, 0.0, LIMITS, "", 0.59) == (Verdict.MISMATCH, Level.WARNING)


def test_confidence_that_just_suffices():
    assert decide(0.01, 0.0, LIMITS, "", 0.6)[1] is Level.ERROR


def test_a_date_alone_makes_no_error():
    assert decide(0.01, -1.0, LIMITS, "", 1.0) == (Verdict.MISMATCH, Level.WARNING)
    assert decide(0.001, -1.0, LIMITS, "", 1.0) == (Verdict.MISMATCH, Level.ERROR)


def test_a_fitting_date_takes_no_error_away():
    assert decide(0.0199, 0.5, LIMITS, "", 1.0)[1] is Level.ERROR
    assert decide(0.0201, 0.5, LIMITS, "", 1.0)[1] is Level.WARNING


@pytest.mark.parametrize("fit", [0.0, 0.1, 1.0])
def test_what_says_nothing_is_never_judged(fit):
    assert decide(fit, 0.0, LIMITS, "only a credit", 1.0) == (Verdict.UNVERIFIABLE, Level.NOTE)


@pytest.mark.parametrize(("language", "text"), TOO_LITTLE)
def test_too_little_is_said(language, text):
    given = make_caption(text, HERE, language=language, published=None)
    assert too_little(hear(given, article(STORY)))


@pytest.mark.parametrize(("language", "text"), ENOUGH)
def test_enough_is_judged(language, text):
    given = make_caption(text, HERE, language=language, published=None)
    assert too_little(hear(given, article(STORY))) == ""


@pytest.mark.parametrize(
    ("given", "story", "reason"),
    [
        (
            caption("Glaciologists drill through the ice shelf"),
            article("Short."),
            "the article has too little text to compare with",
        ),
        (
            caption("(AFP)", description="", credit="(AFP)"),
            article(STORY),
            "only a credit: nothing that could be compared",
        ),
        (caption("…", description=""), article(STORY), "no words that could be compared"),
        (caption("Jo Zvrchik", people=("Jo Zvrchik",)), article(STORY), "only a name: it says nothing of the occasion"),
        (caption("3 / 8"), article(STORY), "says too little to tell"),
        (
            caption("File photo", markers=("archive",)),
            article(STORY),
            "says too little to tell (marked as archive picture)",
        ),
    ],
)
def test_the_reason_reads_well(given, story, reason):
    assert too_little(hear(given, story)) == reason


def judged_at(low, high, given, story):
    """Judge by the shipped model, with thresholds of one's own."""
    limits = Thresholds(error=low / 2, warning=low, doubt=high, confidence=0.6)
    return judge(hear(given, story), replace(load(), thresholds=dict.fromkeys(load().regimes, limits)))


CAPTION = caption(
    "Volcanologists measure sulphur above Etna crater", people=("Ada Brix",), places=(Place("Etna", "IT"),)
)


def test_only_a_mismatch_has_rules():
    assert judged_at(0.999, 0.9999, CAPTION, article(STORY)).rules[0].code == "CC101"
    assert judged_at(1e-9, 2e-9, CAPTION, article(STORY)).rules == ()


def test_doubt_is_said():
    judged = judged_at(1e-9, 0.9999, CAPTION, article(STORY))
    assert (judged.verdict, judged.reason, judged.rules) == (Verdict.UNVERIFIABLE, DOUBT, ())


def test_shares_of_the_witnesses_and_what_was_not_checked():
    dated = caption(
        "Volcanologists above Etna crater in 2019", date="2019", places=(Place("Etna", "IT"),), people=("Ada Brix",)
    )
    story = article("No place is named here. " + "Words about bread and wine and olive oil. " * 3)
    judged = judged_at(0.01, 0.02, dated, story)
    assert [row.code for row in judged.unchecked] == ["CC104", "CC102"]
    assert [row.name for row in judged.witnesses] == ["meaning", "words", "names", "places", "date"]
    odds = sum(row.share for row in judged.witnesses) + load().regimes["same_language_brief"].intercept
    assert odds == pytest.approx(math.log(judged.fit / (1 - judged.fit)))
