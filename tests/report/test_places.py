import pytest

from captioncheck.report.places import Places


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Places.working()


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a.txt", "a.txt"),
        ("./b/../a.txt", "a.txt"),
        ("a b#?%.txt", "a%20b%23%3F%25.txt"),
        ("台风.md", "%E5%8F%B0%E9%A3%8E.md"),
        ("caf\udce9.txt", "caf%E9.txt"),
        ("\ud800.txt", "%EF%BF%BD.txt"),
        ("c:d.txt", "c%3Ad.txt"),
        ("-", "-"),
    ],
)
def test_a_uri_is_relative_and_quoted(here, path, uri):
    assert here.uri(path) == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_outside_is_absolute(here, tmp_path):
    assert here.uri("/x y/a.txt") == {"uri": "file:///x%20y/a.txt"}
    assert here.shown("../a.txt") == (tmp_path.parent / "a.txt").as_posix()


def test_links_are_not_followed(here, tmp_path):
    (tmp_path / "link").symlink_to("/")
    assert here.shown("link/a.txt") == "link/a.txt"


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_repository_is_found_from_within(tmp_path, monkeypatch, kind):
    (tmp_path / "deep/er").mkdir(parents=True)
    git = tmp_path / ".git"
    git.mkdir() if kind == "folder" else git.write_text("gitdir: elsewhere")  # a worktree's is a file
    monkeypatch.chdir(tmp_path / "deep/er")
    assert Places.repository().shown("a.txt") == "deep/er/a.txt"
    assert Places.working().shown("a.txt") == "a.txt"
