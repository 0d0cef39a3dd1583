import numpy as np
import pytest

from captioncheck.encode.cache import CachedEncoder
from tests.score.stories import HashedEncoder


def test_each_text_is_encoded_once():
    inner = HashedEncoder()
    encoder = CachedEncoder(inner)
    encoder.encode_texts(["a ferry", "a train", "a ferry"])
    encoder.encode_texts(["a train", "a plane"])
    assert inner.seen == ["a ferry", "a train", "a plane"]


def test_first_and_later_answers_are_the_same_and_in_order():
    encoder = CachedEncoder(HashedEncoder())
    first = encoder.encode_texts(["one ferry", "two trains"])
    again = encoder.encode_texts(["two trains", "one ferry"])
    assert first.dtype == np.float32
    assert (first == again[::-1]).all()


def test_the_least_used_goes_first():
    inner = HashedEncoder()
    encoder = CachedEncoder(inner, limit=2)
    for text in ("ferry", "train", "ferry", "plane", "ferry", "train"):
        encoder.encode_texts([text])
    assert inner.seen == ["ferry", "train", "plane", "train"]


def test_more_texts_than_it_keeps_are_all_answered():
    texts = [f"ferry number {n}" for n in range(9)]
    assert CachedEncoder(HashedEncoder(), limit=3).encode_texts(texts) == pytest.approx(
        HashedEncoder().encode_texts(texts), abs=1e-3
    )


def test_no_texts_and_strange_texts_are_borne():
    encoder = CachedEncoder(HashedEncoder())
    assert encoder.encode_texts([]).shape == (0, 64)
    assert encoder.encode_texts(["", "\ud800"]).shape == (2, 64)


def test_it_stands_for_the_encoder_within():
    encoder = CachedEncoder(HashedEncoder())
    assert (encoder.name, encoder.languages) == ("hashed/1", frozenset())


def test_kept_rows_are_not_rounded():
    encoder = CachedEncoder(HashedEncoder())
    rows = HashedEncoder().encode_texts(["a ferry leaves the harbour of Marseille"])
    for _ in range(2):
        assert (encoder.encode_texts(["a ferry leaves the harbour of Marseille"]) == rows).all()
