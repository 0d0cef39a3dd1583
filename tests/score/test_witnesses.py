from dataclasses import replace

import numpy as np
import pytest

from captioncheck.score import witnesses
from captioncheck.score.cohort import Background, Sample, background_texts, text_key
from captioncheck.score.explain import shares
from captioncheck.score.fusion import Curve, Regime, load
from captioncheck.score.lexical import ArticleTerms
from captioncheck.score.meaning import lead
from captioncheck.score.places import salience
from captioncheck.score.profile import ArticleProfile, CaptionProfile
from tests.score.stories import STORY, article, caption, hear

REGIME = load().regimes["same_language_brief"]


def test_people_who_are_missing_speak_against():
    found, missing = (
        hear(caption("x", people=(name,)), article("Ada Brix spoke. " + STORY)).features["names_share"]
        for name in ("Ada Brix", "Jo Zvrchik")
    )
    assert (found, missing) == (0.5, -0.5)


def test_the_nearest_passages_come_first():
    story = article(
        "Rain fell over the wide plains all day long.", "Beekeepers inspect hives in the old orchard.", STORY
    )
    nearest = hear(caption("Beekeepers inspect hives"), story).nearest
    assert nearest[0].line == 4
    assert [row.similarity for row in nearest] == sorted((row.similarity for row in nearest), reverse=True)


def test_the_caption_is_measured_against_other_leads_the_article_against_other_captions():
    texts = background_texts("captions")[:2]
    others, leads = np.array([[0.6, 0.8], [0.8, 0.6]], "f4"), np.array([[0.0, 1.0], [0.2, 0.98]], "f4")
    profile = ArticleProfile.of(article(STORY))
    given = CaptionProfile.of(caption("A ferry"), profile)
    units = np.tile(np.array([[1.0, 0.0]], "f4"), (len(given.units), 1))
    told = witnesses.testify(given, profile, np.array([1.0, 0.0], "f4"), units, Background(texts, texts, others, leads))
    assert told.features["top"] == pytest.approx(1)
    assert told.features["top_article"] == pytest.approx((1 - 0.7) / 0.1, rel=1e-4)
    assert told.features["top_caption"] == pytest.approx((1 - 0.1) / 0.1, rel=1e-4)


def test_what_is_drawn_from_the_archive_is_compared_with_too_but_never_with_itself():
    texts = background_texts("captions")[:2]
    others, leads = np.array([[0.6, 0.8], [0.8, 0.6]], "f4"), np.array([[0.0, 1.0], [0.2, 0.98]], "f4")
    story = replace(article(STORY), captions=(caption("A ferry"),))
    profile = ArticleProfile.of(story)
    given = CaptionProfile.of(caption("A ferry"), profile)
    units = np.tile(np.array([[1.0, 0.0]], "f4"), (len(given.units), 1))
    same = np.array([[1.0, 0.0], [0.4, 0.92]], "f4")  # the first of each is the article's own
    keys = [tuple(map(text_key, (own, "Something else"))) for own in ("A ferry.", lead(story))]
    drawn = Background(texts, texts, others, leads, samples={"en": Sample(*keys, same, same)})
    told = witnesses.testify(given, profile, np.array([1.0, 0.0], "f4"), units, drawn)
    assert told.features["top_rivals"] == pytest.approx((0.6 + 0.8 + 0.4) / 3)
    assert told.features["top_strangers"] == pytest.approx((0.0 + 0.2 + 0.4) / 3)
    detail = next(row for row in shares.witnesses(told, REGIME) if row.name == "meaning").detail
    assert "what other captions reach with this article (60 %" in detail
    assert "what this caption reaches with other articles (20 %" in detail


def test_a_term_is_read_off_its_curve():
    assert Regime(0.0, {"top": Curve((0.0, 1.0), (-2.0, 4.0))}).terms({"top": 0.5}) == {"top": 1.0}


def test_the_lead_weighs_more_than_the_body():
    told = salience(article("News from Kazakhstan.", "A.", "B.", "News from France."))
    assert told.shares["KZ"] == pytest.approx(2 * told.shares["FR"])


def test_near_neighbours_are_pairs():
    pairs = ArticleTerms.of("", ["Beekeepers inspect wooden hives"]).pairs
    assert ("inspec", "hives") in pairs
    assert ("beekee", "hives") not in pairs
