import os

import pytest

from captioncheck.cli.keeping import keeping
from captioncheck.encode.remembered import vector_store
from captioncheck.kept import cache_folder


@pytest.mark.parametrize("before", [None, "elsewhere"])
def test_a_folder_holds_within_and_no_longer(tmp_path, monkeypatch, before):
    if before is None:
        monkeypatch.delenv("CAPTIONCHECK_CACHE", raising=False)
    else:
        monkeypatch.setenv("CAPTIONCHECK_CACHE", before)
    with keeping(str(tmp_path / "new"), cache=True):
        vector_store().put({b"k": b"v"})
    assert [path.name for path in tmp_path.rglob("*.sqlite")] == ["vectors-1.sqlite"]
    assert os.environ.get("CAPTIONCHECK_CACHE") == before
    assert os.environ["CAPTIONCHECK_NO_CACHE"] == "1"


def test_without_a_cache_there_is_no_store(tmp_path):
    with keeping(str(tmp_path), cache=False):
        assert vector_store() is None
        assert cache_folder() == tmp_path


def test_it_is_put_back_after_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", "before")
    with pytest.raises(ZeroDivisionError), keeping(str(tmp_path), cache=True):
        _ = 1 / 0
    assert os.environ["CAPTIONCHECK_CACHE"] == "before"
