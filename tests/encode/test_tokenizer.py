import numpy as np
import pytest

from captioncheck.encode.sentence import SentenceEncoder

TEXTS = ["Ein Zug hält in Ulm.", "新华社记者 摄", "A train stops in Ulm, 2019 №5 ½"]


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_kept_tokenizer_gives_the_same_vectors(cache):
    built = SentenceEncoder().encode_texts(TEXTS)
    assert len(list(cache.glob("tokenizer-*"))) == 1
    assert np.array_equal(SentenceEncoder().encode_texts(TEXTS), built)


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 5_000_000], ids=["empty", "cut", "overwritten"])
def test_a_damaged_one_is_built_anew(cache, damage):
    built = SentenceEncoder().encode_texts(TEXTS)
    (kept,) = cache.glob("tokenizer-*")
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert np.array_equal(SentenceEncoder().encode_texts(TEXTS), built)
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "file" / "cache"))
    assert SentenceEncoder().encode_texts(TEXTS).shape == (3, 512)
