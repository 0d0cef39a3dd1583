import numpy as np
import pytest

from captioncheck.encode.sentence import SentenceEncoder

STRANGE = {
    "empty": "",
    "half a pair": "\ud800",
    "half a pair inside": "a \udfff b",
    "null": "\0",
    "direction mark": "\u200f",
    "emoji": "😀" * 3_000,
    "digits": "1" * 5_000,
    "no spaces": "x" * 100_000,
}


@pytest.fixture(scope="session")
def encoder():
    return SentenceEncoder()


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_texts_give_a_unit_row(encoder, text):
    assert np.linalg.norm(encoder.encode_texts([text])) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode_texts([]).shape == (0, 512)


def test_rows_keep_the_order_of_the_texts(encoder):
    texts = ["The mayor opened the long new bridge over the river.", "Snow.", "Die Fähre legt ab.", "Snow."]
    rows = encoder.encode_texts(texts)
    assert rows.dtype == np.float32
    assert rows[1] == pytest.approx(rows[3], abs=1e-5)
    for text, row in zip(texts, rows, strict=True):
        assert encoder.encode_texts([text])[0] @ row > 0.999


def test_a_translation_is_nearer_than_another_subject(encoder):
    one, same, other = encoder.encode_texts(
        ["Heavy snow fell in the Alps.", "In den Alpen fiel viel Schnee.", "The court acquitted him."]
    )
    assert one @ same > one @ other + 0.3


def test_the_name_carries_the_version(encoder):
    assert encoder.name.startswith("use-m3/")
