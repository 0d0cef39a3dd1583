import re

import pytest

from captioncheck.datatypes import Location, Skipped
from captioncheck.report.github import harmless
from captioncheck.report.github_summary import escaped
from tests.fakes import checked, error, good, warning
from tests.report.writing import NASTY, SUBJECT, nasty, run_of, written


@pytest.fixture(autouse=True)
def summary(tmp_path, monkeypatch):
    """Run in a folder of its own; returns what reads the step's summary."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return lambda: path.read_text(encoding="utf-8")


# As the runner reads it (actions/runner, ActionCommand.cs): escapes are undone after the split at , and =.
COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>[^:]*)::(?P<value>.*)")


def annotations(text):
    found = []
    for line in text.splitlines():
        if line.startswith("::"):
            match = COMMAND.fullmatch(line)
            assert match, line
            properties = dict(part.split("=", 1) for part in match["properties"].split(","))
            found.append(
                (match["name"], {key: unescaped(value) for key, value in properties.items()}, unescaped(match["value"]))
            )
    return found


def unescaped(text):
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def test_an_annotation_comes_back_as_it_was():
    rule = SUBJECT.__class__("CC102", "places", "100 % of it, 50 %0A: Spain, France", 0.1)
    (found,) = annotations(
        written("github", [checked("a, b:c.html", "A", error("A boat.", line=7, column=4, rules=(rule,)))])
    )
    name, properties, value = found
    assert name == "error"
    assert properties == {"title": "captioncheck CC102 places", "file": "a, b:c.html", "line": "7", "col": "4"}
    assert value == "100 % of it, 50 %0A: Spain, France\n“A boat.”"


def test_one_annotation_a_caption():
    places = SUBJECT.__class__("CC102", "places", "Spain", 0.1)
    both = error("A boat.", rules=(SUBJECT, places))
    (found,) = annotations(written("github", [checked("a.txt", "A", both, good("x"))]))
    assert found[1]["title"] == "captioncheck CC101 subject, CC102 places"
    assert found[2].count("\n") == 2


def test_the_ten_worst_of_each_level_are_annotated():
    errors = [error(f"Error {number}.", fit=0.004 - number / 10_000) for number in range(15)]
    warnings = [warning(f"Warning {number}.", rules=(SUBJECT,)) for number in range(12)]
    gone = [Skipped(Location(f"{number}.txt"), "damaged") for number in range(20)]
    text = written("github", [*gone, checked("a.txt", "A", *errors, *warnings)])
    found = annotations(text)
    assert [name for name, _, _ in found] == ["error"] * 10 + ["warning"] * 10
    assert "“Error 14.”" in found[0][2]
    assert sum("unreadable" in properties["title"] for _, properties, _ in found) == 3
    assert text.count(": error CC101") == 15
    assert "(27 without an annotation.)" in text


def test_inputs_that_could_not_be_read_take_what_captions_leave():
    gone = [Skipped(Location(f"{number}.txt"), "damaged") for number in range(20)]
    found = annotations(written("github", [*gone, checked("a.txt", "A", error("x"), error("y"))]))
    assert sum("unreadable" in properties["title"] for _, properties, _ in found) == 8


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_caption_gives_the_runner_a_command(text):
    made = written("github", nasty(text))
    assert {name for name, _, _ in annotations(made)} == {"error"}
    assert "##[" not in made
    assert not any(
        line.lstrip().startswith("::") for line in made.splitlines() if not line.startswith("::error title=")
    )


@pytest.mark.parametrize("line", ["::error::x", "  ::add-mask::x", "a ##[error]x"])
def test_a_line_of_the_log_is_made_harmless(line):
    made = harmless(line)
    assert not made.lstrip().startswith("::")
    assert "##[" not in made


def test_the_summary_renders_texts_as_themselves(summary):
    from markdown_it import MarkdownIt

    text = '<b>bold</b> | `code` [link](http://x) *a* _b_ ~~c~~ &amp; $x$ \\ "q"'
    written("github", [checked("a|b.txt", "A", error(text))])
    page = MarkdownIt("commonmark").enable("table").render(summary())
    (row,) = re.findall(r"<tr>\s*<td>(.*?)</tr>", page, re.DOTALL)
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in row.split("<td>")]
    assert len(cells) == 4
    import html

    assert html.unescape(cells[2]).strip() == text
    assert html.unescape(cells[1]).strip() == "a|b.txt:3"


def test_the_summary_is_appended_and_links_to_the_line(summary, tmp_path, monkeypatch):
    (tmp_path / "summary.md").write_text("before\n")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "desk/site")
    monkeypatch.setenv("GITHUB_SHA", "abc")
    written("github", [checked("a b.md", "A", error("x", line=7))])
    assert summary().startswith("before\n### captioncheck\n\n1 mismatch among 1 caption in 1 article.\n")
    assert "(https://github.example/desk/site/blob/abc/a%20b.md?plain=1#L7)" in summary()


def test_the_summary_stays_below_its_limit(summary, tmp_path):
    (tmp_path / "summary.md").write_text("x" * 600_000)
    written("github", [checked("a.md", "A", *(error("字" * 300 + str(number)) for number in range(1_500)))])
    size = len(summary().encode())
    assert 990_000 < size < 1_000_000
    left = 1_500 - summary().count("\n| ❌")
    assert summary().endswith(f"\n{left:,} more are in the log.\n\n")
    written("github", run_of())
    assert len(summary().encode()) < 1_000_000


def test_a_summary_that_cannot_be_written_is_a_warning(monkeypatch, caplog):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/such/folder.md")
    written("github", run_of())
    assert "cannot write the summary to no/such/folder.md" in caplog.text


def test_all_well_is_one_line(summary):
    assert (
        written("github", [checked("a.txt", "A", good("x"))])
        == "captioncheck: no mismatch among 1 caption in 1 article.\n"
    )
    assert "| ---" not in summary()


def test_escaping_leaves_plain_words_alone():
    assert escaped("Fans wave flags, 12 May (AP).") == "Fans wave flags, 12 May (AP)."
