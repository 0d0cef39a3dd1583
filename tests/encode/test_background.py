import numpy as np
import pytest

from captioncheck.encode.background import digest, vectors_for
from tests.score.stories import HashedEncoder

TEXTS = ["A ferry leaves.", "Ein Zug kommt an."]


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(folder))
    return folder


def file_of(folder):
    return folder / f"{digest(HashedEncoder(), TEXTS)}.npy"


DAMAGED = {
    "empty": b"",
    "half a zip file": b"PK\x03\x04 and no more",
    "plain text": b"hello",
    "cut off": b"\x93NUMPY\x01\x00",
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_cache_is_made_anew(cache, tmp_path, data):
    cache.mkdir()
    file_of(cache).write_bytes(data)
    assert vectors_for(HashedEncoder(), TEXTS, tmp_path).shape == (2, 64)
    assert np.load(file_of(cache)).shape == (2, 64)


@pytest.mark.parametrize(
    "rows",
    [np.full((2, 64), np.nan), np.ones((3, 64)), np.ones(2), np.full((2, 64), "x")],
    ids=["not finite", "too many", "no rows", "no numbers"],
)
def test_a_cache_of_something_else_is_made_anew(cache, tmp_path, rows):
    cache.mkdir()
    np.save(file_of(cache), rows)
    assert vectors_for(HashedEncoder(), TEXTS, tmp_path).shape == (2, 64)
    assert np.load(file_of(cache)).dtype == np.float16


def test_vectors_are_made_once(cache, tmp_path):
    encoder = HashedEncoder()
    first, second = (vectors_for(encoder, TEXTS, tmp_path) for _ in range(2))
    assert encoder.seen == TEXTS
    assert first.dtype == second.dtype == np.float32
    assert (first == second).all()
    assert [path.name for path in cache.iterdir()] == [file_of(cache).name]


def test_shipped_vectors_come_first(cache, tmp_path):
    np.save(file_of(tmp_path), np.ones((2, 64), dtype=np.float16))
    assert (vectors_for(HashedEncoder(), TEXTS, tmp_path) == 1).all()
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_costs_no_answer(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "file" / "cache"))
    assert vectors_for(HashedEncoder(), TEXTS, tmp_path).shape == (2, 64)


def test_another_text_or_order_is_another_file():
    encoder = HashedEncoder()
    assert len({digest(encoder, texts) for texts in (TEXTS, TEXTS[::-1], TEXTS[:1], ["".join(TEXTS)])}) == 4
