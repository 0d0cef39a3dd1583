from pathlib import Path

import pytest

from captioncheck.configuration.files import chain, closest, read
from captioncheck.errors import ConfigError


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return call


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("captioncheck.toml", "fail-on = ", "captioncheck.toml: not TOML: Invalid value (at end of document)"),
        ("captioncheck.toml", b"a = '\xff'", "captioncheck.toml: this config file is not UTF-8 (byte 5)"),
        ("captioncheck.toml", "\nfail-on = 'error'\nfail_on = 'never'", "captioncheck.toml:2: 'fail-on' is set twice"),
        ("captioncheck.toml", "extend = 3", "captioncheck.toml:1: 'extend' must be the path of a config file, not 3"),
        ("captioncheck.toml", "extend = ''", "'extend' must be the path of a config file"),
        ("captioncheck.toml", "a = 1\nextend = 'b.toml'", "captioncheck.toml:2: extend names b.toml, and there is no"),
        ("captioncheck.toml", "extend = 'captioncheck.toml'", "in a circle: captioncheck.toml -> captioncheck.toml"),
        ("pyproject.toml", "[tool]\ncaptioncheck = 3", "pyproject.toml: tool.captioncheck must be a table"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(write, name, text, words):
    with pytest.raises(ConfigError) as caught:
        chain(write(name, text))
    assert words in str(caught.value)


def test_a_file_that_cannot_be_read_is_an_error(write, tmp_path):
    with pytest.raises(ConfigError, match="cannot read this config file: Is a directory"):
        read(tmp_path)


def test_a_longer_circle_names_all_its_files(write):
    write("sub/b.toml", "extend = '../c.toml'")
    write("c.toml", "extend = 'sub/b.toml'")
    with pytest.raises(ConfigError, match=r"^c.toml:1: .* circle: sub/b.toml -> c.toml -> sub/b.toml$"):
        chain(write("a.toml", "extend = 'sub/b.toml'"))


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ([], None),
        (["pyproject.toml"], None),
        (["pyproject.toml+"], "pyproject.toml"),
        (["pyproject.toml?"], "pyproject.toml"),
        (["captioncheck.toml", "pyproject.toml+"], "captioncheck.toml"),
        (["captioncheck.toml", ".captioncheck.toml"], ".captioncheck.toml"),
        (["captioncheck.toml", "sub/pyproject.toml"], "captioncheck.toml"),
        (["captioncheck.toml", "sub/pyproject.toml+"], "sub/pyproject.toml"),
        (["captioncheck.toml", "sub/captioncheck.toml"], "sub/captioncheck.toml"),
        (["captioncheck.toml", "sub/deep/captioncheck.toml"], "sub/deep/captioncheck.toml"),
        (["captioncheck.toml", "sub/other/captioncheck.toml"], "captioncheck.toml"),
    ],
)
def test_the_closest_file_is_the_one(write, tmp_path, there, found):
    (tmp_path / "sub/deep").mkdir(parents=True)
    for name in there:
        text = {"+": "[tool.captioncheck]", "?": "[tool.captioncheck\n = "}.get(
            name[-1], "[tool.other]\nx = 'captioncheck'"
        )
        write(name.rstrip("+?"), text)
    path = closest(tmp_path / "sub/deep")
    assert (path and str(path.relative_to(tmp_path))) == found


def test_a_folder_of_that_name_is_no_config_file(tmp_path):
    (tmp_path / "captioncheck.toml").mkdir()
    assert closest(tmp_path) is None


def test_both_spellings_are_one_key_also_in_overrides(write):
    text = "fail_on = 'never'\nforce-exclude = true\n[[overrides]]\npaths = ['a']\n"
    file = read(write("captioncheck.toml", text))
    assert file.values == {"fail_on": "never", "force_exclude": True, "overrides": [{"paths": ["a"]}]}


def test_paths_count_from_the_file_that_has_them(write, tmp_path):
    text = "calibration = 'ours.json'\nimages = '../photos'\nimage = '/x.jpg'\nencoder = 'clip'\n"
    text += "picture-model = 'local-dir:m'\n"
    values = read(write("a/captioncheck.toml", text)).values
    assert values == {
        "calibration": str(Path("a/ours.json")),
        "images": "photos",
        "image": "/x.jpg",
        "picture_model": "local-dir:" + str(Path("a/m")),
        "encoder": "clip",
    }


def test_a_file_far_away_has_whole_paths(write, tmp_path, monkeypatch):
    path = write("captioncheck.toml", "calibration = 'ours.json'")
    (tmp_path / "a/b/c/d").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a/b/c/d")
    assert read(path).values == {"calibration": str(tmp_path / "ours.json")}


def test_places_are_lines(write):
    text = "[tool.other]\nexclude = []\n\n[tool.captioncheck]\nfail-on = 'x'\n\n"
    text += (
        "[tool.captioncheck.severity]\nCC1 = 'note'\n[[tool.captioncheck.overrides]]\n[[tool.captioncheck.overrides]]\n"
    )
    file = read(write("pyproject.toml", text + "[tool.more]\n"))
    assert file.place("fail_on") == "pyproject.toml:5"
    assert file.place("severity") == "pyproject.toml:7"
    assert (file.place("overrides"), file.place("overrides", 2)) == ("pyproject.toml:9", "pyproject.toml:10")
    assert file.place("quiet") == "pyproject.toml"
