import hashlib

import pytest

from captioncheck.encode import lock as locks
from captioncheck.encode.lock import Lock, LockedFile, damage, digest_file, read_lock, weights_digest, write_lock


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))
    place = tmp_path / "model"
    (place / "text").mkdir(parents=True)
    (place / "w.bin").write_bytes(b"weights")
    (place / "text/t.json").write_bytes(b"{}")
    names = ("w.bin", "text/t.json")
    files = {name: LockedFile((place / name).stat().st_size, digest_file(place / name)) for name in names}
    write_lock(place, Lock("m", {"a/b": "c0ffee"}, files))
    return place


def test_a_lock_comes_back_as_it_was(folder):
    lock = read_lock(folder)
    assert lock.name == "m"
    assert lock.revisions == {"a/b": "c0ffee"}
    assert lock.files["w.bin"] == LockedFile(7, hashlib.sha256(b"weights").hexdigest())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "m"}', '{"name": "m", "revisions": {}, "files": {"a": 1}}'])
def test_what_is_no_lock_is_none(folder, text):
    (folder / locks.NAME).write_text(text)
    assert read_lock(folder) is None


def test_what_is_whole_has_no_damage(folder):
    assert damage(folder, read_lock(folder)) == []


@pytest.mark.parametrize(
    ("data", "said"), [(None, "is missing"), (b"weight", "has 6 bytes, not 7"), (b"Weights", "has another SHA-256")]
)
def test_damage_is_named(folder, data, said):
    (folder / "w.bin").unlink() if data is None else (folder / "w.bin").write_bytes(data)
    (found,) = damage(folder, read_lock(folder))
    assert found.startswith("w.bin") and said in found


def test_the_digest_of_a_file_without_a_lock_is_read_once(folder, monkeypatch):
    (folder / locks.NAME).unlink()
    expected = hashlib.sha256(b"weights").hexdigest()
    assert weights_digest(folder / "w.bin") == expected
    monkeypatch.setattr(locks, "digest_file", lambda path: pytest.fail("read again"))
    assert weights_digest(folder / "w.bin") == expected


def test_another_file_has_another_digest(folder):
    (folder / locks.NAME).unlink()
    first = weights_digest(folder / "w.bin")
    (folder / "w.bin").write_bytes(b"other weights")
    assert weights_digest(folder / "w.bin") != first
