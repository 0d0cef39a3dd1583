import os
import random
import subprocess

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Skipped
from captioncheck.errors import ConfigError
from captioncheck.leftout import told
from captioncheck.sources import Finder


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Make a folder of files: a name, or a name and what is in it."""
    monkeypatch.chdir(tmp_path)

    def call(*names, **content):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir() if name.endswith("/") else path.write_text("x")
        for name, text in content.items():
            (tmp_path / name).write_text(text)
        return tmp_path

    return call


def find(*paths, **settings):
    finder = Finder(settings=Settings(**settings))
    items = [f"{item.status}: {item.reason}" if isinstance(item, Skipped) else item.path for item in finder.find(paths)]
    return items, told(finder.left_out.counts)


def write(path, *lines):
    path.write_text("\n".join(lines) + "\n")


def test_articles_in_folders_of_everyday_names_are_found(tree):
    names = ["build/a.md", "dist/a.md", "docs/a.md", "out/a.md", "public/a.md", "target/a.md", "vendor/a.md"]
    tree(*names)
    assert find(".") == (names, "")


def test_a_gitignore_outside_a_repository_says_nothing(tree):
    write(tree("a.md", "b.md") / ".gitignore", "a.md")
    assert find(".") == (["a.md", "b.md"], "")


def test_nested_gitignores(tree):
    top = tree(".git/", "a.md", "b.md", "sub/a.md", "sub/b.md", "sub/deep/a.md", "sub/deep/c.md", "other/a.md")
    write(top / ".gitignore", "a.md", "/b.md")
    write(top / "sub/.gitignore", "!a.md", "deep/c.md")
    write(top / "sub/deep/.gitignore", "a.md")
    assert find(".")[0] == ["sub/a.md", "sub/b.md"]
    assert find("sub")[0] == ["sub/a.md", "sub/b.md"]
    assert find(".", respect_gitignore=False)[0] == [
        "a.md", "b.md", "other/a.md", "sub/a.md", "sub/b.md", "sub/deep/a.md", "sub/deep/c.md"
    ]  # fmt: skip


def test_a_folder_that_is_left_out_is_not_entered(tree):
    top = tree(".git/", "out/keep.md", "in/a.md")
    write(top / ".gitignore", "out/", "!out/keep.md")
    assert find(".") == (["in/a.md"], "1 folder by .gitignore, 1 folder hidden")


def test_the_ignore_file_of_the_repository_around_has_no_say_in_another(tree):
    top = tree(".git/", "a.md", "inner/.git/", "inner/a.md")
    write(top / ".gitignore", "a.md")
    assert find(".")[0] == ["inner/a.md"]


def test_what_git_is_told_in_private(tree):
    top = tree(".git/info/", "a.md", "sub/b.md")
    write(top / ".git/info/exclude", "b.md", "!")
    assert find(".")[0] == ["a.md"]


def test_our_own_ignore_file_needs_no_repository_and_wins_over_git(tree):
    top = tree("wire/a.md", "public/a.md", "b.md")
    write(top / ".captioncheckignore", "wire/", "!public/")
    assert find(".") == (["b.md", "public/a.md"], "1 folder by .captioncheckignore")
    (top / ".git").mkdir()
    write(top / ".gitignore", "public/")
    assert find(".")[0] == ["b.md", "public/a.md"]


def test_exclude_wins_over_ignore_files(tree):
    top = tree("wire/a.md", "b.md")
    write(top / ".captioncheckignore", "wire/")
    assert find(".", exclude=["b.md", "!wire/"]) == (["wire/a.md"], "1 file by exclude")


def test_what_is_hidden_or_vendored_can_be_taken_in(tree):
    tree(".drafts/a.md", ".b.md", "node_modules/c.md", "_site/d.md")
    assert find(".")[0] == [
        "error: nothing to check: all that was found is left out (1 file and 1 folder hidden, 2 folders vendored)"
    ]
    assert find(".", exclude=["!.drafts/", "!.b.md", "!node_modules/"])[0] == [
        ".b.md", ".drafts/a.md", "node_modules/c.md"
    ]  # fmt: skip


def test_patterns_count_from_the_root(tree, monkeypatch):
    top = tree("wire/a.md", "sub/wire/a.md", "sub/b.md")
    monkeypatch.chdir(top / "sub")
    assert find("..", exclude=["/wire/"], root=str(top))[0] == ["../sub/b.md", "../sub/wire/a.md"]
    assert find(".", exclude=["/wire/"])[0] == ["b.md"]


def test_a_file_that_is_named_is_checked_all_the_same(tree):
    top = tree(".git/", "wire/a.md", "b.md", ".c.md")
    write(top / ".gitignore", "b.md")
    assert find("wire/a.md", "b.md", ".c.md", exclude=["wire/"]) == (["wire/a.md", "b.md", ".c.md"], "")


@pytest.mark.parametrize("pattern", ["wire", "wire/", "/wire/**", "*"])
def test_a_folder_that_is_named_is_searched_all_the_same(tree, pattern):
    tree("wire/a.md", "wire/b.tmp.md")
    assert find("wire", exclude=[pattern, "*.tmp.md"]) == (["wire/a.md"], "1 file by exclude")


def test_below_a_folder_that_is_left_out_what_is_named_is_searched(tree):
    top = tree(".git/", "public/news/a.md")
    write(top / ".gitignore", "public/")
    assert find("public/news")[0] == ["public/news/a.md"]


def test_with_force_exclude_what_is_named_is_left_out_too(tree):
    top = tree(".git/", "wire/a.md", "wire/deep/b.md", "c.md", "ignored.md", ".github/d.md", "node_modules/e.md")
    write(top / ".gitignore", "ignored.md")
    write(top / ".captioncheckignore", "/wire/deep")
    for name, reason in (
        ("wire/a.md", "exclude"), ("wire", "exclude"), ("./wire/deep/b.md", "exclude"), (".github/d.md", "hidden"),
        ("node_modules/e.md", "vendored"), ("node_modules", "vendored"),
    ):  # fmt: skip
        found, counted = find(name, str(top / "c.md"), exclude=["wire/"], force_exclude=True)
        assert found == [f"skipped: left out ({reason}), as --force-exclude asks", str(top / "c.md")]
        assert reason in counted
    assert find("wire/deep/b.md", force_exclude=True)[0] == [
        "skipped: left out (.captioncheckignore), as --force-exclude asks"
    ]
    # What git tracks in spite of a .gitignore is there on purpose.
    assert find("ignored.md", "wire/a.md", force_exclude=True)[0] == ["ignored.md", "wire/a.md"]


def test_with_force_exclude_folders_above_the_project_do_not_count(tree, monkeypatch):
    top = tree(".hidden/project/a.md", ".hidden/project/sub/b.md")
    monkeypatch.chdir(top / ".hidden/project")
    assert find("a.md", "sub", "sub/b.md", force_exclude=True)[0] == ["a.md", "sub/b.md"]
    monkeypatch.chdir(top)
    assert find(".hidden/project/a.md", force_exclude=True)[0] == [
        "skipped: left out (hidden), as --force-exclude asks"
    ]


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("*.md", ["a.md"]),
        ("*", ["a.md", "sub/b.md"]),
        ("**/*.md", ["a.md", "sub/b.md"]),
        ("**", ["a.md", "sub/b.md"]),
        ("wire/*.md", ["wire/w.md"]),
        ("w*/*.md", ["error: nothing to check: all that was found is left out (1 file by exclude)"]),
        ("node_modules/**/*.md", ["node_modules/x/n.md"]),
        ("s**/b.md", ["sub/b.md"]),
        ("**/sub", ["sub/b.md"]),
        ("**/*.jpg", ["sub/p.jpg"]),
        ("sub/**/nope.md", ["error: no such file, and as a pattern it matches nothing (looked for .txt"]),
    ],
)
def test_globs_leave_out_what_folders_do(tree, pattern, paths):
    tree("a.md", "sub/b.md", "sub/p.jpg", "wire/w.md", "node_modules/x/n.md", ".hidden/h.md")
    found = find(pattern, exclude=["wire/"])[0]
    assert [one.partition(", .text")[0] for one in found] == paths


def test_links_in_circles_end(tree):
    top = tree("a/x.md", "a/b/y.md")
    (top / "a/b/up").symlink_to("..")
    (top / "a/me").symlink_to(".")
    (top / "a/b/top").symlink_to(top)
    for path in ("a", "a/**", "a/**/*.md", "**/*.md"):
        assert sorted(find(path)[0]) == ["a/b/y.md", "a/x.md"]
    assert find("a")[1] == "3 folders linked"
    assert find("a/b/up")[0] == ["a/b/up/x.md", "a/b/up/b/y.md"]


def test_a_link_to_a_folder_is_searched_by_the_rules_of_where_it_leads(tree):
    top = tree("real/.git/", "real/a.md", "real/b.md")
    write(top / "real/.gitignore", "b.md")
    (top / "link").symlink_to("real")
    assert find("link")[0] == ["link/a.md"]
    assert find("link", exclude=["/real/a.md"])[0][0].startswith("error: nothing to check: all that was found")


def test_folders_that_cannot_be_listed_are_errors(tree, monkeypatch):
    tree("a/x.md", "b/y.md")
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("a"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert find(".")[0] == ["error: cannot list this folder: no permission to read it", "b/y.md"]


def test_an_ignore_file_that_is_wrong_is_an_error_and_git_s_own_is_git_s(tree):
    top = tree(".git/", "a.md", "b.md")
    write(top / ".gitignore", "!", "a.md")
    assert find(".")[0] == ["b.md"]
    write(top / ".captioncheckignore", "b.md", "!")
    with pytest.raises(ConfigError, match=r"/.captioncheckignore:2: '!' is no gitignore pattern"):
        find(".")
    with pytest.raises(ConfigError, match=r"^exclude: '!' is no gitignore pattern"):
        find("a.md", ".", exclude=["!"])


def test_counts_are_only_of_what_could_be_an_article(tree):
    tree("a.md", "wire/b.md", "x.css", ".y.css", "c.md")
    assert find(".", exclude=["*.css", "c.md", "wire/"]) == (["a.md"], "1 file and 1 folder by exclude")


def test_the_order_does_not_depend_on_the_file_system(tree, monkeypatch):
    tree("b.md", "a.md", "z/1.md", "c/2.md", "c/1.md", "c/d/0.md")
    wanted = ["a.md", "b.md", "c/1.md", "c/2.md", "c/d/0.md", "z/1.md"]
    assert find(".")[0] == wanted
    walk = os.scandir

    class Reversed:
        def __init__(self, path):
            with walk(path) as entries:
                self._entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def __iter__(self):
            return self._entries

        def __next__(self):
            return next(self._entries)

        def close(self):
            return None

    monkeypatch.setattr(os, "scandir", Reversed)
    assert find(".")[0] == wanted
    assert find("**/*.md")[0] == wanted


def drawn(rng):
    parts = [rng.choice(["a", "b", "c", "*", "**", "a*", "[ab]", "?"]) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.4:
        parts[-1] = rng.choice(["a.md", "*.md", "b.*", "?.md"])
    return rng.choice(["", "", "!"]) + rng.choice(["", "", "/"]) + "/".join(parts) + rng.choice(["", "", "/"])


@pytest.mark.parametrize("seed", range(40))
def test_git_itself_leaves_out_the_same(tmp_path, monkeypatch, seed):
    rng = random.Random(seed)
    folders = [tmp_path]
    for _ in range(8):
        folders.append(rng.choice(folders) / rng.choice("abc"))
        folders[-1].mkdir(exist_ok=True)
    for folder in set(folders):
        for name in "abc":
            (folder / f"{name}.md").touch()
    for folder in sorted(set(folders)):
        if folder == tmp_path or rng.random() < 0.3:
            write(folder / ".gitignore", *(drawn(rng) for _ in range(rng.randint(1, 4))))
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet"], check=True)
    listed = ["git", "-c", "core.excludesFile=", "ls-files", "--others", "--exclude-standard", "*.md"]
    wanted = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split()
    found = [path for path in find(".")[0] if path.endswith(".md")]
    assert sorted(found) == sorted(wanted)
