"""What is checked again while watching, and what cannot be watched."""

import pytest

from captioncheck.cli import watch
from captioncheck.cli.watch import Watch
from captioncheck.datatypes import Location, Skipped
from captioncheck.sources import Finder
from tests import fakes


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"good {name}")
    watched = Watch()
    for item in found():
        watched.taken(item)
    return watched, tmp_path


def found():
    return list(Finder().find(["."]))


def taken(watched, *changed):
    return [item.path for item in filter(watched.taker({str(path) for path in changed}), found())]


def test_only_what_changed_is_checked_again_and_only_once(site):
    watched, folder = site
    (folder / "b.txt").write_text("good other")
    assert taken(watched, folder / "b.txt") == ["b.txt"]
    assert taken(watched, folder / "b.txt") == []  # the editor's second event for the same save


@pytest.mark.parametrize("name", ["a.txt~", ".a.txt.swp", "4913", "notes.pdf", "a.txt"])
def test_what_is_no_article_or_has_the_same_content_is_left_alone(site, name):
    watched, folder = site
    if name != "a.txt":
        (folder / name).write_text("x")
    assert taken(watched, folder / name) == []


def test_a_new_file_is_checked(site):
    watched, folder = site
    (folder / "new.md").write_text("good new")
    assert taken(watched, folder / "new.md") == ["new.md"]


def test_a_renamed_file_is_gone_and_new(site):
    watched, folder = site
    (folder / "a.txt").rename(folder / "z.txt")
    changed = {str(folder / "a.txt"), str(folder / "z.txt")}
    assert watched.gone(changed) == ["a.txt"]
    assert watched.gone(changed) == []
    assert taken(watched, *changed) == ["z.txt"]


def test_what_lies_in_a_new_folder_is_checked_and_gone_with_it(site):
    watched, folder = site
    (folder / "sub/deep").mkdir(parents=True)
    (folder / "sub/deep/new.md").write_text("good new")
    assert taken(watched, folder / "sub") == ["sub/deep/new.md"]
    assert taken(watched, folder / "sub") == []
    (folder / "sub").rename(folder.parent / "elsewhere")
    assert watched.gone({str(folder / "sub")}) == ["sub/deep/new.md"]
    assert watched.gone({str(folder / "sub")}) == []


def test_a_file_that_comes_back_as_it_was_is_checked_again(site):
    watched, folder = site
    text = (folder / "a.txt").read_text()
    (folder / "a.txt").unlink()
    watched.gone({str(folder / "a.txt")})
    (folder / "a.txt").write_text(text)
    assert taken(watched, folder / "a.txt") == ["a.txt"]


def test_an_article_is_checked_again_when_its_picture_changes(site):
    watched, folder = site
    watched.note(fakes.checked("a.txt", "Story", fakes.good("A pier.", picture="img/Pier.JPG?w=800")))
    watched.note(Skipped(Location("b.txt"), "gone"))
    assert taken(watched, folder / "img" / "pier.jpg") == ["a.txt"]
    assert taken(watched, folder / "img" / "quay.jpg") == []


def test_a_link_is_watched_by_its_own_name(site):
    watched, folder = site
    (folder / "link.txt").symlink_to(folder / "a.txt")
    assert watch._real("link.txt") == str(folder / "link.txt")
    assert taken(watched, folder / "link.txt") == ["link.txt"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("-",), "standard input"),
        (("--files-from", "list"), "lists of paths cannot be watched"),
        (("good.txt", "--output", "json=x.json"), "--output"),
        (("good.txt", "--explain-pictures", "x"), "--explain-pictures"),
        (("good.txt", "--baseline", "b.json", "--write-baseline"), "--write-baseline"),
    ],
)
def test_what_cannot_be_watched_is_a_usage_error(run, arguments, why):
    code, out, err = run("check", "--watch", *arguments)
    assert (code, out) == (2, "")
    assert why in err


def test_without_the_extra_the_command_is_named(run, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "watchfiles", None)
    code, _, err = run("check", "--watch", "good.txt")
    assert code == 2
    assert "pip install 'captioncheck[watch]'" in err
