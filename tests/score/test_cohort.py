from collections import Counter

import numpy as np
import pytest

from captioncheck.score.cohort import Background, background_texts


@pytest.mark.parametrize("kind", ["captions", "leads"])
def test_the_texts_are_whole(kind):
    texts = background_texts(kind)
    assert len(texts) == 400
    assert len({text.text for text in texts}) == 400
    assert all(text.text.strip() == text.text and len(text.text) > 15 for text in texts)
    assert all(2 <= len(text.language) <= 3 and text.subject for text in texts)


def test_captions_and_leads_speak_the_same_languages():
    counts = [Counter(text.language for text in background_texts(kind)) for kind in ("captions", "leads")]
    assert set(counts[0]) == set(counts[1])
    assert {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "pl", "pt", "ru", "tr", "zh"} <= set(counts[0])
    assert min(min(count.values()) for count in counts) >= 4


def test_no_caption_is_a_lead():
    assert not {t.text for t in background_texts("captions")} & {t.text for t in background_texts("leads")}


def background(*known):
    captions, leads = background_texts("captions"), background_texts("leads")
    numbers = [np.arange(400, dtype=np.float32)[:, None] for _ in range(2)]
    return Background(captions, leads, *numbers, frozenset(known))


@pytest.mark.parametrize(
    ("known", "language", "spoken"),
    [
        pytest.param(("en", "de"), "en", {"en", "de"}, id="a language that the encoder knows"),
        pytest.param(("en", "de"), None, {"en", "de"}, id="no language"),
        pytest.param(("en", "de"), "xx", {"en", "de"}, id="a language that nobody knows"),
        pytest.param(("en", "de"), "fr", {"en", "de", "fr"}, id="unknown to the encoder: beside its like"),
    ],
)
def test_texts_stand_beside_their_like(known, language, spoken):
    for rows, kind in zip(background(*known).vectors(language), ("captions", "leads"), strict=True):
        texts = background_texts(kind)
        assert {texts[int(number)].language for number in rows[:, 0]} == spoken


def test_an_encoder_for_all_languages_takes_all():
    assert [len(rows) for rows in background().vectors("en")] == [400, 400]
