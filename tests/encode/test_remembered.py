import numpy as np
import pytest

from captioncheck.encode.remembered import RememberedTexts, RememberingEncoder, vector_store
from captioncheck.errors import EncoderError


class Eyes:
    """Counts what it is asked for; a text's row is made of its letters, a picture's of its pixels."""

    name, languages, scale, side = "eyes/1", frozenset(["en"]), 50.0, 8

    def __init__(self):
        self.texts, self.pictures = [], []

    def encode_texts(self, texts):
        self.texts += texts
        return np.array([[len(text), 1, 0] for text in texts], dtype=np.float32).reshape(-1, 3)

    def encode_pictures(self, pictures):
        self.pictures += pictures
        return np.array([[picture, 0, 1] for picture in pictures], dtype=np.float32)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("CAPTIONCHECK_NO_CACHE")
    return tmp_path / "cache"


def test_a_second_process_asks_no_model():
    first = RememberingEncoder(Eyes())
    rows = first.encode_texts(["one", "three", "one"])
    seen = first.encode_pictures(["aa", "bb"], lambda i, side: i + side)
    scale = first.scale
    second = Eyes()
    again = RememberingEncoder(second)
    assert np.array_equal(again.encode_texts(["one", "three", "one"]), rows)
    assert np.array_equal(again.encode_pictures(["aa", "bb"], lambda i, side: pytest.fail("decoded")), seen)
    assert again.scale == scale == 50
    assert second.texts == second.pictures == []


def test_each_text_is_asked_for_once():
    eyes = Eyes()
    rows = RememberingEncoder(eyes).encode_texts(["a", "bb", "a", "a"])
    assert eyes.texts == ["a", "bb"]
    assert rows[:, 0].tolist() == [1, 2, 1, 1]


def test_another_checkpoint_remembers_nothing():
    RememberingEncoder(Eyes()).encode_texts(["one"])
    other = Eyes()
    other.name = "eyes/2"
    RememberingEncoder(other).encode_texts(["one"])
    assert other.texts == ["one"]


def test_texts_and_pictures_are_not_confused():
    encoder = RememberingEncoder(Eyes())
    text, picture = encoder.encode_texts(["aa"]), encoder.encode_pictures(["aa"], lambda i, side: 7)
    assert not np.array_equal(text, picture)


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"no database"), lambda path: path.mkdir()])
def test_a_store_that_does_not_work_costs_only_time(cache, spoil):
    cache.mkdir()
    spoil(cache / "vectors-1.sqlite")
    encoder = RememberingEncoder(Eyes(), vector_store())
    assert encoder.encode_texts(["one"]).tolist() == [[3, 1, 0]]


def test_no_texts_are_no_rows():
    assert len(RememberingEncoder(Eyes()).encode_texts([])) == 0


class Reader:
    """Gives rows that float16 cannot hold, and counts what it is asked for."""

    name, languages = "reader/1", frozenset(["en"])

    def __init__(self, error=None, value=1 / 3):
        self.asked, self.error, self.value = [], error, value

    def encode_texts(self, texts):
        self.asked += texts
        if self.error:
            raise self.error
        return np.array([[len(text), self.value] for text in texts], dtype=np.float32).reshape(-1, 2)


def test_rows_of_texts_are_kept_to_the_last_bit():
    texts = ["one", "three", "one"]
    rows = RememberedTexts(Reader(), vector_store()).encode_texts(texts)
    second = Reader()
    assert np.array_equal(RememberedTexts(second, vector_store()).encode_texts(texts), rows)
    assert second.asked == []
    assert np.array_equal(rows, Reader().encode_texts(texts))


def test_an_error_is_not_kept():
    with pytest.raises(EncoderError):
        RememberedTexts(Reader(EncoderError("no")), vector_store()).encode_texts(["one"])
    second = Reader()
    RememberedTexts(second, vector_store()).encode_texts(["one"])
    assert second.asked == ["one"]


def test_a_row_that_is_no_number_is_not_kept():
    RememberedTexts(Reader(value=np.nan), vector_store()).encode_texts(["one"])
    second = Reader()
    assert np.isfinite(RememberedTexts(second, vector_store()).encode_texts(["one"])).all()
    assert second.asked == ["one"]


@pytest.mark.parametrize("yes", ["1", "true", "YES"])
def test_nothing_is_kept_where_that_is_asked_for(cache, monkeypatch, yes):
    monkeypatch.setenv("CAPTIONCHECK_NO_CACHE", yes)
    encoder = RememberedTexts(Reader(), vector_store())
    assert len(encoder.encode_texts(["one"])) == 1
    assert not cache.exists()
