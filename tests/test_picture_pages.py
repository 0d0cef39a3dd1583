import base64
import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from captioncheck.config import Settings
from captioncheck.errors import ConfigError
from captioncheck.picture_pages import PicturePages
from captioncheck.pipeline import Checker
from captioncheck.sources import Finder
from tests.e2e.gallery import gallery


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))


def written(tmp_path, rows, model):
    pages = PicturePages(str(tmp_path / "pages"))
    settings = Settings(picture_model=f"local-dir:{model}")
    path = gallery(tmp_path / "site", rows)
    list(Checker(settings, watcher=pages).check(Finder().find([str(path)])))
    pages.close()
    return pages.written


def pictures(html):
    found = re.findall(r'src="data:image/\w+;base64,([^"]+)"', html)
    return [Image.open(BytesIO(base64.b64decode(data))) for data in found]


def test_an_article_has_a_page_with_picture_and_heat_map(tmp_path, drawn_model):
    first, second = written(tmp_path, [(0, 0, 0), (1, 1, 1)], drawn_model)
    picture, heat = pictures(first.read_text())
    assert (picture.format, heat.format, heat.mode) == ("JPEG", "PNG", "RGBA")
    assert picture.size == heat.size
    colours = np.asarray(heat).astype(int)
    assert set(np.unique(colours[..., 3])) == {130}
    light = colours[..., :3].sum(axis=2)
    assert light.min() < 250 and light.max() > 450
    assert second.name == "002-a1.html"


def test_a_tower_without_patches_says_so(tmp_path, drawn_model, monkeypatch):
    monkeypatch.setattr("captioncheck.picture_pages.patch_support", lambda *arguments: None)
    (page,) = written(tmp_path, [(0, 0, 0)], drawn_model)
    html = page.read_text()
    assert len(pictures(html)) == 1
    assert "no heat map" in html


def test_without_pictures_there_is_no_page(tmp_path):
    pages = PicturePages(str(tmp_path / "pages"))
    pages.close()
    assert list((tmp_path / "pages").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_config_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot write there"):
        PicturePages(str(tmp_path / "file"))
