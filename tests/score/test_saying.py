"""What a caption that says little has to say for itself."""

from __future__ import annotations

import pytest

from captioncheck.datatypes import Level, Verdict
from captioncheck.grammar.caption import parse_caption
from captioncheck.score.fusion import Thresholds
from captioncheck.score.profile import ArticleProfile, CaptionProfile
from captioncheck.score.saying import Plea, plea
from captioncheck.score.verdict import decide
from tests.score.stories import article, caption

LIMITS = Thresholds(error=0.02, warning=0.1, doubt=0.3, confidence=0.6)


def pleading(text: str, language: str) -> Plea | None:
    parts = parse_caption(text, language)
    given = caption(
        text, language=language, people=parts.people, places=parts.places, date=parts.date, date_text=parts.date_text
    )
    return plea(CaptionProfile.of(given, ArticleProfile.of(article(""))))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ann Lee, minister of justice, opens the new court in the harbour district"),
        ("en", "People queue for water in Mariupol"),
        ("en", "People wait at a checkpoint where soldiers search trucks for smuggled weapons"),
        ("de", "Ein Hubschrauber löscht den Brand im Chemiewerk"),
        ("es", "Un helicóptero apaga el incendio de la fábrica de pinturas"),
    ],
)
def test_no_plea_for_a_caption_that_says_enough(language, text):
    assert pleading(text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "most"),
    [
        ("es", "Geannina Dinarte, Ministra de la Presidencia.", Level.WARNING),
        (
            "en",
            "People wearing protective face masks waiting to cross the road on Sep 6, 2021.",
            Level.ERROR,
        ),
        ("de", "Passanten warten auf dem Gehweg an einer Straße, Frauen tragen Masken", Level.ERROR),
        ("fr", "Des passants marchent dans la rue, des femmes portent un masque et attendent le bus", Level.ERROR),
        ("ru", "Люди в масках идут по улице, женщина смотрит на телефон у магазина", Level.ERROR),
    ],
)
def test_a_caption_that_says_little(language, text, most):
    found = pleading(text, language)
    assert found is not None
    assert found.most is most


@pytest.mark.parametrize(
    ("fit", "most", "verdict"),
    [
        (0.05, Level.WARNING, Verdict.UNVERIFIABLE),
        (0.01, Level.WARNING, Verdict.MISMATCH),
        (0.01, Level.ERROR, Verdict.UNVERIFIABLE),
        (0.5, Level.ERROR, Verdict.CONSISTENT),
    ],
)
def test_what_a_plea_is_worth(fit, most, verdict):
    assert decide(fit, 0.0, LIMITS, "", 1.0, Plea("says little", most))[0] is verdict
