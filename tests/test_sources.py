import os
import socket
from io import BytesIO
from pathlib import Path

import pytest

from captioncheck.datatypes import Skipped, Status
from captioncheck.errors import ReaderError
from captioncheck.leftout import told
from captioncheck.sources import Finder


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "b.txt", "a.md", "c/z.html", "c/y.jsonl.gz", "c/d/x.NDJSON", "photo.jpg", "data.gz",
        ".hidden.txt", ".git/x.txt", "node_modules/p/x.md", "env/lib/x.txt", "env/pyvenv.cfg",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def shown(items):
    return [f"{item.status}: {item.reason}" if isinstance(item, Skipped) else item.path for item in items]


def find(*paths, **options):
    return shown(Finder(**options).find(paths))


def test_a_folder_gives_what_has_a_reader_in_a_stable_order(tree):
    assert find(".") == ["a.md", "b.txt", "c/y.jsonl.gz", "c/z.html", "c/d/x.NDJSON"]
    assert find("c") == ["c/y.jsonl.gz", "c/z.html", "c/d/x.NDJSON"]


def test_only_what_the_user_named_is_named(tree):
    (tree / "c/package.json").write_text("{}")
    sources = list(Finder().find(["b.txt", "c", "*.md"]))
    assert [source.path for source in sources if source.named] == ["b.txt"]
    assert "c/package.json" in [source.path for source in sources]


def test_a_file_that_is_named_is_read_whatever_it_is_called(tree):
    assert find("photo.jpg", ".hidden.txt", "./b.txt") == ["photo.jpg", ".hidden.txt", "./b.txt"]


def test_a_hidden_folder_that_is_named_is_searched(tree):
    assert find(".git") == [".git/x.txt"]


def test_each_file_comes_once(tree):
    assert find("b.txt", "./b.txt", str(tree / "b.txt"), ".", "*.txt")[:2] == ["b.txt", "a.md"]
    assert len(find(".", ".")) == 5


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("*.md", ["a.md"]),
        ("*", ["a.md", "b.txt", "c/y.jsonl.gz", "c/z.html", "c/d/x.NDJSON"]),
        ("**/*.html", ["c/z.html"]),
        ("photo.[j]pg", ["photo.jpg"]),
        ("c/**", ["c/y.jsonl.gz", "c/z.html", "c/d/x.NDJSON"]),
    ],
)
def test_globs(tree, pattern, paths):
    assert find(pattern) == paths


def test_a_file_with_glob_characters_in_its_name_is_itself(tree):
    (tree / "x[1].txt").write_text("x")
    assert find("x[1].txt") == ["x[1].txt"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing.txt", "no such file or folder"),
        ("b.txt/x.txt", "no such file or folder"),
        ("empty", "no articles in this folder (looked for .txt, .text"),
        ("*.nope", "no such file, and as a pattern it matches nothing"),
        ("", "an empty path"),
        ("a\0b", "not a path that this system can have"),
        ("x" * 5000, "the path is too long"),
        ("pipe.txt", "a named pipe, not a file; pipe its content to 'captioncheck -'"),
        ("socket.txt", "a socket, not a file"),
        ("/dev/null", "a character device, not a file"),
        ("loop.txt", "a link that leads in a circle"),
    ],
)
def test_what_is_no_article_is_an_error_and_the_rest_goes_on(tree, path, reason):
    (tree / "empty").mkdir()
    os.mkfifo(tree / "pipe.txt")
    (tree / "loop.txt").symlink_to("loop.txt")
    server = socket.socket(socket.AF_UNIX)
    server.bind("socket.txt")
    server.close()
    found = find(path, "b.txt")
    assert found[0].startswith(f"error: {reason}")
    assert found[1:] == ["b.txt"]


def test_strange_files_in_a_folder_are_errors_too(tree):
    os.mkfifo(tree / "c/pipe.txt")
    (tree / "c/gone.md").symlink_to("nowhere")
    found = find("c")
    assert found[0] == "error: a link that leads nowhere"
    assert found[1].startswith("error: a named pipe")
    assert found[2:] == ["c/y.jsonl.gz", "c/z.html", "c/d/x.NDJSON"]


def test_links_to_folders_are_not_followed(tree):
    (tree / "c/up").symlink_to("..")
    assert find("c") == ["c/y.jsonl.gz", "c/z.html", "c/d/x.NDJSON"]


def test_empty_input_may_be_allowed(tree):
    (tree / "empty").mkdir()
    (item,) = Finder(allow_empty=True).find(["empty"])
    assert isinstance(item, Skipped)
    assert item.status is Status.SKIPPED
    assert find("missing.txt", allow_empty=True) == ["error: no such file or folder"]


def test_a_folder_that_cannot_be_listed_is_an_error(tree, monkeypatch):
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("d"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert find("c") == ["c/y.jsonl.gz", "c/z.html", "error: cannot list this folder: no permission to read it"]


def test_what_this_run_writes_is_not_read(tree):
    status = Path("b.txt").stat()
    found = find("a.md", "b.txt", outputs=frozenset({(status.st_dev, status.st_ino)}))
    assert found == ["a.md", "skipped: an output of this run"]


def test_what_this_run_writes_is_left_out_where_it_is_only_found(tree):
    status = Path("c/z.html").stat()
    finder = Finder(outputs=frozenset({(status.st_dev, status.st_ino)}))
    assert shown(finder.find(["c"])) == ["c/y.jsonl.gz", "c/d/x.NDJSON"]
    assert told(finder.left_out.counts) == "1 file of captioncheck"
    assert shown(Finder(outputs=finder.outputs).find(["c/*.html"])) == [
        "error: nothing to check: all that was found is left out (1 file of captioncheck)"
    ]


def test_a_file_that_vanishes_says_so(tree):
    (source,) = Finder().find(["b.txt"])
    (tree / "b.txt").unlink()
    with pytest.raises(ReaderError, match="vanished after it was found"):
        source.open()


def test_no_permission_says_so(tree, monkeypatch):
    (source,) = Finder().find(["b.txt"])

    def refuse(path, mode):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("builtins.open", refuse)  # root may read anything, so the real thing cannot be had
    with pytest.raises(ReaderError, match="no permission to read it"):
        source.open()


@pytest.mark.parametrize(
    ("content", "paths"),
    [
        (b"", []),
        (b"\n \n", []),
        (b"b.txt\nc\n", ["b.txt", "c/y.jsonl.gz", "c/z.html", "c/d/x.NDJSON"]),
        (b"\xef\xbb\xbfb.txt\r\n\r\na.md", ["b.txt", "a.md"]),
        (b"b.txt\0a.md\0", ["b.txt", "a.md"]),
        (b"*.md\n", ["error: no such file or folder"]),
        (b"b.txt\nnope\nb.txt\n", ["b.txt", "error: no such file or folder"]),
    ],
)
def test_a_list_of_paths(tree, content, paths):
    (tree / "list").write_bytes(content)
    assert shown(Finder().find_listed("list")) == paths


def test_a_list_that_cannot_be_read_is_an_error(tree):
    found = shown([*Finder().find_listed("nope"), *Finder().find_listed("c")])
    assert found == [
        "error: cannot read this list of paths: no such file or folder",
        "error: cannot read this list of paths: a folder, not a file",
    ]


def test_names_that_are_not_utf8_survive(tree):
    name = os.fsdecode(b"caf\xe9.txt")
    (tree / name).write_text("x")
    (tree / "list").write_bytes(b"caf\xe9.txt\n")
    (source,) = Finder().find_listed("list")
    assert source.data() == b"x"


@pytest.fixture
def typed(monkeypatch):
    from captioncheck import stdin

    def put(content):
        stdin._kept.cache_clear()
        monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": BytesIO(content)}))

    yield put
    stdin._kept.cache_clear()


def test_stdin_can_be_opened_twice_and_is_named(typed):
    typed(b"hello")
    (source,) = Finder(stdin_name="story.html").find(["-", "-"])
    assert (source.path, source.data(), source.data()) == ("story.html", b"hello", b"hello")


def test_long_stdin_goes_to_a_file(typed, monkeypatch):
    monkeypatch.setattr("captioncheck.stdin.IN_MEMORY", 3)
    typed(b"hello")
    (source,) = Finder().find(["-"])
    assert (source.data(), source.data()) == (b"hello", b"hello")


def test_closed_stdin_is_an_error(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    assert find("-") == ["error: standard input is closed; give a file, or pipe an article in"]
    assert shown(Finder().find_listed("-")) == ["error: standard input is closed; give a file, or pipe an article in"]


def test_a_list_on_stdin(tree, typed):
    typed(b"b.txt\n")
    assert shown(Finder().find_listed("-")) == ["b.txt"]
