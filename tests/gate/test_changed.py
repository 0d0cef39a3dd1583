"""Which files git says have changed, in repositories made for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from captioncheck.errors import ConfigError
from captioncheck.gate.changed import Changed

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

LONG = "The harbour opened again on Monday.\n" * 30
NAMES = ("plain.txt", "with blank.txt", "new\nline.txt", "ünï çödé.txt", '"quoted".txt', "sub/deep/a.txt", "-dash.txt")


def git(*arguments: str, at: Path | str = ".") -> None:
    settings = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *settings, *arguments], cwd=at, check=True, capture_output=True)


def put(name: str, text: str = LONG) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def commit(message: str = "more") -> None:
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", message)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository whose branch `work` has left `main`, which then went on."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    for name in NAMES:
        put(name, f"{name}\n{LONG}")
    put("theirs.txt", "theirs\n" + LONG)
    commit()
    git("checkout", "-q", "-b", "work")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_what_is_as_it_was_has_not_changed(repository, name):
    commit("nothing")
    assert name not in Changed("main")
    assert str(repository / name) not in Changed("main")
    assert f"./{name}" not in Changed("main")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["committed", "staged", "uncommitted"])
def test_what_is_otherwise_has(repository, name, how):
    put(name, "else")
    if how != "uncommitted":
        git("add", "-A")
    if how == "committed":
        commit()
    changed = Changed("main")
    assert [one for one in NAMES if one in changed] == [name]


@pytest.mark.parametrize("how", ["committed", "staged", "untracked", "ignored"])
def test_what_is_new_has(repository, how):
    put("fresh ü\n.txt", "fresh")
    if how == "ignored":
        put(".gitignore", "fresh*")
        commit()
    elif how != "untracked":
        git("add", "-A")
    if how == "committed":
        commit()
    assert "fresh ü\n.txt" in Changed("main")


def test_what_main_did_since_does_not_matter(repository):
    git("checkout", "-q", "main")
    put("theirs.txt", "else")
    commit()
    git("checkout", "-q", "work")
    assert "theirs.txt" not in Changed("main")
    assert "theirs.txt" not in Changed("main~1")


def test_what_was_changed_and_changed_back_has_not(repository):
    put("plain.txt", "else")
    commit()
    put("plain.txt", f"plain.txt\n{LONG}")
    commit()
    assert "plain.txt" not in Changed("main")
    assert "plain.txt" in Changed("HEAD~1")


@pytest.mark.parametrize("how", ["committed", "staged"])
def test_what_only_moved_has_not(repository, how):
    Path("moved").mkdir()
    git("mv", "with blank.txt", "moved/new ü name.txt")
    if how == "committed":
        commit()
    assert "moved/new ü name.txt" not in Changed("main")


def test_what_moved_and_changed_has(repository):
    git("mv", "plain.txt", "moved.txt")
    put("moved.txt", f"plain.txt\n{LONG}else\n")
    put("theirs.txt", "else")
    commit()
    changed = Changed("main")
    assert "moved.txt" in changed
    assert "theirs.txt" in changed
    assert "sub/deep/a.txt" not in changed


def test_what_was_copied_has(repository):
    shutil.copy("plain.txt", "copy.txt")
    commit()
    assert "copy.txt" in Changed("main")


def test_deleted_files_disturb_nothing(repository):
    git("rm", "-q", "plain.txt")
    put("theirs.txt", "else")
    Path("with blank.txt").unlink()
    assert "theirs.txt" in Changed("main")
    assert "sub/deep/a.txt" not in Changed("main")


def test_in_a_folder_of_the_repository(repository, monkeypatch):
    put("sub/deep/b.txt", "b")
    put("theirs.txt", "else")
    monkeypatch.chdir(repository / "sub")
    changed = Changed("main")
    assert "deep/b.txt" in changed
    assert "deep/a.txt" not in changed
    assert "../theirs.txt" in changed
    assert "../plain.txt" not in changed


def test_the_users_own_settings_of_git_do_not_matter(repository, monkeypatch):
    for key, value in (("diff.relative", "true"), ("core.quotePath", "true"), ("diff.renames", "false"),
                       ("color.ui", "always"), ("diff.noprefix", "true"), ("diff.external", "false")):  # fmt: skip
        git("config", key, value)
    git("mv", "with blank.txt", "moved ü.txt")
    put("ünï çödé.txt", "else")
    commit()
    monkeypatch.chdir("sub")
    assert "../ünï çödé.txt" in Changed("main")
    assert "../moved ü.txt" not in Changed("main")


def test_from_outside_and_in_another_repository(repository, monkeypatch):
    monkeypatch.chdir(repository.parent)
    assert "repository/plain.txt" not in Changed("main")
    git("clone", "-q", "repository", "other")
    git("branch", "main", "origin/main", at="other")
    put("other/plain.txt", "else")
    changed = Changed("main")
    assert "other/plain.txt" in changed
    assert "repository/plain.txt" not in changed


def test_in_a_hook_of_another_repository(repository, monkeypatch):
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nonexistent/index")
    assert "plain.txt" not in Changed("main")


def test_through_links(repository):
    Path("folder").symlink_to("sub")
    Path("link.txt").symlink_to("plain.txt")
    commit()
    git("branch", "-f", "main")
    assert "folder/deep/a.txt" not in Changed("main")
    assert "link.txt" not in Changed("main")
    put("plain.txt", "else")
    assert "link.txt" in Changed("main")


def test_a_repository_within_is_checked_whole(repository):
    Path("inner").mkdir()
    git("init", "-q", "-b", "main", at="inner")
    put("inner/a.txt", "a")
    git("add", "-A", at="inner")
    git("commit", "-q", "-m", "x", at="inner")
    assert "plain.txt" not in Changed("main")
    assert "inner/a.txt" not in Changed("main")  # it has a main of its own
    put("inner/a.txt", "b")
    assert "inner/a.txt" in Changed("main")


# ref -> what the one line says
REFUSED = {
    "nope": "there is no such branch, tag or commit here; see git branch -a",
    "HEAD~99": "there is no such branch, tag or commit here",
    "main:plain.txt": "there is no such branch, tag or commit here",
    "": "there is no such branch, tag or commit here",
    "-x": "that is no branch, tag or commit",
    "--output=x": "that is no branch, tag or commit",
    "alien": "it shares no history with HEAD; give one that HEAD comes from",
}


@pytest.mark.parametrize("ref", REFUSED)
def test_what_is_no_commit_is_said(repository, ref):
    git("checkout", "-q", "--orphan", "alien")
    commit("of its own")
    git("checkout", "-q", "work")
    with pytest.raises(ConfigError) as refused:
        Changed(ref).look(".")
    assert str(refused.value).startswith(f"--diff-base {ref}: ")
    assert REFUSED[ref] in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Path("x").exists()


@pytest.mark.parametrize("ref", ["main~1", "origin/work"])
def test_a_shallow_clone_says_what_to_fetch(repository, ref):
    commit()
    git("clone", "-q", "--depth", "1", "--branch", "main", f"file://{repository}", "shallow", at="..")
    with pytest.raises(ConfigError, match=r"this is a shallow clone; .*fetch-depth: 0"):
        Changed(ref).look(str(repository.parent / "shallow"))


def test_a_shallow_clone_without_the_common_commit_says_so(repository):
    put("plain.txt", "else")
    commit()
    git("checkout", "-q", "main")
    put("theirs.txt", "else")
    commit()
    git("clone", "-q", "--depth", "1", "--no-single-branch", f"file://{repository}", "shallow", at="..")
    with pytest.raises(ConfigError, match=r"shares no history with HEAD; this is a shallow clone; .*fetch-depth: 0"):
        Changed("origin/work").look("../shallow")


def test_what_is_in_no_repository_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ConfigError, match="not a git repository"):
        Changed("main").look(str(tmp_path / "missing" / "a.txt"))


def test_a_repository_without_a_commit_is_said(tmp_path):
    git("init", "-q", "-b", "main", at=tmp_path)
    with pytest.raises(ConfigError, match="no such branch, tag or commit"):
        Changed("main").look(str(tmp_path))


def test_without_git_it_is_said(repository, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ConfigError, match="needs git, and it cannot be run"):
        Changed("main").look(".")
