from pathlib import Path

import pytest

from captioncheck import kept


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def never():
    raise AssertionError("made again")


def test_is_made_once(folder):
    assert kept.made_once("words-1", lambda: {"été": 0.5}) == {"été": 0.5}
    assert kept.made_once("words-1", never) == {"été": 0.5}
    assert kept.made_once("words-2", lambda: {}) == {}
    assert len(list(folder.iterdir())) == 2


def test_nothing_is_kept_as_well_as_something():
    assert kept.made_once("empty", lambda: []) == []
    assert kept.made_once("empty", never) == []


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[:40], id="cut"),
        pytest.param(lambda data: data[:-1] + bytes([data[-1] ^ 1]), id="a bit turned"),
        pytest.param(lambda data: bytes(len(data)), id="zeros"),
    ],
)
def test_what_is_damaged_is_made_anew(folder, damage):
    kept.made_once("words", lambda: [1, 2])
    (path,) = folder.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert kept.made_once("words", lambda: [3]) == [3]
    assert kept.made_once("words", never) == [3]


def test_a_folder_that_cannot_be_written_costs_no_answer(folder):
    folder.write_text("a file")
    assert kept.made_once("words", lambda: [1]) == [1]
    assert kept.read_plain("words") is None


def test_half_a_file_is_never_seen(folder):
    def write(stream):
        stream.write(b"half")
        raise OSError("no space left on device")

    kept.write_whole(folder / "x", write)
    assert list(folder.iterdir()) == []


def test_the_folder_follows_the_environment(monkeypatch, tmp_path):
    assert kept.cache_folder() == tmp_path / "cache"
    monkeypatch.delenv("CAPTIONCHECK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept.cache_folder() == tmp_path / "captioncheck"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert kept.cache_folder() == Path.home() / ".cache" / "captioncheck"
