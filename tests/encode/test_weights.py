import numpy as np
import pytest

from captioncheck.encode.sentence import SentenceEncoder

TEXTS = ["Fischer flicken Netze am Kai von Ostende.", "Une foule devant la mairie.", ""]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path))
    return tmp_path


def weights(folder):
    return list(folder.glob("weights-*.npz"))


def test_unpacked_weights_say_the_same(folder):
    first = SentenceEncoder().encode_texts(TEXTS)
    assert weights(folder)
    assert np.array_equal(SentenceEncoder().encode_texts(TEXTS), first)


@pytest.mark.parametrize("keep", [0, 1_000, -1_000], ids=["empty", "head only", "end cut off"])
def test_damaged_weights_are_not_used(folder, keep):
    first = SentenceEncoder().encode_texts(TEXTS)
    (path,) = weights(folder)
    path.write_bytes(path.read_bytes()[:keep])
    assert np.array_equal(SentenceEncoder().encode_texts(TEXTS), first)
    assert not path.exists()
    assert np.array_equal(SentenceEncoder().encode_texts(TEXTS), first)
    assert path.exists()


def test_turned_bits_are_found_out(folder):
    first = SentenceEncoder().encode_texts(TEXTS)
    (path,) = weights(folder)
    with path.open("r+b") as stream:
        stream.seek(30_000_000)
        stream.write(bytes(100))
    assert np.array_equal(SentenceEncoder().encode_texts(TEXTS), first)


def test_a_folder_that_takes_nothing_costs_no_answer(folder, monkeypatch):
    first = SentenceEncoder().encode_texts(TEXTS)
    (folder / "file").write_text("")
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(folder / "file"))
    assert np.array_equal(SentenceEncoder().encode_texts(TEXTS), first)
