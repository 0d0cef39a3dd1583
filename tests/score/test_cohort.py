from collections import Counter

import numpy as np
import pytest

from captioncheck.score.cohort import Background, Sample, background_texts, text_key


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


def sampled():
    """Return a background with a sample: the numbers from 1000 on are its captions, those from 2000 on its leads."""
    captions, leads = ("Boats in the harbour.", "A fire on the quay."), ("The harbour was busy.", "Rain fell.", "Fog.")
    keys = [tuple(map(text_key, some)) for some in (captions, leads)]
    rows = [np.arange(start, start + n, dtype=np.float32)[:, None] for start, n in ((1000, 2), (2000, 3))]
    given = background("en", "de")
    samples = {"en": Sample(keys[0], keys[1], rows[0], rows[1])}
    return Background(given.captions, given.leads, given.caption_vectors, given.lead_vectors, given.languages, samples)


def drawn(mixed):
    return [[int(number) for number in rows[:, 0] if number >= 1000] for rows in mixed]


@pytest.mark.parametrize("language", ["de", "fr", "xx", None])
def test_a_sample_of_another_language_changes_nothing(language):
    given = sampled()
    assert [rows.tolist() for rows in given.beside(language, ())] == [rows.tolist() for rows in given.vectors(language)]


@pytest.mark.parametrize(
    ("own", "left"),
    [
        pytest.param((), [[1000, 1001], [2000, 2001, 2002]], id="an article of which nothing is drawn"),
        pytest.param(("Boats in the harbour.",), [[1001], [2000, 2001, 2002]], id="its own caption"),
        pytest.param(("BOATS in the Harbours",), [[1001], [2000, 2001, 2002]], id="a copy, otherwise punctuated"),
        pytest.param(("The harbour was busy.", "A fire on the quay."), [[1000], [2001, 2002]], id="caption and lead"),
        pytest.param(("Boats",), [[1000, 1001], [2000, 2001, 2002]], id="another text"),
    ],
)
def test_an_article_is_not_compared_with_its_own_texts(own, left):
    given = sampled()
    for _ in range(2):  # the second time what is remembered is given
        mixed = given.beside("en", frozenset(map(text_key, own)))
        assert drawn(mixed) == left
        assert [len(rows) - len(some) for rows, some in zip(mixed, left, strict=True)] == [160, 160]
