import pytest

from captioncheck.errors import ConfigError
from captioncheck.patterns import first, made, read


def says(lines, name):
    return made("/r", "exclude", lines).says(f"/r/{name.rstrip('/')}", folder=name.endswith("/"))


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ([], "a.md"),
        (["# a.md"], "a.md"),
        (["a.md"], "aa.md"),
        (["/a.md"], "sub/a.md"),
        (["wire/"], "wire"),
        (["wire/*"], "a/wire/x"),
        (["a/*/x.md"], "a/x.md"),
        (["wire/**"], "wire/"),
        (["", "# all", "wire/**", "", "*.tmp"], "wire/"),
        (["wire/"], "wire/a.md"),
        (["**/"], "a/b.md"),
        (["wire/**/"], "wire/"),
        (["wire/**/"], "wire/a.md"),
        (["*.MD"], "a.md"),
    ],
)
def test_what_patterns_do_not_speak_of(lines, name):
    assert says(lines, name) is None


@pytest.mark.parametrize(
    ("lines", "name", "out"),
    [
        (["a.md"], "a.md", True),
        (["a.md"], "sub/a.md", True),
        (["*.md", "!keep.md"], "keep.md", False),
        (["!keep.md", "*.md"], "keep.md", True),
        (["*.md", "!docs/"], "docs/x.md", True),
        (["*.md", "!docs"], "docs/x.md", True),
        (["**/"], "a/b/", True),
        (["wire/**/"], "wire/a/", True),
        (["wire/**", "!wire/own/"], "wire/own/", False),
        (["wire/"], "wire/", True),
        (["", "a/**", "", "wire/"], "wire/", True),
        (["wire/**"], "wire/a/b.md", True),
        (["wire/**", "!wire/own/*.md"], "wire/own/a.md", False),
        (["\\#a"], "#a", True),
        (["[ab].md"], "b.md", True),
    ],
)
def test_what_patterns_leave_out_or_take_in(lines, name, out):
    assert says(lines, name) is out


@pytest.mark.parametrize(
    ("lines", "name", "within"),
    [
        ([], "wire/a.md", False),
        (["wire/"], "wire", False),
        (["wire"], "a.md", False),
        (["wire"], "wire/a/b.md", True),
        (["/a/wire/"], "a/wire/b/c.md", True),
        (["wire", "!wire/own"], "wire/own/a.md", False),
        (["wire", "!*.md"], "wire/a.md", False),
    ],
)
def test_what_lies_within(lines, name, within):
    assert made("/r", "x", lines).within(f"/r/{name}") is within


def test_paths_elsewhere_are_not_spoken_of():
    assert made("/r", "x", ["*"]).says("/rr/a.md") is None
    assert made("/", "x", ["*.md"]).says("/a.md") is True


@pytest.mark.parametrize("lines", [["*.md", "!"], ["*.md", "[z-a]"], ["*.md", "\\"]])
def test_what_is_no_pattern(lines, tmp_path):
    with pytest.raises(ConfigError, match=r"exclude: '.+' is no gitignore pattern"):
        made("/r", "exclude", lines)
    assert made("/r", "x", lines, forgiving=True).says("/r/a.md") is True
    path = tmp_path / ".captioncheckignore"
    path.write_text("\n".join(lines))
    with pytest.raises(ConfigError, match=r"captioncheckignore:2: '.+' is no gitignore pattern"):
        read(str(path), str(tmp_path))


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "folder"])
def test_files_without_patterns(tmp_path, text):
    path = tmp_path / "list"
    path.mkdir() if text == "folder" else path.write_text(text)
    assert read(str(path), str(tmp_path)) is None


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="cannot read this list of patterns: No such file"):
        read(str(tmp_path / "nope"), str(tmp_path))


def test_names_that_are_not_utf8(tmp_path):
    path = tmp_path / "list"
    path.write_bytes(b"caf\xe9.txt\n")
    assert read(str(path), "/r").says("/r/caf\udce9.txt") is True


def test_the_first_that_speaks_decides():
    rows = [made("/r/sub", "x", ["!a.md"]), made("/r", "x", ["*.md"])]
    assert (first(rows, "/r/sub/a.md"), first(rows, "/r/a.md"), first(rows, "/r/a.txt")) == (False, True, None)


@pytest.mark.parametrize("line", ["wire", "wire/", "/wire/", "wire/**", "w*", "**/wire"])
def test_what_leaves_a_folder_out_whole_can_be_dropped(line):
    patterns = made("/r", "x", [line, "*.tmp"])
    kept = patterns.without("/r/wire")
    assert [row.line for row in kept.rows] == ["*.tmp"]
    assert made("/r", "x", [line]).without("/r/wire") is None
    assert patterns.without("/r/other") is patterns
